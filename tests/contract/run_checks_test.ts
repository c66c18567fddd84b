import assert from "node:assert/strict";
import type { Check } from "../../core/contract/check.ts";
import { runChecks } from "../../core/contract/run-checks.ts";
import { roleChecks } from "../../core/contract/role.ts";
import { transportChecks } from "../../core/contract/transport.ts";
import {
  type Channel,
  Role,
  type RoleContext,
  type RoleInfo,
  Transport,
} from "kozo";
import { roleInfo as timer } from "../../roles/timer.ts";
import { transportInfo as tcp } from "../../transports/tcp.ts";

/** What became of checks: nothing, or the message of what was thrown. */
async function run(seconds: number, ...bodies: Check["run"][]) {
  const checks = bodies.map((run, index) => ({ name: `${index}`, run }));
  const outcomes = await Array.fromAsync(runChecks(checks, seconds));
  return outcomes.map(({ error }) =>
    error instanceof Error ? error.message : error
  );
}

Deno.test("runChecks() goes on after a check has failed", async () => {
  const fail = () => {
    throw new Error("no");
  };
  assert.deepEqual(await run(5, fail, () => {}, fail), ["no", undefined, "no"]);
});

Deno.test("runChecks() ends a check that waits for ever", async () => {
  const [error] = await run(0.05, () => new Promise<void>(() => {}));
  assert.equal(error, "it has not ended within 0.05 s");
});

Deno.test("runChecks() waits a little for what is closing", async () => {
  const [error] = await run(5, () => {
    setTimeout(() => {}, 100);
  });
  assert.equal(error, undefined);
});

Deno.test("runChecks() names what is left open, and blames no later check for it", async () => {
  let timer: ReturnType<typeof setInterval> | undefined;
  let listener: Deno.Listener | undefined;
  const errors = await run(
    5,
    () => {
      timer = setInterval(() => {}, 1000);
      listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    },
    () => {},
  );
  clearInterval(timer);
  listener?.close();
  assert.deepEqual(errors, ["left open: a timer, a socket", undefined]);
});

Deno.test("runChecks() fails a check that forgets an error", async () => {
  const errors = await run(
    5,
    async () => {
      void Promise.reject(new Error("lost"));
      await new Promise((resolve) => setTimeout(resolve, 10));
    },
    () => {},
    () => {
      void Promise.reject(new Error("lost at the very end"));
    },
  );
  assert.deepEqual(errors, [
    "nobody handled an error",
    undefined,
    "nobody handled an error",
  ]);
});

class Quiet extends Role {
  override run(): void {}
}

class Talker extends Role {
  constructor(context: RoleContext) {
    super(context);
    if (this.node.isSelf) this.info("Here I am");
  }
  override run(): void {}
}

class Fickle extends Role {
  override run(): void {}
  override isInterestedIn(): boolean {
    return this.node.isSelf;
  }
}

const info: RoleInfo = { ...timer, class: Quiet, config: {} };

const ROLES: readonly (readonly [RoleInfo, string | undefined])[] = [
  [info, undefined],
  [{ ...info, description: " " }, "has complete metadata"],
  [{ ...info, class: Talker }, "does nothing when it is built"],
  [
    { ...info, class: Fickle },
    "gives one answer to what interests it, on all nodes",
  ],
];

for (const [info, expected] of ROLES) {
  const fault = expected ? `lacks: ${expected}` : "has no fault";
  Deno.test(`roleChecks() fail where ${info.class.name} ${fault}`, async () => {
    const failures: string[] = [];
    for (const check of roleChecks("role", info, { config: {} }).slice(0, 3)) {
      try {
        await check.run();
      } catch {
        failures.push(check.name);
      }
    }
    assert.deepEqual(failures, expected === undefined ? [] : [expected]);
  });
}

Deno.test("Keys are checked of transports that have those of Kōzō, and of no others", () => {
  class Plain extends Transport {
    override accept(): Promise<Channel> {
      return Promise.reject(new Error("Nobody comes"));
    }
    override connect(): Promise<Channel> {
      return Promise.reject(new Error("Nobody is there"));
    }
  }
  const count = (of: object) =>
    transportChecks({
      info: { ...tcp, ...of },
      options: () => [{}, {}],
    }).length;
  assert.equal(count({ class: Plain }), count({}) - 3);
});
