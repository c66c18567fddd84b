import { loadConfig, readConfigFile } from "../config/load.ts";
import { ControlServer } from "../control/control-server.ts";
import type { ControlSocket } from "../control/control-socket.ts";
import { answerersOf } from "../control/desk.ts";
import { KeptSocket } from "../control/kept-socket.ts";
import type { LogTail } from "../control/log-tail.ts";
import type { Reloader } from "../control/reload.ts";
import type { NodeStatus } from "../control/status-shape.ts";
import { realEnvironment } from "../environment.ts";
import { KozoError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import type { FormerContents } from "../report/former-contents.ts";
import type { ArchivedFile } from "../report/tar.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { reportFacts } from "./version.ts";

/** What the answers of a running node are made from. */
export interface ControlOptions {
  readonly socket: ControlSocket;
  /** Opens another one after that was taken away. */
  readonly reopen: () => Promise<ControlSocket>;
  readonly runtime: Runtime;
  /** The configuration file, and what the node has read in it so far. */
  readonly file: string;
  readonly contents: FormerContents;
  readonly registry: ModuleRegistry;
  readonly privateKey: string;
  readonly reloader: Reloader;
  readonly log: Log;
  readonly logTail: LogTail;
}

/** Answers whoever asks a running node, until it is stopped. */
export function serveControl(options: ControlOptions): ControlServer {
  const { socket, reopen, runtime, privateKey, log } = options;
  const environment = realEnvironment;
  return new ControlServer({
    socket: new KeptSocket({ socket, reopen, environment, log }),
    environment,
    log,
    answerers: answerersOf({
      runtime,
      environment,
      privateKey,
      reload: () => options.reloader.reload(),
      readFingerprint: () => readFingerprint(options),
      report: (status) => report(options, status),
    }),
  });
}

/** The files of a report about the running node. */
async function report(
  { file, contents, logTail }: ControlOptions,
  status: NodeStatus,
): Promise<ArchivedFile[]> {
  // Most nodes are never asked for it.
  const { reportFiles } = await import("../report/report.ts");
  return reportFiles({
    configuration: await contentOf(file),
    former: contents.all,
    status,
    log: logTail.lines,
    versions: reportFacts(),
  });
}

/** What a file says, or why it says nothing. */
async function contentOf(file: string): Promise<string | KozoError> {
  try {
    return await readConfigFile(file);
  } catch (error) {
    if (error instanceof KozoError) return error;
    throw error;
  }
}

/** @throws {KozoError} when the file is wrong now */
async function readFingerprint(
  { file, registry, runtime: { system } }: ControlOptions,
): Promise<string> {
  const config = await loadConfig(file, registry, system.self.name);
  using _ = config.library;
  return config.fingerprint;
}
