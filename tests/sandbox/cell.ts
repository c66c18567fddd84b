import { Order, type RoleContext } from "kozo";
import { NO_PATHS } from "../../core/modules/paths.ts";
import { realEnvironment } from "../../core/environment.ts";
import {
  NO_PERMISSIONS,
  type Permissions,
} from "../../core/sandbox/permissions.ts";
import { type Launch, launchCompiled } from "../../core/sandbox/launch.ts";
import { SandboxedRole } from "../../core/sandbox/sandboxed-role.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { eventually } from "../support/eventually.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";

const FOLDER = new URL("roles/", import.meta.url);

/** What is different about a cell. */
export interface CellOptions {
  readonly permissions?: Partial<Permissions>;
  readonly secrets?: readonly string[];
  readonly watchdog?: number;
  readonly memoryLimit?: number;
  readonly name?: string;
  readonly config?: object;
  readonly context?: Partial<RoleContext>;
  /** Whether it is as in a compiled program. */
  readonly isCompiled?: boolean;
}

/** From source, so that what is compiled is tested without a compiler. */
function launchAsCompiled(
  permissions: Permissions,
  secrets: readonly string[],
): Launch {
  const { args, env } = launchCompiled(permissions, secrets);
  const run = ["run", "--quiet", "-A"];
  return { args: [...run, `${ROOT}/main.ts`, ...args], env };
}

/** A role of the tests in a sandbox, and a node that keeps a record of it. */
export class Cell implements AsyncDisposable {
  readonly host = new FakeRoleHost();
  readonly role: SandboxedRole;
  /** Why the role's `run` ended, once it has. */
  failure: unknown;
  #running: Promise<void> = Promise.resolve();

  /** @param type the role's module, without `.ts` */
  constructor(type: string, options: CellOptions = {}) {
    const { name = type, config = {}, permissions, secrets = [] } = options;
    const { watchdog = 30, memoryLimit = 256, context } = options;
    this.role = new SandboxedRole(
      { ...fakeContext(name, config, this.host), ...context },
      {
        module: {
          file: new URL(`${type}.ts`, FOLDER).pathname,
          paths: { ...NO_PATHS, rolePath: [FOLDER.pathname] },
        },
        environment: realEnvironment,
        permissions: { ...NO_PERMISSIONS, ...permissions },
        secrets,
        watchdog,
        memoryLimit,
        ...(options.isCompiled ? { launch: launchAsCompiled } : {}),
      },
    );
  }

  /** Starts the role. */
  async start(): Promise<this> {
    await this.role.localInit();
    this.#running = this.role.run().catch((error) => {
      if (!this.host.signal.aborted) this.failure = error;
    });
    return this;
  }

  /** Orders the role to do something. */
  order(type: string, data: unknown = null): void {
    const origin = { sender: "boss", senderRole: "desk", timestamp: 1 };
    this.host.push(new Order(origin, type, undefined, encodeValue(data)));
  }

  /** Waits until the role has sent so many messages. */
  async hasSent(count: number): Promise<void> {
    await eventually(
      () => this.host.sent.length >= count,
      () => `It has sent ${JSON.stringify(this.host.sent)}, ${this.failure}`,
    );
  }

  /** Waits until the role's `run` has ended, and tells why. */
  async hasFailed(): Promise<string> {
    await eventually(() => this.failure !== undefined, () => "It still runs");
    return this.failure instanceof Error ? this.failure.message : "";
  }

  /** Ends the role. */
  async stop(): Promise<void> {
    this.host.stop();
    await this.#running;
    await this.role.localStop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
