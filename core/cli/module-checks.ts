import { basename, extname } from "node:path";
import type { Check } from "../contract/check.ts";
import type { RoleInfo, TransportInfo } from "../modules/info.ts";
import { checkGiven, type GivenOption } from "./given-options.ts";
import { fillGiven } from "./placeholders.ts";
import { wordsIn } from "./source-words.ts";

/** What the command line says of a test of a module. */
export interface TestFlags {
  readonly option: readonly GivenOption[];
  readonly alice: readonly GivenOption[];
  readonly bob: readonly GivenOption[];
  readonly name?: string;
  readonly timeLimit: number;
  readonly trace: boolean;
}

/** How a module is tested. */
export interface TestSetting {
  readonly flags: TestFlags;
  /** What the checks need is made in it; somebody else removes it. */
  readonly folder: string;
}

/**
 * What a role has to get right. The tools of the checks are loaded only now:
 * no node needs them.
 *
 * @throws {UsageError} when an option is missing or wrong
 */
export async function checksOfRole(
  file: string,
  info: RoleInfo,
  { flags, folder }: TestSetting,
): Promise<Check[]> {
  const { roleChecks } = await import("../contract/role.ts");
  const name = nameOf(file, flags);
  const owner = { noun: "role", name, node: "node1", info } as const;
  const config = (folder: string) =>
    checkGiven(fillGiven(flags.option, () => folder), owner, Deno.cwd());
  config(folder);
  const types = wordsIn(await Deno.readTextFile(file));
  return roleChecks(name, info, { config, types });
}

/**
 * What a transport has to get right. As {@link checksOfRole}.
 *
 * @throws {UsageError} when an option is missing or wrong
 */
export async function checksOfTransport(
  file: string,
  info: TransportInfo,
  { flags, folder }: TestSetting,
): Promise<Check[]> {
  const { transportChecks } = await import("../contract/transport.ts");
  const name = nameOf(file, flags);
  const makeFolder = () => Deno.makeTempDirSync({ dir: folder });
  const side = (node: string, own: readonly GivenOption[]) =>
    checkGiven(
      fillGiven([...flags.option, ...own], makeFolder),
      { noun: "transport", name, node, info },
      Deno.cwd(),
    );
  const options = () =>
    [side("alice", flags.alice), side("bob", flags.bob)] as const;
  options();
  return transportChecks({ info, options });
}

function nameOf(file: string, { name }: TestFlags): string {
  return name ?? basename(file, extname(file));
}
