import type { Settings } from "../model/settings.ts";
import {
  CIPHERS,
  DEFAULT_CIPHERS,
  DEFAULT_HMACS,
  HMACS,
} from "../ssh/algorithms.ts";
import type { OptionTable } from "./option-spec.ts";
import { type Home, type Place, readGiven } from "./options.ts";
import type { ReadContext } from "./reading.ts";
import type { Block } from "./tree.ts";

const KIB = 1024;
const MIB = 1024 * KIB;
const DAY = 24 * 60 * 60;

/** The least number of seconds that makes sense on a network. */
const INSTANT = 0.01;

/**
 * The options at the root of the file: the one source of their names,
 * defaults, bounds and descriptions.
 */
export const SETTINGS = {
  heartbeat: {
    type: "number",
    default: 10,
    minimum: INSTANT,
    maximum: DAY,
    description: "Seconds between two heartbeats on a link",
  },
  connectionRetry: {
    type: "number",
    default: 60,
    minimum: INSTANT,
    maximum: DAY,
    description: "Seconds within which a lost link is tried again",
  },
  outgoingQueueLength: {
    type: "integer",
    default: 1024,
    minimum: 1,
    maximum: 1_000_000,
    description: "Messages that wait for one other node at most",
  },
  outgoingQueueSize: {
    type: "integer",
    default: 4 * MIB,
    minimum: KIB,
    maximum: 1024 * MIB,
    description: "Bytes that wait for one other node at most",
  },
  maxBufferReadSize: {
    type: "integer",
    default: 64 * KIB,
    minimum: KIB,
    maximum: 16 * MIB,
    description: "Bytes taken from a link at a time",
  },
  maxMessageSize: {
    type: "integer",
    default: MIB,
    minimum: KIB,
    maximum: 64 * MIB,
    description: "Bytes of one message at most",
  },
  ondemandIdle: {
    type: "number",
    default: 60,
    minimum: INSTANT,
    maximum: DAY,
    description: "Seconds without a message after which an ondemand link ends",
  },
  messageLifetime: {
    type: "number",
    default: 0,
    minimum: 0,
    maximum: DAY,
    description:
      "Seconds that messages wait for a lost link to come back; 0: not at all",
  },
  transportUpgrade: {
    type: "number",
    default: 300,
    minimum: INSTANT,
    maximum: DAY,
    description: "Seconds between two looks for a better transport",
  },
  cipher: {
    type: "list",
    default: DEFAULT_CIPHERS,
    choices: CIPHERS,
    description: "SSH ciphers, the preferred one first",
  },
  hmac: {
    type: "list",
    default: DEFAULT_HMACS,
    choices: HMACS,
    description: "SSH message authentication codes, the preferred one first",
  },
  rolePath: {
    type: "paths",
    default: [],
    description: "Folders with role modules",
  },
  transportPath: {
    type: "paths",
    default: [],
    description: "Folders with transport modules",
  },
  importPath: {
    type: "paths",
    default: [],
    description: "Folders that modules may import from",
  },
} as const satisfies OptionTable<Settings>;

/** Where these options belong. */
export const ROOT: Home = {
  table: SETTINGS,
  where: "at the root of the file, or into the node's \"overrideMain" +
    'Configuration" where it holds for that node only',
};

/** What holds where the file says nothing. */
export const DEFAULT_SETTINGS: Settings = {
  heartbeat: SETTINGS.heartbeat.default,
  connectionRetry: SETTINGS.connectionRetry.default,
  outgoingQueueLength: SETTINGS.outgoingQueueLength.default,
  outgoingQueueSize: SETTINGS.outgoingQueueSize.default,
  maxBufferReadSize: SETTINGS.maxBufferReadSize.default,
  maxMessageSize: SETTINGS.maxMessageSize.default,
  ondemandIdle: SETTINGS.ondemandIdle.default,
  messageLifetime: SETTINGS.messageLifetime.default,
  transportUpgrade: SETTINGS.transportUpgrade.default,
  cipher: SETTINGS.cipher.default,
  hmac: SETTINGS.hmac.default,
  rolePath: SETTINGS.rolePath.default,
  transportPath: SETTINGS.transportPath.default,
  importPath: SETTINGS.importPath.default,
};

/** Reads the root options that a node has for itself. */
export function readOverride(
  block: Block | null | undefined,
  node: Place,
  context: ReadContext,
): Partial<Settings> {
  if (!block) return {};
  const name = `"overrideMainConfiguration" of ${node.name}`;
  return readGiven<Settings>(block, SETTINGS, { ...node, name }, context);
}
