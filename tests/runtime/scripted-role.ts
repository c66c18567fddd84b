import { type Message, type Node, Role, type RoleHost } from "kozo";

/** What a {@link ScriptedRole} does; whatever is missing, nothing. */
export interface Script {
  readonly rate?: number | undefined;
  readonly override?: boolean;
  readonly queueLength?: number;
  init?(role: Role): void | Promise<void>;
  localInit?(role: Role): void | Promise<void>;
  run?(role: Role): void | Promise<void>;
  localStop?(role: Role): void | Promise<void>;
  isInterestedIn?(message: Message): boolean;
}

/** A role whose test says what it does. */
export class ScriptedRole extends Role<Script> {
  override init(): void | Promise<void> {
    return this.config.init?.(this);
  }

  override localInit(): void | Promise<void> {
    return this.config.localInit?.(this);
  }

  override run(): void | Promise<void> {
    return this.config.run?.(this);
  }

  override localStop(): void | Promise<void> {
    return this.config.localStop?.(this);
  }

  override isInterestedIn(message: Message): boolean {
    return this.config.isInterestedIn?.(message) ?? false;
  }

  override getRateControl(): number | undefined {
    return this.config.rate;
  }

  override getMessageRateControlOverride(): boolean {
    return this.config.override ?? false;
  }

  override getMessageQueueLength(): number {
    return this.config.queueLength ?? super.getMessageQueueLength();
  }
}

/** Makes a role and gives it to its node. */
export function addRole(
  node: Node,
  name: string,
  config: Script,
  host?: RoleHost,
): ScriptedRole {
  const role = new ScriptedRole({
    name,
    node,
    config,
    ...(host === undefined ? {} : { host }),
  });
  node.roles.set(name, role);
  return role;
}
