import type { CableEnd } from "./machine-options.ts";

/** A network cable between two virtual machines, with an address at each end. */
export class Cable implements AsyncDisposable {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async make(): Promise<Cable> {
    return new Cable(await Deno.makeTempDir({ prefix: "kozo-cable-" }));
  }

  /** What the machine at that end is started with. */
  end(number: CableEnd["number"]): CableEnd {
    return { folder: this.#folder, number };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.#folder, { recursive: true });
  }
}
