import type { Diagnosis, Finding } from "../doctor/finding.ts";
import { printable } from "../text.ts";
import type { Colours, Health } from "./colours.ts";
import { fold, WIDTH } from "./columns.ts";
import { latency } from "../quantities.ts";

/** Columns of the name of a step, behind its mark. */
const STEP = 14;
const INDENT = STEP + 2;

/** Columns of the time that a step took, at the end of its first line. */
const TIME = 9;

const MARKS: Readonly<
  Record<Finding["verdict"], readonly [mark: string, health: Health]>
> = {
  good: ["✓", "good"],
  doubtful: ["!", "doubtful"],
  bad: ["✗", "bad"],
};

/**
 * What was found at a step, in lines of 80 columns.
 *
 * @param before the address that the finding before was about
 */
export function findingLines(
  finding: Finding,
  before: string | null,
  colours: Colours,
): string[] {
  const { step, address, text, advice, verdict, seconds } = finding;
  const [mark, health] = MARKS[verdict];
  const columns = WIDTH - TIME - 1;
  const [first = "", ...rest] = fold(printable(text), INDENT, columns);
  const start = `${step.padEnd(STEP)}${first.slice(INDENT)}`;
  const time = latency(seconds).padStart(TIME);
  return [
    ...address === null || address === before ? [] : [colours.bold(address)],
    `${colours.of(health, mark)} ${start.padEnd(columns - 1)}${time}`,
    ...rest,
    ...advice === null ? [] : fold(`→ ${printable(advice)}`, INDENT),
  ];
}

/** The end of an examination that found nothing, or nothing that matters. */
export function diagnosisLines(
  { healthy, cause, text }: Diagnosis,
  colours: Colours,
): string[] {
  // What is wrong is said on standard error.
  if (!healthy) return [];
  const health: Health = cause === null ? "good" : "doubtful";
  return ["", ...fold(printable(text), 0)]
    .map((line) => colours.of(health, line));
}
