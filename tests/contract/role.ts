import assert from "node:assert/strict";
import fc from "fast-check";
import {
  NODE_NAME,
  type OptionInfo,
  Role,
  ROLE_NAME,
  type RoleInfo,
  ROLENODE_NAME,
} from "kozo";
import { arbitraryMessage } from "../support/arbitrary-message.ts";
import {
  fakeContext,
  fakeNode,
  FakeRoleHost,
} from "../support/fake-role-host.ts";

/** How {@link roleContract} should set up the role. */
export interface RoleContractOptions {
  /**
   * The options that shall not have their defaults. As a function it is given
   * an empty folder that is gone when the test has ended.
   */
  readonly config: Options | ((folder: string) => Options);
  /** Types of events and orders that the role knows. */
  readonly types?: readonly string[];
}

type Options = Record<string, unknown>;

/** Seconds that a role may take to end. */
const SOON = 2;

/** Seconds between two runs at most, for roles that take their time. */
const LONGEST_PAUSE = 0.01;

/**
 * Registers the tests that every role has to pass.
 *
 * @param name what the role is called in the names of the tests
 */
export function roleContract(
  name: string,
  info: RoleInfo,
  options: RoleContractOptions,
): void {
  const setUp = (folder: string) => new Stage(name, info, options, folder);
  const test = (behaviour: string, body: (stage: Stage) => Promise<void>) =>
    Deno.test(`Role ${name} ${behaviour}`, () =>
      inTemporaryFolder((folder) => body(setUp(folder))));

  Deno.test(`Role ${name} has complete metadata`, () => assertComplete(info));
  test("does nothing when it is built", async (stage) => {
    const host = new FakeRoleHost();
    stage.build(host);
    assert.deepEqual(host, new FakeRoleHost());
    assert.deepEqual(await Array.fromAsync(Deno.readDir(stage.folder)), []);
  });
  test("gives one answer to what interests it, on all nodes", (stage) =>
    assertSteadyInterest(stage, options.types));
  test("ends soon when it has to, with an empty inbox", async (stage) => {
    await perform(stage, (host) => host.sleep(0.05));
  });
  test("starts anew after it has ended", async (stage) => {
    await perform(stage, (host) => host.sleep(0.01));
    await perform(stage, (host) => host.sleep(0.01));
  });
  test("survives whatever others send", (stage) =>
    assertSurvival(stage, options.types));
}

/** Where one role plays: its node, its options, its folder. */
class Stage {
  readonly #node = fakeNode();
  readonly folder: string;
  readonly #name: string;
  readonly #info: RoleInfo;
  readonly #config: Options;

  constructor(
    name: string,
    info: RoleInfo,
    options: RoleContractOptions,
    folder: string,
  ) {
    const { config } = options;
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
}

function assertComplete(info: RoleInfo): void {
  assert.equal(info.format, "1.0");
  assert.ok(info.class.prototype instanceof Role, "class is not a Role");
  for (const key of ["author", "version", "description"] as const) {
    assert.match(info[key], /\S/, `${key} is empty`);
  }
  for (const [name, option] of Object.entries(info.config)) {
    assert.match(option.description, /\S/, `option ${name} is not described`);
  }
}

async function assertSteadyInterest(
  stage: Stage,
  types: readonly string[] | undefined,
): Promise<void> {
  const local = stage.build(new FakeRoleHost());
  const foreign = stage.buildForeign();
  await local.init();
  await foreign.init();
  fc.assert(
    fc.property(arbitraryMessage(types), (message) => {
      const answer = foreign.isInterestedIn(message);
      assert.equal(typeof answer, "boolean");
      assert.equal(foreign.isInterestedIn(message), answer);
      assert.equal(local.isInterestedIn(message), answer);
    }),
  );
}

async function assertSurvival(
  stage: Stage,
  types: readonly string[] | undefined,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryMessage(types), { maxLength: 20 }),
      (messages) =>
        perform(stage, async (host, role) => {
          host.push(...messages.filter((m) => role.isInterestedIn(m)));
          await emptyInbox(host);
          assert.equal(host.waiting, 0, "messages are left in the inbox");
        }),
    ),
    { numRuns: 30 },
  );
}

/** Gives the role a life as a node does, which ends when `play` has ended. */
async function perform(
  stage: Stage,
  play: (host: FakeRoleHost, role: Role) => Promise<void>,
): Promise<void> {
  const host = new FakeRoleHost();
  const role = stage.build(host);
  await role.init();
  await role.localInit();
  const running = runAgainAndAgain(role, host);
  try {
    await Promise.race([play(host, role), running]);
  } finally {
    host.stop();
    try {
      await within(SOON, running, "the role does not end");
    } finally {
      await within(SOON, stopped(role), "localStop does not end");
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

async function emptyInbox(host: FakeRoleHost): Promise<void> {
  for (let tries = 0; host.waiting > 0 && tries < 200; tries++) {
    await host.sleep(0.005);
  }
}

async function within(
  seconds: number,
  work: Promise<void>,
  complaint: string,
): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(complaint)),
    seconds * 1000,
  );
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
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
  const value = placeholderText(name, option.default) ?? option.default;
  return option.type === "list" && typeof value === "string" ? [value] : value;
}

function placeholderText(name: string, value: unknown): string | undefined {
  if (value === NODE_NAME) return "node1";
  if (value === ROLE_NAME) return name;
  if (value === ROLENODE_NAME) return `${name}@node1`;
  return undefined;
}

async function inTemporaryFolder(
  body: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "kozo-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
