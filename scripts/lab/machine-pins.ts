import { KozoError } from "../../core/errors.ts";
import { wholeLines } from "../support/lines.ts";

/** QEMU's name for the GPIO chip of the machine `virt`. */
const CHIP = "child<pl061>";

/** Where QEMU keeps what the machine is made of. */
const PARTS = "/machine/unattached";

/** The pins of the GPIO chip that an arm64 machine has, driven from outside. */
export class MachinePins implements Disposable {
  readonly #qtest: Dialogue;
  readonly #chip: string;

  private constructor(qtest: Dialogue, chip: string) {
    this.#qtest = qtest;
    this.#chip = chip;
  }

  /** Gets hold of them, by the two sockets at which QEMU takes orders. */
  static async open(qtest: string, qmp: string): Promise<MachinePins> {
    const chip = await findChip(qmp);
    return new MachinePins(await Dialogue.begin(qtest), chip);
  }

  /** Drives a pin, as a detector or a button would. */
  async drive(pin: number, isHigh: boolean): Promise<void> {
    const order = `set_irq_in ${this.#chip} unnamed-gpio-in ${pin} `;
    const answer = await this.#qtest.ask(order + (isHigh ? "1" : "0"));
    if (answer.startsWith("OK")) return;
    throw new KozoError(`Cannot drive pin ${pin}: QEMU says: ${answer}`);
  }

  [Symbol.dispose](): void {
    this.#qtest[Symbol.dispose]();
  }
}

/** Asks QEMU what the machine is made of. */
async function findChip(qmp: string): Promise<string> {
  using monitor = await Dialogue.begin(qmp);
  await monitor.hear();
  await monitor.ask('{"execute": "qmp_capabilities"}');
  const list = { execute: "qom-list", arguments: { path: PARTS } };
  const answer: { return: readonly { name: string; type: string }[] } = JSON
    .parse(await monitor.ask(JSON.stringify(list)));
  const part = answer.return.find(({ type }) => type === CHIP);
  if (part !== undefined) return `${PARTS}/${part.name}`;
  throw new KozoError("Cannot find the pins: the machine has no GPIO chip");
}

/** Lines to a Unix socket and back, in turn. */
class Dialogue implements Disposable {
  readonly #connection: Deno.UnixConn;
  readonly #lines: AsyncGenerator<string>;

  private constructor(connection: Deno.UnixConn) {
    this.#connection = connection;
    this.#lines = wholeLines(connection.readable);
  }

  static async begin(path: string): Promise<Dialogue> {
    return new Dialogue(await Deno.connect({ transport: "unix", path }));
  }

  /** The answer to a line. */
  async ask(line: string): Promise<string> {
    await this.#connection.write(new TextEncoder().encode(`${line}\n`));
    return await this.hear();
  }

  /** The next line. */
  async hear(): Promise<string> {
    return (await this.#lines.next()).value ?? "";
  }

  [Symbol.dispose](): void {
    this.#connection.close();
  }
}
