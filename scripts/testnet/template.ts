import { ROOT } from "../support/root.ts";

const TEMPLATES = `${ROOT}/scripts/testnets`;
const PUBLIC_KEY = /<public key of ([^>]+)>/g;
const FREE_PORT = /<free port>/g;

/** The networks there are: a file each. */
export async function knownNetworks(): Promise<string[]> {
  const files = await Array.fromAsync(
    Deno.readDir(TEMPLATES),
    (entry) => entry.name,
  );
  return files
    .filter((file) => file.endsWith(".yml"))
    .map((file) => file.slice(0, -".yml".length))
    .sort();
}

/** What a network's configuration is made from. */
export class Template {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads the template of one of {@link knownNetworks}. */
  static async read(network: string): Promise<Template> {
    return new Template(await Deno.readTextFile(`${TEMPLATES}/${network}.yml`));
  }

  /** The names of its nodes. */
  get nodes(): string[] {
    return [...this.#text.matchAll(PUBLIC_KEY)].flatMap(([, node]) =>
      node === undefined ? [] : [node]
    );
  }

  /** How many ports it asks for. */
  get ports(): number {
    return [...this.#text.matchAll(FREE_PORT)].length;
  }

  /**
   * The configuration.
   *
   * @param publicKeys the key of each of {@link nodes}
   * @param ports as many as {@link ports} says
   */
  fill(
    publicKeys: ReadonlyMap<string, string>,
    ports: readonly number[],
  ): string {
    const portsLeft = ports.values();
    return this.#text
      .replace(PUBLIC_KEY, (gap, node) => publicKeys.get(node) ?? gap)
      .replace(FREE_PORT, (gap) => String(portsLeft.next().value ?? gap));
  }
}
