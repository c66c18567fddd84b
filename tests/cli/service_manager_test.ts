import assert from "node:assert/strict";
import { ServiceManager } from "../../core/cli/service-manager.ts";
import { wholeLines } from "../../scripts/support/lines.ts";

const LISTENER = new URL("notify-listener.ts", import.meta.url).pathname;

/** Runs a test's work with a socket, and with the lines that arrive there. */
async function withSocket(
  work: (socket: string, lines: AsyncGenerator<string>) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--unstable-net", LISTENER, `${folder}/s`],
    stdin: "null",
    stdout: "piped",
  }).spawn();
  const lines = wholeLines(child.stdout);
  try {
    assert.equal((await lines.next()).value, "listening");
    await work(`${folder}/s`, lines);
  } finally {
    child.kill("SIGKILL");
    for await (const _ of lines);
    await child.status;
    await Deno.remove(folder, { recursive: true });
  }
}

function unheard(): never {
  throw new Error("nothing is to be logged");
}

Deno.test("A service manager hears that the node is ready, lives and stops", async () => {
  await withSocket(async (socket, lines) => {
    const watchdog = "20000"; // microseconds
    using manager = new ServiceManager({ socket, watchdog }, unheard);
    manager.ready();
    const heard = [await lines.next(), await lines.next(), await lines.next()];
    assert.deepEqual(
      heard.map(({ value }) => value),
      ["READY=1", "WATCHDOG=1", "WATCHDOG=1"],
    );
    manager.stopping();
    for (;;) {
      const { value } = await lines.next();
      if (value !== "WATCHDOG=1") return assert.equal(value, "STOPPING=1");
    }
  });
});

Deno.test("Without a watchdog there are no signs of life", async () => {
  await withSocket(async (socket, lines) => {
    const watchdog = undefined;
    using manager = new ServiceManager({ socket, watchdog }, unheard);
    manager.ready();
    assert.equal((await lines.next()).value, "READY=1");
    manager.stopping();
    assert.equal((await lines.next()).value, "STOPPING=1");
  });
});

Deno.test("A service manager that is not there is a warning, no error", () => {
  const logged: string[] = [];
  for (
    const socket of ["/nowhere/socket", "@kozo-nobody", "", "x".repeat(200)]
  ) {
    using manager = new ServiceManager(
      { socket, watchdog: undefined },
      (level, _source, text) => logged.push(`${level} ${text}`),
    );
    manager.stopping();
  }
  assert.equal(logged.length, 4);
  for (const line of logged) {
    assert.match(
      line,
      /^warning Cannot tell the service manager "STOPPING=1": /,
    );
  }
});

Deno.test("Without a service manager nobody is told anything", () => {
  const nothing = { socket: undefined, watchdog: undefined };
  using manager = new ServiceManager(nothing, unheard);
  manager.ready();
  manager.stopping();
});

Deno.test("What the service manager says is not handed to children", () => {
  Deno.env.set("NOTIFY_SOCKET", "/nowhere/socket");
  Deno.env.set("WATCHDOG_USEC", "1");
  using _ = ServiceManager.fromEnvironment(unheard);
  assert.equal(Deno.env.get("NOTIFY_SOCKET"), undefined);
  assert.equal(Deno.env.get("WATCHDOG_USEC"), undefined);
});
