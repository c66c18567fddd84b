import { LineCounter } from "yaml";
import { fillDefaults } from "../config/module-block.ts";
import { readOptions } from "../config/options.ts";
import { Problems } from "../config/problems.ts";
import type { Block, Entry } from "../config/tree.ts";
import { parseYaml } from "../config/yaml.ts";
import { ConfigError, UsageError } from "../errors.ts";
import type { ModuleInfo } from "../modules/info.ts";
import { misfitsOf } from "../modules/misfits.ts";
import { quote, withAdvice } from "../wording.ts";

/** One option of a module as the command line has it: `port=4`. */
export interface GivenOption {
  readonly name: string;
  /** YAML. */
  readonly value: string;
}

/** @throws {UsageError} when there is no name, or no value */
export function parseGiven(text: string): GivenOption {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined) return { name, value };
  throw new UsageError(
    `Cannot read the option ${quote(text)}: write name=value, with the value ` +
      "as it stands in the configuration file",
  );
}

/** Whose options they are. */
export interface Owner {
  readonly noun: "role" | "transport";
  readonly name: string;
  readonly node: string;
  readonly info: ModuleInfo;
}

/**
 * A module's options as the configuration would have them, with its defaults.
 *
 * @param given of two of one name, the later holds
 * @param folder where relative paths start
 * @throws {UsageError} with everything that is wrong with them
 */
export function checkGiven(
  given: readonly GivenOption[],
  owner: Owner,
  folder: string,
): Record<string, unknown> {
  const { noun, name, node, info } = owner;
  const place = { name: `the ${noun} ${quote(name)}`, offset: 0 };
  const table = fillDefaults(info, name, node);
  return plainly(owner, (problems) => {
    const block = toBlock(given, problems);
    const options = readOptions(block, table, place, {
      folder,
      problems,
      privateKeys: [],
    });
    problems.throwIfAny();
    misfitsOf(info, options).forEach((fault, option) =>
      problems.add(0, `${quote(option)} ${fault}`)
    );
    problems.throwIfAny();
    return options;
  });
}

/** Each has a place of its own, so that no two problems are one. */
function toBlock(given: readonly GivenOption[], problems: Problems): Block {
  const entries = new Map<string, Entry>();
  given.forEach(({ name, value }, offset) => {
    const parsed = parseYaml(value, new LineCounter(), problems);
    entries.set(name, { key: name, offset, value: { ...parsed, offset } });
  });
  return { kind: "block", offset: 0, entries };
}

/** There is no file whose lines could be named. */
function plainly<T>(owner: Owner, work: (problems: Problems) => T): T {
  const problems = new Problems("", new LineCounter());
  try {
    return work(problems);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const found = error.problems.map(({ message }) => message)
      .reduce(withAdvice);
    throw new UsageError(
      withAdvice(
        `Cannot test the ${owner.noun} ${quote(owner.name)}: ${found}`,
        'give options by "--option name=value"',
      ),
      { cause: error },
    );
  }
}
