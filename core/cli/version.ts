import { COMMIT, FORM } from "../build.ts";
import { VERSION } from "../version.ts";

/** What `kozo version` tells, by its label. */
export function versionFacts(): Readonly<Record<string, string | null>> {
  return {
    version: VERSION,
    commit: COMMIT,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
    target: Deno.build.target,
    form: FORM,
  };
}

/** What a report tells besides. */
export function reportFacts(): Readonly<Record<string, unknown>> {
  const { total, available } = Deno.systemMemoryInfo();
  return {
    ...versionFacts(),
    kernel: Deno.osRelease(),
    processors: navigator.hardwareConcurrency,
    memory: { total, available },
  };
}

/**
 * What `kozo version` prints: a line a fact, or one JSON object, in which a
 * fact that is not known is null.
 */
export function describeVersion(asJson: boolean): string {
  if (asJson) return JSON.stringify(versionFacts());
  return Object.entries(versionFacts())
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `${label.padEnd(8)}${value}`)
    .join("\n");
}
