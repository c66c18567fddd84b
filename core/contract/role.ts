import assert from "node:assert/strict";
import fc from "fast-check";
import { Role } from "../model/role.ts";
import type { RoleInfo } from "../modules/info.ts";
import { arbitraryMessage } from "./arbitrary-message.ts";
import type { Check } from "./check.ts";
import { FakeRoleHost } from "./fake-role-host.ts";
import { type RoleContract, RoleStage } from "./role-stage.ts";

/** Milliseconds that may be spent on making a failure small. */
const LONGEST_SHRINK = 20_000;

/**
 * What every role has to get right.
 *
 * @param name the role's name in its node
 */
export function roleChecks(
  name: string,
  info: RoleInfo,
  contract: RoleContract,
): Check[] {
  const check = (
    behaviour: string,
    body: (stage: RoleStage) => Promise<void>,
  ): Check => ({
    name: behaviour,
    run: () =>
      inTemporaryFolder((folder) =>
        body(new RoleStage(name, info, contract, folder))
      ),
  });
  return [
    { name: "has complete metadata", run: () => assertComplete(info) },
    check("does nothing when it is built", assertIdle),
    check(
      "gives one answer to what interests it, on all nodes",
      (stage) => assertSteadyInterest(stage, contract.types),
    ),
    check(
      "ends soon when it has to, with an empty inbox",
      (stage) => stage.perform((host) => host.sleep(0.05)),
    ),
    check("starts anew after it has ended", async (stage) => {
      await stage.perform((host) => host.sleep(0.01));
      await stage.perform((host) => host.sleep(0.01));
    }),
    check(
      "survives whatever others send",
      (stage) => assertSurvival(stage, contract.types),
    ),
  ];
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

async function assertIdle(stage: RoleStage): Promise<void> {
  const host = new FakeRoleHost();
  stage.build(host);
  assert.deepEqual(host, new FakeRoleHost(), "it has used its node already");
  assert.deepEqual(await Array.fromAsync(Deno.readDir(stage.folder)), []);
}

async function assertSteadyInterest(
  stage: RoleStage,
  types: readonly string[] | undefined,
): Promise<void> {
  const local = stage.build(new FakeRoleHost());
  const foreign = stage.buildForeign();
  await local.init();
  await foreign.init();
  fc.assert(
    fc.property(arbitraryMessage(types), (message) => {
      const answer = foreign.isInterestedIn(message);
      assert.equal(typeof answer, "boolean", "isInterestedIn gives no boolean");
      assert.equal(foreign.isInterestedIn(message), answer, FICKLE);
      assert.equal(local.isInterestedIn(message), answer, DIVIDED);
    }),
  );
}

const FICKLE = "isInterestedIn answers otherwise when it is asked again";
const DIVIDED = "isInterestedIn answers otherwise on another node";

async function assertSurvival(
  stage: RoleStage,
  types: readonly string[] | undefined,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(
      fc.array(arbitraryMessage(types), { maxLength: 20 }),
      (messages) =>
        stage.perform(async (host, role) => {
          host.push(...messages.filter((m) => role.isInterestedIn(m)));
          await emptyInbox(host);
          assert.equal(host.waiting, 0, "messages are left in the inbox");
        }),
    ),
    { numRuns: 30, interruptAfterTimeLimit: LONGEST_SHRINK },
  );
}

async function emptyInbox(host: FakeRoleHost): Promise<void> {
  for (let tries = 0; host.waiting > 0 && tries < 200; tries++) {
    await host.sleep(0.005);
  }
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
