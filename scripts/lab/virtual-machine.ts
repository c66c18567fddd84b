import { copyFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { KozoError } from "../../core/errors.ts";
import { GUEST_SCRIPTS, guestScript } from "./guest-script.ts";
import type { Image } from "./image.ts";
import type { MachineOptions } from "./machine-options.ts";
import { MachinePins } from "./machine-pins.ts";
import { type MachineFiles, qemuCommand } from "./qemu-command.ts";
import { Qemu } from "./qemu.ts";

const SCRIPTS = fileURLToPath(new URL("guest", import.meta.url));

/** The exit status of a machine whose time is over, as `timeout` has it. */
export const TIMED_OUT = 124;

/** How a virtual machine ended. */
export interface Ending {
  /** The exit status of its command, or {@link TIMED_OUT}. */
  readonly status: number;
  /** What its kernel had to complain about. */
  readonly kernelLog: string;
}

/** A virtual machine that runs one command. */
export class VirtualMachine implements AsyncDisposable {
  /** What the command prints. Each of the two has to be read. */
  readonly stdout: ReadableStream<Uint8Array>;
  readonly stderr: ReadableStream<Uint8Array>;
  readonly #home: string;
  readonly #files: MachineFiles;
  readonly #qemu: Qemu;
  readonly #ports: readonly Deno.Conn[];

  private constructor(
    home: string,
    files: MachineFiles,
    qemu: Qemu,
    ports: readonly [Deno.Conn, Deno.Conn],
  ) {
    this.#home = home;
    this.#files = files;
    this.#qemu = qemu;
    this.#ports = ports;
    [this.stdout, this.stderr] = [ports[0].readable, ports[1].readable];
  }

  /**
   * Switches one on.
   *
   * @param stop switches it off
   * @throws {KozoError} when QEMU does not start
   */
  static async start(
    image: Image,
    options: MachineOptions,
    stop: AbortSignal,
  ): Promise<VirtualMachine> {
    const home = await Deno.makeTempDir({ prefix: "kozo-lab-" });
    try {
      const files = await writeFiles(home, options);
      using stdout = Deno.listen({ transport: "unix", path: files.stdout });
      using stderr = Deno.listen({ transport: "unix", path: files.stderr });
      const command = qemuCommand(image, files, options);
      const qemu = new Qemu(command, options.timeLimit, stop);
      const ports = await Promise.race([
        Promise.all([stdout.accept(), stderr.accept()]),
        qemu.refusal(),
      ]);
      return new VirtualMachine(home, files, qemu, ports);
    } catch (error) {
      await Deno.remove(home, { recursive: true });
      throw error;
    }
  }

  /** The pins of an arm64 machine. */
  openPins(): Promise<MachinePins> {
    return MachinePins.open(this.#files.qtest, this.#files.qmp);
  }

  /** Waits until it has switched itself off. */
  async end(): Promise<Ending> {
    const said = await this.#qemu.ended;
    const kernelLog = await readText(this.#files.console);
    if (this.#qemu.isLate) return { status: TIMED_OUT, kernelLog };
    const status = await readText(`${this.#files.control}/status`);
    if (status !== "") return { status: Number(status), kernelLog };
    const lastWords = `${said}\n${kernelLog}`.trim().split("\n").slice(-5);
    throw new KozoError(
      "The virtual machine ended before its command did:\n" +
        lastWords.join("\n"),
    );
  }

  /** Switches it off, if it is on still, and removes its files. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#qemu.kill();
    await this.#qemu.ended;
    for (const port of this.#ports) close(port);
    await Deno.remove(this.#home, { recursive: true });
  }
}

async function writeFiles(
  home: string,
  options: MachineOptions,
): Promise<MachineFiles> {
  const control = `${home}/control`;
  await Deno.mkdir(control);
  for (const name of GUEST_SCRIPTS) {
    await copyFile(`${SCRIPTS}/${name}`, `${control}/${name}`);
  }
  await Deno.writeTextFile(`${control}/init`, guestScript(options));
  return {
    control,
    console: `${home}/console.log`,
    stdout: `${home}/stdout`,
    stderr: `${home}/stderr`,
    qtest: `${home}/qtest`,
    qmp: `${home}/qmp`,
  };
}

/** One that has been read to its end is closed already. */
function close(port: Deno.Conn): void {
  try {
    port.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

/** What a file holds; of one that is not there: nothing. */
function readText(path: string): Promise<string> {
  return Deno.readTextFile(path).catch(() => "");
}
