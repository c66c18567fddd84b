import { Role, type RoleInfo } from "kozo";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Prints, every second, how much memory is really in use. */
class Scales extends Role {
  #collectGarbage: () => void = () => {};

  override localInit(): void {
    setFlagsFromString("--expose-gc");
    this.#collectGarbage = runInNewContext("gc");
  }

  override getRateControl(): number {
    return 1;
  }

  override run(): void {
    this.#collectGarbage();
    const { heapUsed, external } = Deno.memoryUsage();
    this.info(`In use: ${heapUsed + external} bytes`);
  }
}

export const roleInfo = {
  format: "1.0",
  class: Scales,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Weighs the node.",
  config: {},
} satisfies RoleInfo;
