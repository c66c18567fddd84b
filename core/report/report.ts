import type { LogLine } from "../control/log-tail.ts";
import type { NodeStatus } from "../control/status-shape.ts";
import { Redaction } from "./redaction.ts";
import { REMOVED } from "./secret-patterns.ts";
import type { ArchivedFile } from "./tar.ts";

/** What a report is made from. */
export interface ReportSources {
  /** The text of the configuration file. */
  readonly configuration: string;
  /** What it has been, right or wrong, since the node began. */
  readonly former: readonly string[];
  /** How the node is doing, if it runs. */
  readonly status: NodeStatus | null;
  readonly log: readonly LogLine[];
  /** Which Kōzō this is, and what it runs on, by label. */
  readonly versions: Readonly<Record<string, unknown>>;
}

/** The files of a report, with no secret of the configuration in any of them. */
export function reportFiles(sources: ReportSources): ArchivedFile[] {
  const { configuration, former, status, log, versions } = sources;
  const about = { name: "versions.json", text: json(versions) };
  let redaction: Redaction;
  try {
    redaction = new Redaction(configuration, former);
  } catch {
    // Who cannot tell what is secret must not show what may have some of it,
    // nor the parser's message, which quotes it.
    const text = `# ${REMOVED}: it is no YAML\n`;
    return [{ name: "config.yml", text }, about];
  }
  const lines = log.map((line) => JSON.stringify(redaction.clean(line)));
  return [
    { name: "config.yml", text: redaction.configuration },
    about,
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
