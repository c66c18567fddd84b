import { Duplex } from "node:stream";
import { ROOT } from "../../scripts/support/root.ts";

/** What `deno doc --json` says of one exported name, as far as it is used. */
interface Declaration {
  readonly kind: string;
  readonly def?: {
    readonly extends?: string | readonly { readonly repr: string }[];
    readonly properties?: readonly { readonly name: string }[];
    readonly methods?: readonly { readonly name: string }[];
    readonly members?: readonly { readonly name: string }[];
  };
}

interface Exported {
  readonly name: string;
  readonly declarations: readonly Declaration[];
}

/** All that `core/mod.ts` exports, and `Duplex`, which modules use with it. */
export class PublicApi {
  readonly #members: ReadonlyMap<string, ReadonlySet<string>>;

  private constructor(members: ReadonlyMap<string, ReadonlySet<string>>) {
    this.#members = members;
  }

  /** Asks `deno doc`, which knows interfaces and abstract methods too. */
  static async read(): Promise<PublicApi> {
    const exported = await documentedExports();
    const api = new Map(exported.map(({ name, declarations }) => [
      name,
      new Set(declarations.flatMap((one) => membersOf(one, exported))),
    ]));
    for (const [name, value] of Object.entries(await import("kozo"))) {
      // Constants have their members at run time.
      if (typeof value === "object") {
        api.set(name, new Set(Object.keys(value)));
      }
    }
    return new PublicApi(api.set("Duplex", membersAtRunTime(Duplex.prototype)));
  }

  /** The members of an exported class or interface. */
  membersOf(name: string): string[] {
    return [...this.#members.get(name) ?? []];
  }

  /** Whether there is `Name`, `Name.member` or `Name.member()`. */
  has(reference: string): boolean {
    const [name = "", member] = reference.replace(/\(\)$/, "").split(".");
    const members = this.#members.get(name);
    if (member === undefined) return members !== undefined;
    return members?.has(member) === true;
  }
}

async function documentedExports(): Promise<readonly Exported[]> {
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", "core/mod.ts"],
    cwd: ROOT,
    stderr: "null",
  }).output();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  const [module] = Object.values<{ symbols: Exported[] }>(nodes);
  if (module === undefined) throw new Error("deno doc knows no export");
  return module.symbols;
}

/** The members of a declaration, with those that it inherits. */
function membersOf(
  { def }: Declaration,
  exported: readonly Exported[],
): string[] {
  const own = [def?.properties, def?.methods, def?.members]
    .flatMap((list) => list?.map(({ name }) => name) ?? []);
  const parents = typeof def?.extends === "string"
    ? [def.extends]
    : def?.extends?.map(({ repr }) => repr) ?? [];
  const inherited = exported.filter(({ name }) => parents.includes(name))
    .flatMap(({ declarations }) => declarations)
    .flatMap((one) => membersOf(one, exported));
  return [...own, ...inherited];
}

function membersAtRunTime(prototype: object | null): Set<string> {
  const names = new Set<string>();
  for (let one = prototype; one !== null; one = Object.getPrototypeOf(one)) {
    for (const name of Object.getOwnPropertyNames(one)) names.add(name);
  }
  return names;
}
