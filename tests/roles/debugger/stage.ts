import { GivenOrder } from "../../../core/contract/given-message.ts";
import {
  fakeContext,
  FakeRoleHost,
} from "../../../core/contract/fake-role-host.ts";
import { freePorts } from "../../../core/contract/free-ports.ts";
import { roleInfo } from "../../../roles/debugger.ts";
import { eventually } from "../../support/eventually.ts";

/** Who orders. */
export const ORIGIN = { sender: "node2", senderRole: "boss", timestamp: 0 };

type Config = InstanceType<typeof roleInfo.class>["config"];

/** The role with its defaults and these options; without a host, elsewhere. */
export function roleFor(options: Partial<Config>, host?: FakeRoleHost) {
  const config: Config = {
    password: null,
    allowRemote: false,
    bindPort: 9229,
    debugTimeout: 60,
    channel: null,
    log: true,
    ...options,
  };
  return new roleInfo.class(fakeContext("debugger", config, host));
}

/**
 * Starts the relay's Worker and ends it again. `deno test` checks the types of
 * a Worker when that is started, at each start until one check has ended, which
 * takes longer than a test may; a node never does.
 */
export async function checkRelay(): Promise<void> {
  const worker = new Worker(
    import.meta.resolve("../../../roles/debugger/relay-worker.ts"),
    { type: "module" },
  );
  await new Promise((resolve) => worker.onmessage = resolve);
  worker.terminate();
}

/** A running debugger role, whose node is the program of the test. */
export class Stage implements AsyncDisposable {
  readonly host = new FakeRoleHost();
  readonly port: number;
  readonly role: InstanceType<typeof roleInfo.class>;
  readonly #running: Promise<void>;

  constructor(options: Partial<Config> = {}) {
    const [port = 0] = freePorts(1);
    this.port = port;
    this.role = roleFor({ bindPort: port, ...options }, this.host);
    this.#running = this.#run();
    // Whether it has failed is asked in the end.
    this.#running.catch(() => {});
  }

  /** Orders it to open, and waits until it has said so. */
  async open(): Promise<void> {
    this.order();
    await this.hasSaid(/^Opened the debugger/);
  }

  /** Orders it to open. */
  order(): void {
    this.host.push(new GivenOrder(ORIGIN, "debug", undefined, {}));
  }

  /** Waits until a log message has come. */
  async hasSaid(pattern: RegExp): Promise<void> {
    await eventually(
      () => this.host.logs.some((line) => pattern.test(line)),
      () => `No ${pattern} in ${JSON.stringify(this.host.lines)}`,
    );
  }

  /** The address for VS Code, from the node's own log. */
  get address(): string {
    const lines = this.host.texts("info").join("\n");
    const [, address = ""] = /^VS Code: (.*)$/m.exec(lines) ?? [];
    return address;
  }

  async #run(): Promise<void> {
    while (!this.host.signal.aborted) await this.role.run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.host.stop();
    await this.#running;
    await this.role.localStop();
  }
}
