import type { Command } from "commander";
import type { ModuleRegistry } from "../modules/registry.ts";
import { SANDBOX_VERB } from "../sandbox/launch.ts";
import type { Starter } from "./starter.ts";

/** Adds one verb to the program, or a few that belong together. */
type Add = (
  program: Command,
  registry: ModuleRegistry,
  starter: Starter,
) => void;

/** Loads what adds a verb, and all that the verb needs. */
type Load = () => Promise<Add>;

const addModules: Load = async () => (await import("./modules.ts")).addModules;

const addQuestions: Load = async () =>
  (await import("./questions.ts")).addQuestions;

/** All verbs that users know, in the order in which the help shows them. */
const VERBS: Readonly<Record<string, Load>> = {
  run: async () => (await import("./run-verb.ts")).addRun,
  init: async () => (await import("./init.ts")).addInit,
  node: async () => (await import("./node.ts")).addNode,
  keygen: async () => (await import("./keygen.ts")).addKeygen,
  id: async () => (await import("./id.ts")).addId,
  check: async () => (await import("./check.ts")).addCheck,
  roles: addModules,
  transports: addModules,
  schema: async () => (await import("./schema.ts")).addSchema,
  status: async () => (await import("./status.ts")).addStatus,
  tail: async () => (await import("./tail.ts")).addTail,
  send: async () => (await import("./send.ts")).addSend,
  ping: async () => (await import("./ping.ts")).addPing,
  wait: async () => (await import("./wait.ts")).addWait,
  doctor: async () => (await import("./doctor.ts")).addDoctor,
  reload: async () => (await import("./reload.ts")).addReload,
  report: async () => (await import("./report.ts")).addReport,
  new: async () => (await import("./new.ts")).addNew,
  types: async () => (await import("./types.ts")).addTypes,
  "test-module": async () => (await import("./test-module.ts")).addTestModule,
  "onion-address": async () =>
    (await import("./onion-address.ts")).addOnionAddress,
  service: addQuestions,
  version: addQuestions,
  completion: async () => (await import("./completion.ts")).addCompletion,
};

/** Names of all verbs that users know. */
export const VERB_NAMES: readonly string[] = Object.keys(VERBS);

/** Verbs that look at all others, too. */
const CURIOUS: readonly string[] = ["completion"];

/**
 * Adds the verb that is named, or all of them when that is none, or one that
 * wants to know them. What the others need takes memory, and time to load.
 *
 * @param named what may be a verb
 * @param registry the roles and transports that are part of the program
 * @param starter what new nodes begin with
 */
export async function addVerbs(
  named: string,
  program: Command,
  registry: ModuleRegistry,
  starter: Starter,
): Promise<void> {
  if (named === SANDBOX_VERB) return await addSandbox(program);
  const isEnough = VERB_NAMES.includes(named) && !CURIOUS.includes(named);
  const wanted = isEnough ? [named] : VERB_NAMES;
  const adds = await Promise.all(wanted.map((verb) => VERBS[verb]?.()));
  // Two verbs of one file are added together.
  for (const add of new Set(adds)) add?.(program, registry, starter);
}

/** Nodes start it themselves: no user has to know it. */
async function addSandbox(program: Command): Promise<void> {
  const { hostWorker } = await import("../sandbox/host-worker.ts");
  program.command(SANDBOX_VERB, { hidden: true })
    .description("be the sandbox of a role; nodes start it themselves")
    .action(hostWorker);
}
