import { realEnvironment, withDeadline } from "../environment.ts";
import { fillPlaceholder } from "../model/names.ts";
import type { Role } from "../model/role.ts";
import type { OptionInfo, RoleInfo } from "../modules/info.ts";
import { optionTypeOf } from "../modules/option-type.ts";
import { fakeContext, fakeNode, FakeRoleHost } from "./fake-role-host.ts";

/** How the checks should set up the role. */
export interface RoleContract {
  /**
   * The options that shall not have their defaults. As a function it is given
   * an empty folder that is gone when the check has ended.
   */
  readonly config: Options | ((folder: string) => Options);
  /** Types of events and orders that the role knows. */
  readonly types?: readonly string[];
}

type Options = Readonly<Record<string, unknown>>;

/** Seconds that a role may take to end. */
const SOON = 2;

/** Seconds between two runs at most, for roles that take their time. */
const LONGEST_PAUSE = 0.01;

/** Where one role plays: its node, its options, its folder. */
export class RoleStage {
  /** What the role finds empty, and may write to. */
  readonly folder: string;
  readonly #node = fakeNode();
  readonly #name: string;
  readonly #info: RoleInfo;
  readonly #config: Options;

  constructor(
    name: string,
    info: RoleInfo,
    { config }: RoleContract,
    folder: string,
  ) {
    this.folder = folder;
    this.#name = name;
    this.#info = info;
    this.#config = {
      ...defaults(name, info),
      ...(typeof config === "function" ? config(folder) : config),
    };
  }

  /** The role on its own node, which keeps a role's last life by its name. */
  build(host: FakeRoleHost): Role {
    const role = new this.#info.class(
      fakeContext(this.#name, this.#config, host, this.#node),
    );
    this.#node.roles.set(this.#name, role);
    return role;
  }

  /** The role as the other nodes have it. */
  buildForeign(): Role {
    return new this.#info.class(fakeContext(this.#name, this.#config));
  }

  /** Gives the role a life as a node does, which ends when `play` has ended. */
  async perform(
    play: (host: FakeRoleHost, role: Role) => Promise<void>,
  ): Promise<void> {
    const host = new FakeRoleHost();
    const role = this.build(host);
    await role.init();
    await role.localInit();
    const running = runAgainAndAgain(role, host);
    try {
      await Promise.race([play(host, role), running]);
    } finally {
      host.stop();
      try {
        await soon(running, "the role does not end");
      } finally {
        await soon(stopped(role), "localStop does not end");
      }
    }
  }
}

async function runAgainAndAgain(role: Role, host: FakeRoleHost): Promise<void> {
  try {
    while (!host.signal.aborted) {
      await role.run();
      await host.sleep(Math.min(role.getRateControl() ?? 0, LONGEST_PAUSE));
    }
  } catch (error) {
    if (error !== host.signal.reason) throw error;
  }
}

async function stopped(role: Role): Promise<void> {
  await role.localStop();
}

async function soon(work: Promise<void>, complaint: string): Promise<void> {
  const { signal } = new AbortController();
  const late = () => new Error(`${complaint} within ${SOON} s`);
  await withDeadline(realEnvironment, SOON, signal, late, () => work);
}

/** What the configuration would give a role whose block says nothing. */
function defaults(name: string, info: RoleInfo): Options {
  return Object.fromEntries(
    Object.entries(info.config).map(([key, option]) => [
      key,
      defaultOf(name, option),
    ]),
  );
}

function defaultOf(name: string, option: OptionInfo): unknown {
  const value = fillPlaceholder(option.default, name, "node1");
  const isList = optionTypeOf(option) === "list";
  return isList && typeof value === "string" ? [value] : value;
}
