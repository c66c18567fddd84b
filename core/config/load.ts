import { dirname, resolve } from "node:path";
import { LineCounter } from "yaml";
import { ConfigFileError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { messageOf } from "../text.ts";
import type { SystemConfig } from "./config.ts";
import { fingerprintOf } from "./fingerprint.ts";
import { privateKeysIn } from "./private-keys.ts";
import { Problems } from "./problems.ts";
import { readRoot } from "./system-block.ts";
import type { Value } from "./tree.ts";
import { decodeUtf8 } from "./utf8.ts";
import { parseYaml } from "./yaml.ts";

/** Bytes that a configuration file may have. */
const LARGEST_FILE = 1024 * 1024;

/** How a configuration is read. */
export interface LoadOptions {
  /**
   * Whether it is not finished yet: what modules find wrong with their options
   * does not count, for somebody is about to be told what to write there.
   */
  readonly isDraft?: boolean;
}

/** As the node whose modules have to be here: no node has this name. */
export const NO_NODE = "";

/**
 * Reads and checks a configuration file.
 *
 * @param file its path; paths in it start at its folder
 * @param registry the roles and transports that it may use
 * @param self the node whose modules have to be here; default: all nodes
 * @throws {ConfigFileError} when it cannot be read
 * @throws {ConfigError} with everything that is wrong with it
 */
export async function loadConfig(
  file: string,
  registry: ModuleRegistry,
  self?: string,
  options: LoadOptions = {},
): Promise<SystemConfig> {
  const text = await readConfigFile(file);
  return await parseConfig(file, text, registry, self, options);
}

/**
 * The text of a configuration file.
 *
 * @throws {ConfigFileError} when it cannot be read
 * @throws {ConfigError} when it is no text
 */
export async function readConfigFile(file: string): Promise<string> {
  return decodeUtf8(file, await readBytes(file));
}

/**
 * Checks the text of a configuration file.
 *
 * @param file what the file is called; paths in it start at its folder
 * @param self the node whose modules have to be here; default: all nodes
 * @throws {ConfigError} with everything that is wrong with it
 */
export async function parseConfig(
  file: string,
  text: string,
  registry: ModuleRegistry,
  self?: string,
  options: LoadOptions = {},
): Promise<SystemConfig> {
  return (await parseWithPlaces(file, text, registry, self, options)).config;
}

/** A configuration, and where in the file it says what. */
export interface PlacedConfig {
  readonly config: SystemConfig;
  readonly root: Value;
  readonly lines: LineCounter;
}

/** As {@link parseConfig}, with the place of everything. */
export async function parseWithPlaces(
  file: string,
  text: string,
  registry: ModuleRegistry,
  self?: string,
  { isDraft = false }: LoadOptions = {},
): Promise<PlacedConfig> {
  const lines = new LineCounter();
  const problems = new Problems(file, lines);
  const root = parseYaml(text, lines, problems);
  const folder = dirname(resolve(file));
  const privateKeys = privateKeysIn(root, folder);
  const context = { folder, problems, privateKeys, isDraft };
  const read = await readRoot(root, registry, self, context);
  using unused = new DisposableStack();
  unused.use(read.library);
  problems.throwIfAny();
  unused.move();
  const config = { file, fingerprint: fingerprintOf(root), ...read };
  return { config, root, lines };
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    const { isDirectory, isFile, size } = await Deno.stat(file);
    if (isDirectory) {
      throw unreadable(file, "it is a folder: name the file in it");
    }
    // Reading a device or a pipe may never end.
    if (!isFile) throw unreadable(file, "it is no regular file");
    if (size > LARGEST_FILE) {
      throw unreadable(file, `it has ${size} bytes, at most ${LARGEST_FILE}`);
    }
    return await Deno.readFile(file);
  } catch (error) {
    if (error instanceof ConfigFileError) throw error;
    throw unreadable(file, whyUnreadable(error), { cause: error });
  }
}

/** What the system means by not letting us read a file. */
export function whyUnreadable(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) {
    return "there is no such file: check its name and its folder";
  }
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not read it: check its owner and its mode";
  }
  return messageOf(error);
}

function unreadable(
  file: string,
  found: string,
  options?: ErrorOptions,
): ConfigFileError {
  return new ConfigFileError(
    `Cannot read the configuration file "${file}": ${found}`,
    options,
  );
}
