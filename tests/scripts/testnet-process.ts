import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { documented, documentedTask } from "../docs/documented.ts";
import { PATIENCE } from "../support/patience.ts";

/** Long enough for a busy machine; a good run is over long before. */
const DEADLINE = 2 * PATIENCE * 1000;

/** A shell runs the command that follows, and tells it that it is npx's npm. */
export const LIKE_NPX = [
  "sh",
  "-c",
  'export npm_node_execpath="$(readlink /proc/$$/exe)"; ' +
  "export npm_lifecycle_script=deno; " +
  // Something to do afterwards keeps it from becoming the command.
  '"$@"; exit $?',
  "npx",
];

/** `deno task testnet`, as a process group of its own, like in a terminal. */
export class Testnet implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  readonly #reader: ReadableStreamDefaultReader<string>;
  readonly #giveUp: ReturnType<typeof setTimeout>;
  /** Where the nodes have their sockets. */
  readonly #sockets = Deno.makeTempDirSync({ prefix: "kozo-sockets-" });
  #ended = false;
  /** What it has printed on standard output so far. */
  output = "";

  /**
   * @param command what Deno is to do
   * @param wrapper a command that runs the command which follows it
   * @param environment variables that it has besides those of the tests
   */
  constructor(
    args: readonly string[] = [],
    command: readonly string[] = documentedTask("deno task testnet"),
    wrapper: readonly string[] = [],
    environment: Readonly<Record<string, string>> = {},
  ) {
    const [program, ...rest] = [...wrapper, Deno.execPath()] as [string];
    this.#child = new Deno.Command(program, {
      args: [...rest, ...command, ...args],
      cwd: ROOT,
      detached: true,
      env: { ...environment, KOZO_RUNTIME_DIR: this.#sockets },
      stdin: "null",
      stdout: "piped",
    }).spawn();
    this.#child.status.then(() => this.#ended = true);
    this.#reader = this.#child.stdout
      .pipeThrough(new TextDecoderStream() as TransformStream)
      .getReader();
    this.#giveUp = setTimeout(() => this.signal("SIGTERM"), DEADLINE);
  }

  /** Starts it as npx does. */
  static byNpx(): Testnet {
    const command = documented("npx --yes deno@2.9.5 task testnet").slice(3);
    return new Testnet([], command, LIKE_NPX);
  }

  /** The network's folder, as it was told. */
  get folder(): string {
    const [, folder] = /^ +configuration +(.*)\/config\.yml$/m
      .exec(this.output) ?? [];
    assert.ok(folder !== undefined, `no folder was named: ${this.output}`);
    return folder;
  }

  /** Reads on until the output matches. */
  async waitFor(pattern: RegExp): Promise<void> {
    while (!pattern.test(this.output)) {
      assert.ok(await this.#readMore(), `ended too soon: ${this.output}`);
    }
  }

  /** Sends a signal to the whole group, as Ctrl-C does. */
  signal(name: Deno.Signal): void {
    Deno.kill(-this.#child.pid, name);
  }

  /** Sends a signal to the first process alone: `deno task`, or npx. */
  signalFirst(name: Deno.Signal): void {
    this.#child.kill(name);
  }

  /** Reads on until it ends. */
  async end(): Promise<Deno.CommandStatus> {
    while (await this.#readMore());
    return await this.#child.status;
  }

  /** Ends it, if it has not ended. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearTimeout(this.#giveUp);
    await this.#reader.cancel();
    // A failed assertion may have left it running.
    if (!this.#ended) this.signal("SIGTERM");
    await this.#child.status;
    await Deno.remove(this.#sockets, { recursive: true });
  }

  async #readMore(): Promise<boolean> {
    const { done, value } = await this.#reader.read();
    this.output += value ?? "";
    return !done;
  }
}
