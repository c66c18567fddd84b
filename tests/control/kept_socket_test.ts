import assert from "node:assert/strict";
import { ask } from "../../core/control/ask.ts";
import { ControlServer } from "../../core/control/control-server.ts";
import { ControlSocket } from "../../core/control/control-socket.ts";
import { KeptSocket } from "../../core/control/kept-socket.ts";
import { openSocket, reopenSocket } from "../../core/control/open.ts";
import { realEnvironment } from "../../core/environment.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { eventually } from "../support/eventually.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

/** A node that can be asked for its name, where systemd has its folder. */
class Node implements AsyncDisposable {
  readonly environment = new VirtualEnvironment();
  readonly lines: string[] = [];
  readonly #server: ControlServer;

  private constructor(
    socket: ControlSocket,
    reopen: () => Promise<ControlSocket>,
  ) {
    const log = (level: string, _source: string, text: string) =>
      void this.lines.push(`${level}: ${text}`);
    const { environment } = this;
    this.#server = new ControlServer({
      socket: new KeptSocket({ socket, reopen, environment, log }),
      answerers: { name: () => Promise.resolve("clock") },
      environment: realEnvironment,
      log,
    });
  }

  static async start(runtime: string, uid = Deno.uid() ?? 0): Promise<Node> {
    const place = { only: undefined, service: undefined, runtime, uid };
    const socket = await openSocket("clock", undefined, place, () => {});
    assert.ok(socket !== undefined);
    return new Node(socket, () => reopenSocket("clock", undefined, place));
  }

  /** Lets it look until it says something. */
  async look(wanted: RegExp): Promise<void> {
    const says = async () => {
      await this.environment.advance(10);
      return this.lines.some((line) => wanted.test(line));
    };
    await eventually(says, () => `it says ${this.lines}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop();
  }
}

function askAt(path: string): Promise<unknown> {
  const { signal } = new AbortController();
  return ask(path, { ask: "name" }, () => {}, signal);
}

Deno.test("a node whose socket was taken away, folder and all, opens it anew", () =>
  withFolder(async (folder) => {
    const path = `${folder}/kozo/clock.sock`;
    await using node = await Node.start(folder);
    assert.equal(await askAt(path), "clock");
    await Deno.remove(`${folder}/kozo`, { recursive: true });
    await node.look(/^info: /);
    assert.deepEqual(node.lines, [
      `info: The socket "${path}" was taken away: this node can be asked at ` +
      `"${path}" now`,
    ]);
    assert.equal(await askAt(path), "clock");
    await node.environment.advance(100);
    assert.equal(node.lines.length, 1);
    await node[Symbol.asyncDispose]();
    await assert.rejects(Deno.lstat(path), Deno.errors.NotFound);
  }));

Deno.test("a node that can have no socket any more says so once, and tries on", () =>
  withFolder(async (folder) => {
    const path = `${folder}/kozo/clock.sock`;
    await using node = await Node.start(folder);
    await Deno.remove(path);
    await Deno.mkdir(path);
    await node.look(/^warning: .* there is something else/);
    await node.environment.advance(50);
    await Deno.remove(path);
    await node.look(/^info: The socket .* was taken away/);
    assert.equal(node.lines.length, 2);
    assert.equal(await askAt(path), "clock");
  }));

Deno.test("a node leaves the socket of another at its path alone", () =>
  withFolder(async (folder) => {
    const path = `${folder}/kozo/clock.sock`;
    const node = await Node.start(folder);
    await Deno.remove(path);
    using _another = await ControlSocket.open(path);
    await node.look(/^warning: .*a running node has it/);
    await node[Symbol.asyncDispose]();
    assert.ok((await Deno.lstat(path)).isSocket);
  }));

Deno.test("a node whose folder cannot be made any more is found in the next one", () =>
  withFolder(async (folder) => {
    // As the user's own folder is called, of one that there is not.
    const uid = Number.parseInt(crypto.randomUUID().slice(0, 8), 16);
    const next = `/tmp/kozo-${uid}`;
    await using node = await Node.start(`${folder}/user`, uid);
    await Deno.remove(`${folder}/user`, { recursive: true });
    await Deno.writeTextFile(`${folder}/user`, "no folder");
    try {
      await node.look(/^info: /);
      assert.equal(await askAt(`${next}/clock.sock`), "clock");
      await node[Symbol.asyncDispose]();
      assert.deepEqual(await Array.fromAsync(Deno.readDir(next)), []);
    } finally {
      await Deno.remove(next, { recursive: true });
    }
  }));
