import type { Command } from "commander";
import type { ModuleRegistry } from "../modules/registry.ts";
import { hostWorker } from "../sandbox/host-worker.ts";
import { SANDBOX_VERB } from "../sandbox/launch.ts";
import { addCheck } from "./check.ts";
import { addCompletion } from "./completion.ts";
import { addDoctor } from "./doctor.ts";
import { addId } from "./id.ts";
import { addInit } from "./init.ts";
import { addKeygen } from "./keygen.ts";
import { addModules } from "./modules.ts";
import { addNew } from "./new.ts";
import { addNode } from "./node.ts";
import { addOnionAddress } from "./onion-address.ts";
import { addPing } from "./ping.ts";
import { addQuestions } from "./questions.ts";
import { addReload } from "./reload.ts";
import { addReport } from "./report.ts";
import { addRun } from "./run-verb.ts";
import { addSchema } from "./schema.ts";
import { addSend } from "./send.ts";
import { addStatus } from "./status.ts";
import { addTail } from "./tail.ts";
import { addTestModule } from "./test-module.ts";
import { addTypes } from "./types.ts";
import { addWait } from "./wait.ts";
import type { Starter } from "./starter.ts";

/**
 * Adds all verbs, in the order in which the help shows them.
 *
 * @param registry the roles and transports that are part of the program
 * @param starter what new nodes begin with
 */
export function addVerbs(
  program: Command,
  registry: ModuleRegistry,
  starter: Starter,
): void {
  addRun(program, registry);
  addInit(program, registry, starter);
  addNode(program, registry, starter);
  addKeygen(program);
  addId(program, registry);
  addCheck(program, registry);
  addModules(program, registry);
  addSchema(program, registry);
  addStatus(program);
  addTail(program);
  addSend(program);
  addPing(program);
  addWait(program);
  addDoctor(program, registry);
  addReload(program);
  addReport(program);
  addNew(program, registry);
  addTypes(program);
  addTestModule(program, registry);
  program.command(SANDBOX_VERB, { hidden: true })
    .description("be the sandbox of a role; nodes start it themselves")
    .action(hostWorker);
  addOnionAddress(program, registry);
  addQuestions(program, registry);
  addCompletion(program);
}
