import type { Observation, Step } from "./finding.ts";

/** Two programs run as one node: of these none keeps a link. */
export function twofold(step: Step, text: string): Observation {
  return {
    step,
    verdict: "bad",
    cause: "copied-key",
    text,
    advice: "stop one of them; if its card was copied for another device, " +
      "give that one a key and a node of its own",
  };
}
