import type { Duplex } from "node:stream";
import { sleep, withDeadline } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import { Handoff } from "../handoff.ts";
import { toLinkError } from "../failure.ts";
import type { Channel } from "../model/channel.ts";
import type { TransportHost } from "../model/transport.ts";
import { messageOf } from "../text.ts";
import { AcceptGate } from "./accept-gate.ts";
import type { Place } from "./place.ts";
import { RefusalLog } from "./refusal-log.ts";
import { authenticateAsServer, type Guest } from "./server.ts";
import { SshChannel } from "./ssh-channel.ts";

/**
 * Seconds that somebody may take to say the first word. A node says it at once,
 * even over a slow circuit; so those who only hold a place are soon gone.
 */
const FIRST_WORD = 15;

/**
 * Strangers that may be at the door at once; see {@link AcceptGate}. Who waits
 * has the patience to outlast those that say a word at last, and no more.
 */
const GATE = {
  pending: 10,
  pendingPerAddress: 2,
  standstill: 15,
  waiting: 100,
  waitingPerAddress: 10,
  patience: FIRST_WORD + 15,
};

/** Seconds before the next try when a connection could not be accepted. */
const RETRY = 1;

/** What a reception needs of its transport. */
export interface ReceptionOptions {
  readonly host: TransportHost;
  /** Seconds that both ends may take to authenticate themselves. */
  readonly handshakeTimeout: number;
  /** Waits for the next connection. */
  next(signal: AbortSignal): Promise<Duplex>;
}

/** Takes in the nodes that connect, and turns everyone else away. */
export class Reception {
  readonly #options: ReceptionOptions;
  readonly #accepted = new Handoff<Channel>();
  readonly #gate: AcceptGate;
  readonly #refusals: RefusalLog;

  /** Opens at once, until the node stops. */
  constructor(options: ReceptionOptions) {
    const { host } = options;
    this.#options = options;
    this.#gate = new AcceptGate(GATE, host.environment);
    this.#refusals = new RefusalLog(
      host.environment,
      (text) => host.log("warning", text),
    );
    void this.#run(host.signal);
  }

  /**
   * Waits for the next node that has proven who it is.
   *
   * @throws the signal's reason when that is aborted
   */
  take(signal: AbortSignal): Promise<Channel> {
    return this.#accepted.take(signal);
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { environment, log } = this.#options.host;
    while (!signal.aborted) {
      try {
        void this.#receive(await this.#options.next(signal), signal);
      } catch (error) {
        if (signal.aborted) return;
        log("error", `Cannot accept connections: ${messageOf(error)}`);
        await sleep(environment, RETRY, signal).catch(() => {});
      }
    }
  }

  /** Finds out who has come. Never rejects. */
  async #receive(socket: Duplex, signal: AbortSignal): Promise<void> {
    const address = addressOf(socket);
    const gone = new AbortController();
    const hangUp = () =>
      gone.abort(new LinkError(LinkReason.Lost, "It hung up while it waited"));
    // The server attaches its own; until then an error must not go unheard.
    socket.on("error", () => {}).on("close", hangUp);
    if (socket.destroyed) hangUp();
    try {
      const present = AbortSignal.any([signal, gone.signal]);
      const place = await this.#gate.enter(address, present);
      const channel = await this.#authenticate(socket, place, signal)
        .finally(() => place.leave());
      if (signal.aborted) await channel.close();
      else this.#accepted.give(channel);
    } catch (error) {
      socket.destroy();
      if (!signal.aborted) this.#turnAway(address, error);
    }
  }

  async #authenticate(
    socket: Duplex,
    place: Place,
    signal: AbortSignal,
  ): Promise<Channel> {
    const { host, handshakeTimeout } = this.#options;
    const late = () =>
      new LinkError(
        LinkReason.Timeout,
        `It did not authenticate itself within ${handshakeTimeout} s`,
      );
    const { peer, session } = await withDeadline(
      host.environment,
      handshakeTimeout,
      AbortSignal.any([signal, place.signal]),
      late,
      (limited) => this.#hear(socket, place, limited),
    );
    return new SshChannel(peer, host.system.self, session, host);
  }

  /** Talks to those alone who say something soon. */
  async #hear(
    socket: Duplex,
    place: Place,
    signal: AbortSignal,
  ): Promise<Guest> {
    const { host } = this.#options;
    const silence = new AbortController();
    const text = `It has said nothing within ${FIRST_WORD} s`;
    const cancel = host.environment.after(
      FIRST_WORD,
      () => silence.abort(new LinkError(LinkReason.Timeout, text)),
    );
    const onWord = () => {
      cancel();
      place.moveOn();
    };
    socket.once("data", onWord);
    const limited = AbortSignal.any([signal, silence.signal]);
    const onStep = () => place.moveOn();
    return await authenticateAsServer(socket, host, limited, onStep)
      .finally(cancel);
  }

  #turnAway(address: string | undefined, cause: unknown): void {
    const error = toLinkError(cause, "It failed");
    // That is how nodes that have dialled each other get to one link.
    if (error.reason !== LinkReason.CalledOff) {
      return this.#refusals.add(address, error);
    }
    this.#options.host.log("debug", error.message);
  }
}

/** Where a socket comes from; those that have lost theirs count as one. */
function addressOf(socket: Duplex): string | undefined {
  if (!("remoteAddress" in socket)) return undefined;
  const { remoteAddress } = socket;
  if (typeof remoteAddress !== "string") return "nowhere";
  return remoteAddress.replace(/^::ffff:/, "");
}
