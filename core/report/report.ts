import type { LogLine } from "../control/log-tail.ts";
import type { NodeStatus } from "../control/status-shape.ts";
import type { KozoError } from "../errors.ts";
import { messageOf } from "../text.ts";
import { Redaction } from "./redaction.ts";
import { REMOVED } from "../secret-patterns.ts";
import type { ArchivedFile } from "./tar.ts";

/** What a report is made from. */
export interface ReportSources {
  /** The text of the configuration file, or why it cannot be read. */
  readonly configuration: string | KozoError;
  /** What it has been, right or wrong, since the node began; the last one last. */
  readonly former: readonly string[];
  /** How the node is doing, if it runs. */
  readonly status: NodeStatus | null;
  readonly log: readonly LogLine[];
  /** Which Kōzō this is, and what it runs on, by label. */
  readonly versions: Readonly<Record<string, unknown>>;
}

/** A configuration without secrets, and what there is to say of it. */
interface Told {
  readonly redaction: Redaction;
  /** Why it is not what the file says now, as YAML's comment; or nothing. */
  readonly remark: string;
}

/** The files of a report, with no secret of the configuration in any of them. */
export function reportFiles(sources: ReportSources): ArchivedFile[] {
  const about = { name: "versions.json", text: json(sources.versions) };
  const told = tell(sources);
  if (told === undefined) {
    // Who cannot tell what is secret must not show what may have some of it.
    const text = `# ${REMOVED}: ${whyNot(sources)}; status and log are left ` +
      "out, too, for nobody can tell what is secret in them\n";
    return [{ name: "config.yml", text }, about];
  }
  const { redaction, remark } = told;
  return [
    { name: "config.yml", text: remark + redaction.configuration },
    about,
    ...filesOfNode(sources, redaction),
  ];
}

/** The file as it is now, else the last that was YAML, if there is one. */
function tell(sources: ReportSources): Told | undefined {
  const { configuration, former } = sources;
  const isThere = typeof configuration === "string";
  const contents = isThere ? [...former, configuration] : former;
  for (const text of contents.toReversed()) {
    const remark = text === configuration
      ? ""
      : `# ${whyNot(sources)}; this is what the node has read before\n`;
    try {
      return { redaction: new Redaction(text, contents), remark };
    } catch {
      // It is no YAML; the parser's message would quote it.
    }
  }
  return undefined;
}

function whyNot({ configuration }: ReportSources): string {
  return typeof configuration === "string"
    ? "The configuration file is no YAML"
    : messageOf(configuration);
}

function filesOfNode(
  { status, log }: ReportSources,
  redaction: Redaction,
): ArchivedFile[] {
  const lines = log.map((line) => JSON.stringify(redaction.clean(line)));
  return [
    ...status === null
      ? []
      : [{ name: "status.json", text: json(redaction.clean(status)) }],
    ...lines.length === 0
      ? []
      : [{ name: "log.jsonl", text: `${lines.join("\n")}\n` }],
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
