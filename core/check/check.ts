import type { SystemConfig } from "../config/config.ts";
import { parseWithPlaces, readConfigFile } from "../config/load.ts";
import { ConfigError, KozoError, type Problem } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { readPrivateKey } from "../ssh/keys.ts";
import { misspeltTypes } from "./absences.ts";
import { sharedAddresses } from "./addresses.ts";
import { excerpt } from "./excerpt.ts";
import { openFiles, weakKeys } from "./files.ts";
import type { Finding, Inspection, Subject } from "./finding.ts";
import { sharedPorts } from "./listeners.ts";
import { makeModel } from "./model.ts";
import { place } from "./place.ts";
import { neverTalking, unreachable } from "./policies.ts";
import { forgetful, longTimes, unknownNames } from "./role-options.ts";

/** Something about a configuration, and where in the file. */
export interface PlacedFinding extends Problem {
  readonly severity: "error" | "warning";
  /** The line, and below it what it is about, underlined; if there is one. */
  readonly excerpt: readonly string[];
}

/** What became of a check. */
export interface Verdict {
  /** The file, as the user named it. */
  readonly file: string;
  /** The configuration, unless there are errors in it. */
  readonly config: SystemConfig | undefined;
  /** All there is to say, in the order of the file. */
  readonly findings: readonly PlacedFinding[];
}

/** All that is looked at, besides what keeps the file from being read. */
const INSPECTIONS: readonly Inspection[] = [
  neverTalking,
  unreachable,
  sharedAddresses,
  sharedPorts,
  unknownNames,
  forgetful,
  longTimes,
  weakKeys,
  openFiles,
];

/**
 * Checks a configuration file, and changes nothing: it writes no file, listens
 * nowhere and connects to nobody.
 *
 * @param self the node that this machine is: its modules have to be here, and
 * its key; default: all modules, and no key
 * @throws {ConfigFileError} when the file cannot be read
 */
export async function checkConfig(
  file: string,
  registry: ModuleRegistry,
  self?: string,
): Promise<Verdict> {
  let text = "";
  try {
    text = await readConfigFile(file);
    const placed = await parseWithPlaces(file, text, registry, self);
    using _ = placed.config.library;
    const findings = (await inspect(placed.config, self))
      .map((finding) => place(finding, placed, text))
      .sort((a, b) => a.line - b.line || a.column - b.column);
    return { file, config: placed.config, findings };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const findings = error.problems
      .map(({ line, column, message }) => ({
        severity: "error" as const,
        line,
        column,
        message,
        excerpt: excerpt(text, line, column),
      }));
    return { file, config: undefined, findings };
  }
}

async function inspect(
  config: SystemConfig,
  self: string | undefined,
): Promise<Finding[]> {
  const { nodes, findings } = await makeModel(config);
  const subject: Subject = { config, self, nodes };
  return [
    ...findings,
    ...await keyFaults(subject),
    ...await misspeltTypes(subject),
    ...INSPECTIONS.flatMap((look) => [...look(subject)]),
  ];
}

/** What keeps the node that this machine is from using its key. */
async function keyFaults({ config, self }: Subject): Promise<Finding[]> {
  const node = self === undefined ? undefined : config.nodes.get(self);
  if (node === undefined) return [];
  try {
    await readPrivateKey(node.privateKey, node.publicKey);
    return [];
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    const path = ["system", node.name, "privateKey"];
    return [{ severity: "error", path, message: error.message }];
  }
}
