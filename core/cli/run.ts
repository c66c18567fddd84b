import { parseConfig, readConfigFile } from "../config/load.ts";
import { LogTail } from "../control/log-tail.ts";
import { Reloader } from "../control/reload.ts";
import { openSocket, reopenSocket } from "../control/open.ts";
import { placeVariables } from "../control/places.ts";
import { realEnvironment } from "../environment.ts";
import type { Log } from "../log.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { FormerContents } from "../report/former-contents.ts";
import { Runtime } from "../runtime/runtime.ts";
import { findNode } from "../runtime/system-builder.ts";
import { readPrivateKey } from "../ssh/keys.ts";
import { messageOf } from "../text.ts";
import { LeanMemory } from "./lean-memory.ts";
import { isLogged, type LoggingOptions, startLogging } from "./logging.ts";
import { serveControl } from "./serve-control.ts";
import { ServiceManager } from "./service-manager.ts";
import { isOnTerminal, Signals } from "./signals.ts";
import { watchModules } from "./watch-modules.ts";

/** How a node is run. */
export interface RunOptions extends LoggingOptions {
  /** Whether to make roles anew when their modules' files change. */
  readonly isWatching: boolean;
  /** The path of the socket to be asked at, if not the usual one. */
  readonly control: string | undefined;
}

/**
 * Runs a node until the program is asked to end by SIGINT, SIGTERM or, on a
 * terminal, SIGHUP.
 *
 * @throws {KozoError} when the node cannot be run, with what to do about it
 */
export async function run(
  file: string,
  name: string,
  registry: ModuleRegistry,
  { isWatching, control, ...logging }: RunOptions,
): Promise<void> {
  const content = await readConfigFile(file);
  const contents = new FormerContents(content);
  const config = await parseConfig(file, content, registry, name);
  const node = findNode(config, name);
  const privateKey = await readPrivateKey(
    node.privateKey,
    node.publicKey,
    config.nodes.values(),
  );
  const logTail = new LogTail(realEnvironment);
  const log = logTail.over(
    startLogging(logging),
    (level) => isLogged(level, logging.level),
  );
  const signals = new Signals(isOnTerminal());
  const { ending } = signals;
  using _ = surviveStrayErrors(log);
  using manager = ServiceManager.fromEnvironment(log);
  // It can be found while it starts, and answers as soon as it runs.
  using socket = await openSocket(name, control, placeVariables(), log);
  const starting = Runtime.start({
    config,
    node: name,
    privateKey,
    environment: realEnvironment,
    log,
  });
  const runtime = await Promise.race([starting, ending]);
  if (typeof runtime === "string") {
    // Whatever keeps the node from starting may keep it from stopping, too.
    log("info", "node", `"${name}" ends before it has started: ${runtime}`);
    starting.catch(() => {});
    return;
  }
  log("info", "node", `"${name}" is running`);
  await using _memory = new LeanMemory(realEnvironment);
  manager.ready();
  const load = async () => {
    const content = await readConfigFile(file);
    contents.add(content);
    return await parseConfig(file, content, registry, name);
  };
  using _watch = isWatching
    ? watchModules(config.library, { load, registry, runtime, log })
    : undefined;
  const reloader = new Reloader({ runtime, log, load });
  signals.onReload = () => void reloader.reload();
  const server = socket && serveControl({
    socket,
    reopen: () => reopenSocket(name, control, placeVariables()),
    runtime,
    file,
    contents,
    registry,
    privateKey,
    reloader,
    log,
    logTail,
  });
  const signal = await ending;
  manager.stopping();
  log("info", "node", `"${name}" is stopping: ${signal}`);
  await server?.stop();
  await runtime.stop();
}

/** A promise that a role forgot must not take the whole node down. */
function surviveStrayErrors(log: Log): Disposable {
  const onError = (event: ErrorEvent | PromiseRejectionEvent) => {
    event.preventDefault();
    const error = event instanceof ErrorEvent ? event.error : event.reason;
    log("error", "node", `Nobody handled an error: ${messageOf(error)}`);
    const stack = error instanceof Error ? error.stack ?? "" : "";
    for (const line of stack.split("\n")) log("debug", "node", line);
  };
  addEventListener("error", onError);
  addEventListener("unhandledrejection", onError);
  return {
    [Symbol.dispose]() {
      removeEventListener("error", onError);
      removeEventListener("unhandledrejection", onError);
    },
  };
}
