import { InvalidArgumentError, Option } from "commander";
import { UsageError } from "../errors.ts";
import { NAME_PATTERN, NAME_RULE } from "../model/names.ts";
import { split } from "../config/lists.ts";
import { quote } from "../wording.ts";

/** Addresses on the command line: an option several times, or commas. */
export function collectAddresses(
  text: string,
  before: readonly string[] = [],
): readonly string[] {
  return [...before, ...split(text, ",")];
}

/** A port on the command line. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  throw new InvalidArgumentError("Expected a port from 1 to 65535");
}

/** What keeps a text from being the name of a node, if anything does. */
export function nodeNameFault(name: string): string | undefined {
  if (NAME_PATTERN.test(name)) return undefined;
  return `${quote(name)} cannot be the name of a node: ${NAME_RULE}`;
}

/** @throws {UsageError} when no node can have that name */
export function checkNodeName(name: string): void {
  const fault = nodeNameFault(name);
  if (fault !== undefined) throw new UsageError(fault);
}

/** Which configuration is meant. */
export function configOption(): Option {
  return new Option("--config <file>", "the network's configuration file")
    .default("config.yml");
}
