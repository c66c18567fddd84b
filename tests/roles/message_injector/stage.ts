import { freePorts } from "../../../core/contract/free-ports.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../../core/contract/fake-role-host.ts";
import { roleInfo } from "../../../roles/message_injector.ts";

/** Options of the injector that a test sets. */
export type Options = Partial<
  InstanceType<typeof roleInfo.class>["config"]
>;

/** A running injector. */
export class Stage implements AsyncDisposable {
  readonly host = new FakeRoleHost();
  readonly port: number;
  readonly role: InstanceType<typeof roleInfo.class>;
  readonly #running: Promise<void>;

  constructor(options: Options = {}) {
    const [port = 0] = freePorts(1);
    this.port = port;
    const config = {
      bindAddress: "localhost",
      bindPort: port,
      password: null,
      log: false,
      ...options,
    };
    this.role = new roleInfo.class(
      fakeContext("message_injector", config, this.host),
    );
    this.role.localInit();
    this.#running = this.role.run();
    // Whether it has failed is asked in the end.
    this.#running.catch(() => {});
  }

  /** Connects to it. */
  async connect(): Promise<LineClient> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
    return new LineClient(conn);
  }

  /** Ends the role. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.host.stop();
    await this.#running.catch((error) => {
      if (error !== this.host.signal.reason) throw error;
    });
    await this.role.localStop();
  }
}

/** What somebody has who talks to an injector. */
export class LineClient implements Disposable {
  readonly conn: Deno.Conn;
  readonly #decoder = new TextDecoder();
  #received = "";

  constructor(conn: Deno.Conn) {
    this.conn = conn;
  }

  /** Sends text or bytes as they are. */
  async send(data: string | Uint8Array): Promise<void> {
    let bytes = typeof data === "string"
      ? new TextEncoder().encode(data)
      : data;
    while (bytes.length > 0) {
      bytes = bytes.subarray(await this.conn.write(bytes));
    }
  }

  /** The next line that comes, or nothing when no more do. */
  async answer(): Promise<string | undefined> {
    while (!this.#received.includes("\n")) {
      const chunk = new Uint8Array(4096);
      const size = await this.conn.read(chunk);
      if (size === null) return undefined;
      this.#received += this.#decoder.decode(chunk.subarray(0, size));
    }
    const [line, ...rest] = this.#received.split("\n");
    this.#received = rest.join("\n");
    return line;
  }

  /** All lines that come until the other end hangs up. */
  async answers(): Promise<string[]> {
    const lines: string[] = [];
    for (;;) {
      // What was not read comes back as a reset.
      const line = await this.answer().catch(() => undefined);
      if (line === undefined) return lines;
      lines.push(line);
    }
  }

  /** Sends a line, and gives the answer. */
  async ask(line: string): Promise<string | undefined> {
    await this.send(`${line}\n`);
    return await this.answer();
  }

  [Symbol.dispose](): void {
    this.conn.close();
  }
}
