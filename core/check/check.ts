import type { SystemConfig } from "../config/config.ts";
import { parseWithPlaces, readConfigFile } from "../config/load.ts";
import { ConfigError, KozoError, type Problem } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { readPrivateKey } from "../ssh/keys.ts";
import { misspeltTypes } from "./absences.ts";
import { sharedAddresses } from "./addresses.ts";
import { openFile, openKeys, weakKeys } from "./files.ts";
import type { Finding, Inspection, Subject } from "./finding.ts";
import { sharedPorts } from "./listeners.ts";
import { makeModel } from "./model.ts";
import { place, placeError, placeOnTop } from "./place.ts";
import { neverTalking, unreachable } from "./policies.ts";
import { transportFaults } from "./transports.ts";
import { forgetful, longTimes, unknownNames } from "./role-options.ts";
import { deafRoles } from "./senders.ts";

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
  /** All there is to say: errors first, each kind in the order of the file. */
  readonly findings: readonly PlacedFinding[];
}

/** Looks at one thing at a time, whatever is wrong elsewhere in the file. */
const INSPECTIONS: readonly Inspection[] = [
  neverTalking,
  sharedAddresses,
  sharedPorts,
  forgetful,
  longTimes,
  weakKeys,
  openKeys,
];

/** Looks for what is missing, so that all has to be there that is right. */
const INSPECTIONS_OF_ALL: readonly Inspection[] = [unreachable, unknownNames];

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
  const warnings = [...openFile(file)].map(placeOnTop);
  let text = "";
  try {
    text = await readConfigFile(file);
    const placed = await parseWithPlaces(file, text, registry, self);
    const { config, problems } = placed;
    using _ = config.library;
    const errors = problems.map((problem) => placeError(problem, text));
    const isWhole = problems.length === 0;
    const findings = (await inspect(config, self, isWhole))
      .map((finding) => place(finding, placed, text));
    return {
      file,
      config: isWhole ? config : undefined,
      findings: sorted([...errors, ...warnings, ...findings]),
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    // It is no YAML, so that nothing more is known of it.
    const errors = error.problems.map((problem) => placeError(problem, text));
    return { file, config: undefined, findings: [...errors, ...warnings] };
  }
}

/** Errors first: they keep a node from starting. */
function sorted(findings: readonly PlacedFinding[]): PlacedFinding[] {
  return findings.toSorted((a, b) =>
    a.severity.localeCompare(b.severity) || a.line - b.line ||
    a.column - b.column
  );
}

async function inspect(
  config: SystemConfig,
  self: string | undefined,
  isWhole: boolean,
): Promise<Finding[]> {
  const { nodes, findings } = await makeModel(config);
  const subject: Subject = { config, self, nodes };
  const inspections = [...INSPECTIONS, ...isWhole ? INSPECTIONS_OF_ALL : []];
  return [
    ...findings,
    ...await keyFaults(subject),
    ...await misspeltTypes(subject),
    ...await transportFaults(subject),
    ...isWhole ? await deafRoles(subject) : [],
    ...inspections.flatMap((look) => [...look(subject)]),
  ];
}

/** What keeps the node that this machine is from using its key. */
async function keyFaults({ config, self }: Subject): Promise<Finding[]> {
  const node = self === undefined ? undefined : config.nodes.get(self);
  if (node === undefined) return [];
  try {
    await readPrivateKey(
      node.privateKey,
      node.publicKey,
      config.nodes.values(),
    );
    return [];
  } catch (error) {
    if (!(error instanceof KozoError)) throw error;
    const path = ["system", node.name, "privateKey"];
    return [{ severity: "error", path, message: error.message }];
  }
}
