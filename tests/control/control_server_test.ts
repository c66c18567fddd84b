import assert from "node:assert/strict";
import { once } from "node:events";
import { ask } from "../../core/control/ask.ts";
import {
  type Answerers,
  ControlServer,
} from "../../core/control/control-server.ts";
import { ControlSocket } from "../../core/control/control-socket.ts";
import { ControlError, NegativeAnswer } from "../../core/control/errors.ts";
import { readLines, writeLines } from "../../core/control/lines.ts";
import { realEnvironment } from "../../core/environment.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { eventually } from "../support/eventually.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

/** A server whose answers are a test's. */
class Desk implements AsyncDisposable {
  readonly path: string;
  readonly #server: ControlServer;
  /** Answers that somebody waits for. */
  open = 0;

  private constructor(socket: ControlSocket) {
    this.path = socket.path;
    this.#server = new ControlServer({
      socket,
      answerers: this.#answerers(),
      environment: realEnvironment,
      log: () => {},
    });
  }

  static async at(path: string): Promise<Desk> {
    return new Desk(await ControlSocket.open(path));
  }

  /** Asks, and gives the end of the answer. */
  ask(verb: string): Promise<unknown> {
    return ask(this.path, { ask: verb }, () => {}, AbortSignal.timeout(20_000));
  }

  /** Says anything, and gives the lines that are said to it. */
  async say(text: string): Promise<string[]> {
    using connection = await this.connect();
    let rest = new TextEncoder().encode(text);
    while (rest.length > 0) {
      rest = rest.subarray(await connection.write(rest));
    }
    return await Array.fromAsync(readLines(connection, 1e6));
  }

  connect(): Promise<Deno.UnixConn> {
    return Deno.connect({ transport: "unix", path: this.path });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
  }

  #answerers(): Answerers {
    return {
      hello: () => Promise.resolve("hello"),
      no: () => Promise.reject(new NegativeAnswer("no")),
      fault: () => Promise.reject(new TypeError("a fault")),
      slow: async (_question, { signal, show }) => {
        await show(["begun"]);
        await once(signal, "abort");
      },
      flood: async (_question, { signal, show }) => {
        this.open++;
        const line = "x".repeat(1000);
        try {
          while (!signal.aborted) await show([line]);
        } finally {
          this.open--;
        }
      },
    };
  }
}

function test(name: string, work: (desk: Desk) => Promise<void>): void {
  Deno.test(name, () =>
    withFolder(async (folder) => {
      await using desk = await Desk.at(`${folder}/node.sock`);
      await work(desk);
    }));
}

test("a node's socket is the owner's alone from the beginning, and gone at the end", async (desk) => {
  const { mode } = await Deno.stat(desk.path);
  assert.equal((mode ?? 0) & 0o777, 0o600);
  await desk[Symbol.asyncDispose]();
  await assert.rejects(Deno.stat(desk.path), Deno.errors.NotFound);
  await assert.rejects(desk.ask("hello"), /no node runs there/);
});

test("a socket that nobody answers at is replaced, another's is not", async (desk) => {
  await assert.rejects(ControlSocket.open(desk.path), {
    name: "StartError",
    message: /a running node has it already.*--control/,
  });
  assert.equal(await desk.ask("hello"), "hello");
  const stale = `${desk.path}.stale`;
  Deno.listen({ transport: "unix", path: stale }).close();
  await using replaced = await Desk.at(stale);
  assert.equal(await replaced.ask("hello"), "hello");
});

test("a file that is no socket stays", async (desk) => {
  const file = `${desk.path}.txt`;
  await Deno.writeTextFile(file, "mine");
  await assert.rejects(ControlSocket.open(file), /something else/);
  assert.equal(await Deno.readTextFile(file), "mine");
});

test("an answer may be no, or a fault; a question may be unknown", async (desk) => {
  await assert.rejects(desk.ask("no"), { name: "NegativeAnswer" });
  await assert.rejects(desk.ask("fault"), {
    name: "ControlError",
    message: /failed: a fault/,
  });
  await assert.rejects(desk.ask("toString"), {
    name: "UsageError",
    message: /cannot be asked for "toString", but for "hello", /,
  });
});

test("whoever asks nonsense is told so, and harms nobody", async (desk) => {
  for (
    const [text, expected] of [
      ["nonsense\n", /a line of JSON/],
      ["[]\n", /an object with/],
      ["null\n", /an object with/],
      ['{"ask":"hello"}\n', /with .*kozo.*: 1/],
      ['{"kozo":2,"ask":"hello"}\n', /with .*kozo.*: 1/],
    ] as const
  ) {
    const [line = ""] = await desk.say(text);
    assert.match(line, expected);
  }
  assert.equal(await desk.ask("hello"), "hello");
});

test("a question without an end is cut off", async (desk) => {
  // It may hang up on one who speaks still, and then he cannot hear why.
  const lines = await desk.say("x".repeat(5_000_000)).catch(() => []);
  for (const line of lines) assert.match(line, /more than \d+ bytes/);
  assert.equal(await desk.ask("hello"), "hello");
});

test("guarantee 5: those who ask nothing, or do not read, are few, and are left when they go", async (desk) => {
  const silent = await Promise.all(
    Array.from({ length: 16 }, () => desk.connect()),
  );
  const deaf = await Promise.all(
    Array.from({ length: 16 }, () => desk.connect()),
  );
  for (const connection of deaf) {
    const question = '{"kozo":1,"ask":"flood"}\n';
    await connection.write(new TextEncoder().encode(question));
  }
  await eventually(() => desk.open === 16, () => `${desk.open} floods`);
  await assert.rejects(desk.ask("hello"), (error) => {
    assert.ok(error instanceof ControlError, "it is no wrong usage");
    assert.match(error.message, /: 32 others ask this node at present$/);
    return true;
  });
  for (const connection of [...silent, ...deaf]) connection.close();
  await eventually(() => desk.open === 0, () => `${desk.open} floods`);
  assert.equal(await desk.ask("hello"), "hello");
});

test("an answer may take its time, but not the word that the question was heard", async (desk) => {
  const environment = new VirtualEnvironment();
  const { promise: begun, resolve } = Promise.withResolvers<unknown>();
  const leaving = new AbortController();
  const slow = ask(desk.path, { ask: "slow" }, resolve, leaving.signal, {
    environment,
    patience: 10,
  });
  assert.equal(await begun, "begun");
  await environment.advance(1000);
  leaving.abort(new Error("enough"));
  await assert.rejects(slow, /enough/);
});

test("whoever does not even hear a question is given up on", async (desk) => {
  const path = `${desk.path}.deaf`;
  using _deaf = Deno.listen({ transport: "unix", path });
  const { signal } = new AbortController();
  await assert.rejects(
    ask(path, { ask: "hello" }, () => {}, signal, { patience: 0.1 }),
    {
      name: "ControlError",
      message: /deaf": it runs, but does not answer: see its log$/,
    },
  );
});

test("whoever hangs up while he is put through waits for nobody", async (desk) => {
  const path = `${desk.path}.deaf`;
  using _deaf = Deno.listen({ transport: "unix", path });
  const leaving = new AbortController();
  const asking = ask(path, { ask: "hello" }, () => {}, leaving.signal);
  leaving.abort(new Error("enough"));
  await assert.rejects(asking, /enough/);
});

test("what a node says cannot harm a terminal", async (desk) => {
  const path = `${desk.path}.liar`;
  using listener = Deno.listen({ transport: "unix", path });
  const lie = async () => {
    using connection = await listener.accept();
    await connection.read(new Uint8Array(1000));
    await writeLines(connection, [{ error: "\x1b[2J", is: "negative" }]);
  };
  const { signal } = new AbortController();
  const asking = ask(path, { ask: "hello" }, () => {}, signal);
  await Promise.all([
    lie(),
    assert.rejects(asking, { message: "\\u001b[2J" }),
  ]);
});

test("a node that stops leaves nobody waiting", async (desk) => {
  const asking = desk.ask("flood");
  const refused = assert.rejects(asking, { name: "ControlError" });
  await eventually(() => desk.open === 1, () => `${desk.open} floods`);
  await desk[Symbol.asyncDispose]();
  await refused;
  assert.equal(desk.open, 0);
});
