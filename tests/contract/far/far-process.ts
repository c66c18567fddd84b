import { ROOT } from "../../../scripts/support/root.ts";
import { eventually } from "../../support/eventually.ts";
import { freePorts } from "../../../scripts/testnet/ports.ts";

/** The program of the far side. */
const PROGRAM = `${ROOT}/tests/contract/far/program.ts`;

/** Waits until the far side listens; its machine may have to start first. */
export async function farSideListens(
  place: Deno.ConnectOptions,
  seconds?: number,
): Promise<void> {
  await eventually(
    async () => {
      try {
        (await Deno.connect(place)).close();
        return true;
      } catch {
        return false;
      }
    },
    () => `The far side does not listen at ${place.hostname}:${place.port}`,
    seconds,
  );
}

/** The far side as a process of this machine, for all tests of a file. */
export class FarProcess {
  /** Where it listens. */
  readonly place: { readonly hostname: string; readonly port: number };
  #child: Deno.ChildProcess | undefined;

  /**
   * Registers its start before the first test, and its end after the last.
   *
   * @param transport its module, from the checkout's folder
   */
  constructor(transport: string) {
    const [port = 0] = freePorts(1);
    const hostname = "127.0.0.1";
    this.place = { hostname, port };
    const flags = ["--quiet", "-A", "--no-check", "--cached-only"];
    Deno.test.beforeAll(async () => {
      this.#child = new Deno.Command(Deno.execPath(), {
        args: ["run", ...flags, PROGRAM, transport, hostname, String(port)],
        cwd: ROOT,
        stdin: "null",
        stdout: "null",
        stderr: "null",
      }).spawn();
      await farSideListens(this.place);
    });
    Deno.test.afterAll(async () => {
      this.#child?.kill("SIGKILL");
      await this.#child?.status;
    });
  }
}
