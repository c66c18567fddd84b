import { makeModel } from "../check/model.ts";
import { parseConfig } from "../config/load.ts";
import { ConfigError, UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { quotePath } from "../wording.ts";

/**
 * Makes sure that the text of a configuration is right before it is written.
 *
 * @param file what it is to be called
 * @param node the node whose modules have to be here
 * @throws {UsageError} in one line that says why it is not
 */
export async function checkDraft(
  file: string,
  text: string,
  registry: ModuleRegistry,
  node: string,
): Promise<void> {
  const faults = await faultsOf(file, text, registry, node);
  if (faults.length === 0) return;
  throw new UsageError(
    `Cannot write ${quotePath(file)} like that: ${faults.join("; ")}`,
  );
}

async function faultsOf(
  file: string,
  text: string,
  registry: ModuleRegistry,
  node: string,
): Promise<string[]> {
  try {
    const config = await parseConfig(file, text, registry, node);
    using _ = config.library;
    const { findings } = await makeModel(config);
    return findings.map(({ message }) => message);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ message }) => message);
  }
}
