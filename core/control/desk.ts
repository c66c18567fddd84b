import { type Environment, sleep, withDeadline } from "../environment.ts";
import type { Peer } from "../link/peer.ts";
import type { Pong } from "../link/pings.ts";
import { UsageError } from "../errors.ts";
import type { ArchivedFile } from "../report/tar.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { quote, remedy } from "../wording.ts";
import type { Diagnosis } from "../doctor/finding.ts";
import type { Answerers, Listener } from "./control-server.ts";
import { NegativeAnswer } from "./errors.ts";
import { neededText, textIn } from "./question.ts";
import type { Reloaded } from "./reload.ts";
import { sendMessage } from "./send.ts";
import { statusOf } from "./status.ts";
import type { NodeStatus } from "./status-shape.ts";
import { Tail } from "./tail.ts";
import type { Question } from "./words.ts";

/** Seconds that a peer has to answer a ping. */
const PING_PATIENCE = 5;

/** Seconds between two looks whether what is waited for has come. */
const GLANCE = 0.05;

/** What the questions to a running node are answered from. */
export interface DeskOptions {
  readonly runtime: Runtime;
  readonly environment: Environment;
  /** The node's private key as the text of its file. */
  readonly privateKey: string;
  /**
   * Reads the configuration file as it is now, and gives its fingerprint.
   *
   * @throws {KozoError} when it is wrong
   */
  readFingerprint(): Promise<string>;
  /** Makes the node follow its configuration file. */
  reload(): Promise<Reloaded>;
  /** The files of a report, without any secret. */
  report(status: NodeStatus): Promise<ArchivedFile[]>;
}

/** What answers the questions to a running node. */
export function answerersOf(options: DeskOptions): Answerers {
  const { runtime, environment } = options;
  return {
    status(_question, { signal }) {
      return statusOf(runtime, environment, signal);
    },
    async tail(question, { signal, show }) {
      const tail = new Tail({
        type: textIn(question, "type"),
        from: senderIn(runtime, question),
        role: textIn(question, "role"),
      });
      using _tap = runtime.tap((message) => tail.see(message));
      await tail.run(show, environment, signal);
    },
    // deno-lint-ignore require-await -- what it throws is an answer, too
    async send(question) {
      return sendMessage(runtime, question);
    },
    async ping(question, { signal }) {
      const peer = findPeer(runtime, neededText(question, "peer"));
      return await ping(peer, environment, signal);
    },
    async wait(question, { signal }) {
      const name = textIn(question, "peer");
      if (name !== undefined) await untilLinked(options, name, signal);
      return { node: runtime.system.self.name, peer: name ?? null };
    },
    reload: () => options.reload(),
    async report(_question, { signal }) {
      return await options.report(
        await statusOf(runtime, environment, signal),
      );
    },
    async doctor(question, listener) {
      const peer = findPeer(runtime, neededText(question, "peer"));
      return await examinePeer(options, peer, listener);
    },
  };
}

async function examinePeer(
  { runtime, environment, privateKey, readFingerprint }: DeskOptions,
  peer: Peer,
  { show, signal }: Listener,
): Promise<Diagnosis> {
  const { system, config } = runtime;
  const patient = {
    system,
    other: peer.node,
    config,
    privateKey,
    environment,
    peer,
    restart: runtime.restart,
    readFingerprint,
  };
  // Most nodes are never asked for it.
  const { examine } = await import("../doctor/examine.ts");
  return await examine(patient, (finding) => show([finding]), signal);
}

/**
 * The node whose messages alone are of interest, if there is one.
 *
 * @throws {UsageError} when the node knows none of that name
 */
function senderIn(runtime: Runtime, question: Question): string | undefined {
  const from = textIn(question, "from");
  const { self } = runtime.system;
  if (from === undefined || from === self.name) return from;
  if (runtime.peers.has(from)) return from;
  throw unknown(runtime, from, [self.name, ...runtime.peers.keys()]);
}

function unknown(
  { system: { self } }: Runtime,
  name: string,
  known: readonly string[],
): UsageError {
  return new UsageError(
    `${quote(self.name)} knows no node ${quote(name)}${remedy(name, known)}`,
  );
}

/** @throws {UsageError} when there is none of that name, or it is the node */
export function findPeer(runtime: Runtime, name: string): Peer {
  const peer = runtime.peers.get(name);
  if (peer !== undefined) return peer;
  const { self } = runtime.system;
  if (name !== self.name) {
    throw unknown(runtime, name, [...runtime.peers.keys()]);
  }
  throw new UsageError(`${quote(name)} is this node itself`);
}

async function ping(
  peer: Peer,
  environment: Environment,
  signal: AbortSignal,
): Promise<Pong> {
  const { name } = peer.node;
  const late = () =>
    new NegativeAnswer(
      `${quote(name)} has not answered within ${PING_PATIENCE} s`,
    );
  const asking = (limited: AbortSignal) => peer.ping(limited);
  return await withDeadline(environment, PING_PATIENCE, signal, late, asking);
}

/**
 * A reload may change the node that is waited for, or take it away.
 *
 * @throws {UsageError} when there is none of that name
 * @throws {NegativeAnswer} when there is none any more
 */
async function untilLinked(
  { runtime, environment }: DeskOptions,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  let peer: Peer | undefined = findPeer(runtime, name);
  while (peer?.route === undefined) {
    await sleep(environment, GLANCE, signal);
    peer = runtime.peers.get(name);
    if (peer !== undefined) continue;
    const { self } = runtime.system;
    throw new NegativeAnswer(
      `${quote(self.name)} knows no node ${quote(name)} any more: ` +
        "its configuration was reloaded",
    );
  }
}
