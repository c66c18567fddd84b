import assert from "node:assert/strict";
import { Log, type Role, StartError } from "kozo";
import type { Script } from "./scripted-role.ts";
import { logMessage, Supervised } from "./supervised.ts";

/** Never settles, whatever the signal says. */
const forever = () => new Promise<void>(() => {});

/** Waits for the end of the role. */
const idle = (role: Role) => role.sleep(1e9);

Deno.test("RoleSupervisor calls run again and again until it is told to end", async () => {
  let runs = 0;
  const stops: boolean[] = [];
  const bench = new Supervised({
    run: async (role) => {
      runs++;
      await role.sleep(1);
    },
    localStop: (role) => void stops.push(role.signal.aborted),
  });
  await bench.environment.advance(9.5);
  assert.equal(runs, 10);
  assert.deepEqual(stops, []);
  await bench.stop();
  assert.equal(runs, 10);
  assert.deepEqual(stops, [true]);
  assert.deepEqual(bench.lines, []);
  assert.equal(bench.environment.pending, 0);
});

Deno.test("RoleSupervisor starts a role that throws anew, with a new object", async () => {
  const lives: Role[] = [];
  const calls: string[] = [];
  const call = (name: string) => () => void calls.push(name);
  await using bench = new Supervised({
    init: call("init"),
    localInit: call("localInit"),
    run: (role) => {
      calls.push("run");
      lives.push(role);
      if (lives.length < 3) throw new Error("a wing\nis broken");
      return idle(role);
    },
    localStop: call("localStop"),
  });
  await bench.environment.advance(10);
  assert.equal(new Set(lives).size, 3);
  // The node itself called init and localInit the first time.
  assert.deepEqual(calls, [
    ...["run", "localStop", "init", "localInit"],
    ...["run", "localStop", "init", "localInit"],
    "run",
  ]);
  assert.equal(bench.supervisor.role, lives[2]);
  assert.equal(bench.node.roles.get("bird"), lives[2]);
  assert.equal(bench.lines.length, 2);
  assert.match(
    bench.lines[0] ?? "",
    /^error bird: The role failed: a wing\\nis broken \(at \/.*role_supervisor_test\.ts:\d+:\d+\); it starts again in 0\.\d s$/,
  );
});

Deno.test("RoleSupervisor says of a restart without delay that it is at once", async () => {
  let runs = 0;
  await using bench = new Supervised({
    run: (role) => {
      if (runs++ === 0) throw new StartError("A wing is broken.");
      return idle(role);
    },
  });
  Object.assign(bench.environment, { random: () => 0 });
  await bench.environment.advance(1);
  assert.deepEqual(bench.lines, [
    "error bird: The role failed: A wing is broken; it starts again at once",
  ]);
});

Deno.test("RoleSupervisor restarts with back-off, a minute at most", async () => {
  const starts: number[] = [];
  await using bench = new Supervised({
    run: () => {
      starts.push(bench.environment.monotonic());
      throw new Error("broken");
    },
  });
  await bench.environment.advance(1000);
  starts.slice(1).forEach((at, failures) => {
    const gap = at - (starts[failures] ?? 0);
    assert.ok(gap <= Math.min(60, 2 ** failures) + 1e-6, `gap of ${gap}`);
  });
  assert.ok(starts.length > 1000 / 60 && starts.length < 100);
});

Deno.test("RoleSupervisor restarts soon what had run for a minute", async () => {
  const starts: number[] = [];
  await using bench = new Supervised({
    run: async (role) => {
      starts.push(bench.environment.monotonic());
      await role.sleep(60);
      throw new Error("worn out");
    },
  });
  await bench.environment.advance(1000);
  assert.ok(starts.length >= 1000 / 61, `${starts.length} starts`);
});

for (const stage of ["init", "localInit"] as const) {
  Deno.test(`RoleSupervisor tries again when ${stage} throws at a restart`, async () => {
    let fails = 3;
    let runs = 0;
    let stops = 0;
    await using bench = new Supervised({
      [stage]: () => {
        if (--fails > 0) throw new Error("no egg");
      },
      run: (role) => {
        if (++runs === 1) throw new Error("fell");
        return idle(role);
      },
      localStop: () => void stops++,
    });
    await bench.environment.advance(20);
    assert.equal(runs, 2);
    assert.equal(stops, 3);
    assert.equal(bench.lines.length, 3);
    assert.match(
      bench.lines[1] ?? "",
      /The role failed: no egg \(at .*\); it starts/,
    );
  });

  Deno.test(`RoleSupervisor ends a role that hangs in ${stage} at a restart`, async () => {
    let stops = 0;
    const bench = new Supervised({
      [stage]: forever,
      run: () => {
        throw new Error("fell");
      },
      localStop: () => void stops++,
    });
    await bench.environment.advance(5);
    assert.equal(stops, 1);
    await bench.stop();
    assert.equal(stops, 2);
    assert.deepEqual(bench.lines.slice(1), [
      "warning bird: The role did not end well: its init has not returned " +
      "within 0.4 s: it should end as soon as the role's signal is aborted",
    ]);
  });
}

Deno.test("RoleSupervisor calls localStop after a localInit that was still on", async () => {
  const calls: string[] = [];
  const bench = new Supervised({
    init: () => void calls.push("init"),
    localInit: async () => {
      await new Promise<void>((resolve) =>
        bench.environment.after(0.2, resolve)
      );
      calls.push("localInit");
    },
    run: () => {
      calls.push("run");
      throw new Error("fell");
    },
    localStop: () => void calls.push("localStop"),
  });
  while (!calls.includes("init")) await bench.environment.advance(0.1);
  await bench.stop();
  assert.deepEqual(calls, [
    ...["run", "localStop"],
    ...["init", "localInit", "localStop"],
  ]);
});

Deno.test("RoleSupervisor tries again when the constructor throws at a restart", async () => {
  let makes = 0;
  let runs = 0;
  const script: Script = {
    run: (role) => {
      if (++runs === 1) throw new Error("fell");
      return idle(role);
    },
  };
  await using bench = new Supervised(script, () => {
    if (++makes === 2) throw new Error("no nest");
  });
  await bench.environment.advance(10);
  assert.equal(makes, 3);
  assert.equal(runs, 2);
  assert.match(
    bench.lines[1] ?? "",
    /The role failed: no nest \(at .*\); it starts/,
  );
});

Deno.test("RoleSupervisor leaves a role behind that never returns, and says so once", async () => {
  let stops = 0;
  const bench = new Supervised({
    run: forever,
    localStop: () => void stops++,
  });
  await bench.environment.advance(5);
  await bench.stop();
  await bench.supervisor.end();
  assert.equal(stops, 1);
  assert.deepEqual(bench.lines, [
    "warning bird: The role did not end well: its run has not returned " +
    "within 0.4 s: it should end as soon as the role's signal is aborted",
  ]);
});

Deno.test("RoleSupervisor reports a localStop that throws or never returns", async () => {
  const failing = new Supervised({
    run: idle,
    localStop: () => {
      throw new Error("stuck");
    },
  });
  await failing.environment.advance(1);
  await failing.stop();
  assert.deepEqual(failing.lines, [
    "warning bird: The role did not end well: stuck",
  ]);
  const hanging = new Supervised({ run: idle, localStop: forever });
  await hanging.environment.advance(1);
  await hanging.stop();
  assert.match(hanging.lines[0] ?? "", /its localStop has not returned/);
});

Deno.test("RoleSupervisor takes whatever is thrown for a failure", async () => {
  for (const thrown of [undefined, null, 0, "text", {}]) {
    let runs = 0;
    await using bench = new Supervised({
      run: () => {
        runs++;
        throw thrown;
      },
    });
    await bench.environment.advance(1);
    assert.ok(runs >= 2);
    assert.match(bench.lines[0] ?? "", /^error bird: The role failed: /);
  }
});

Deno.test("RoleSupervisor makes a role anew at once when it is reloaded, and calls that no failure", async () => {
  let made = 0;
  await using bench = new Supervised({ run: idle }, () => made++);
  await bench.environment.advance(1);
  bench.supervisor.reload();
  await bench.environment.settle();
  assert.equal(made, 2);
  assert.deepEqual(bench.lines, []);
});

Deno.test("RoleSupervisor does not let a role wait that is reloaded after it failed", async () => {
  let runs = 0;
  await using bench = new Supervised({
    run: async (role) => {
      if (++runs === 1) throw new Error("fell");
      await idle(role);
    },
  });
  await bench.environment.settle();
  assert.equal(runs, 1);
  bench.supervisor.reload();
  await bench.environment.settle();
  assert.equal(runs, 2);
});

Deno.test("RoleSupervisor ends a role that waits to be started anew", async () => {
  let runs = 0;
  const bench = new Supervised({
    run: () => {
      runs++;
      throw new Error("fell");
    },
  });
  await bench.environment.settle();
  await bench.stop();
  assert.equal(runs, 1);
  assert.equal(bench.environment.pending, 0);
});

Deno.test("RoleSupervisor's role keeps what it stored through a restart", async () => {
  const found: unknown[] = [];
  await using bench = new Supervised({
    run: async (role) => {
      found.push(await role.getStorage());
      await role.setStorage({ lives: found.length });
      if (found.length < 3) throw new Error("fell");
      await idle(role);
    },
  });
  await bench.environment.advance(10);
  assert.deepEqual(found, [undefined, { lives: 1 }, { lives: 2 }]);
});

Deno.test("RoleSupervisor counts what waited for a life that ended", async () => {
  const got: string[] = [];
  await using bench = new Supervised({
    run: async (role) => {
      const message = await role.getMessage();
      if (!(message instanceof Log)) return;
      got.push(message.text);
      if (message.text === "one") throw new Error("fell");
    },
  });
  for (const text of ["one", "two"]) {
    bench.supervisor.deliver(logMessage(text));
  }
  await bench.environment.settle();
  bench.supervisor.deliver(logMessage("three"));
  await bench.environment.advance(2);
  bench.supervisor.deliver(logMessage("four"));
  await bench.environment.settle();
  assert.deepEqual(got, ["one", "four"]);
  assert.equal(bench.drops.totals.get("role bird: restart"), 2);
});

Deno.test("RoleSupervisor warns when an inbox is full", async () => {
  await using bench = new Supervised({ queueLength: 3, run: idle });
  for (let i = 0; i < 5; i++) bench.supervisor.deliver(logMessage(`${i}`));
  assert.equal(bench.drops.totals.get("role bird: full"), 2);
  assert.deepEqual(bench.lines, ["Dropped 1 message (role bird: full)"]);
});
