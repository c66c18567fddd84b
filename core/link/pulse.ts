import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";

/** Heartbeats without a byte after which a link is dead. */
export const DEAD_AFTER = 3.5;

/** Seconds that a peer may take none of what it is sent. */
export const DRAIN_LIMIT = 60;

/** What a pulse does to its link. */
export interface PulseActions {
  /** Sends a heartbeat. */
  beat(): void;
  /** Ends the link. */
  die(error: LinkError): void;
}

/** How a pulse beats. */
export interface PulseOptions {
  /** Seconds between this node's heartbeats. */
  readonly heartbeat: number;
  /** Seconds of silence that are no sign of death, whatever the heartbeats. */
  readonly patience: number;
}

/** Keeps a link alive, and notices when it is dead. */
export class Pulse {
  readonly #heartbeat: number;
  readonly #patience: number;
  readonly #environment: Environment;
  readonly #actions: PulseActions;
  #expected: number;
  #cancel: () => void = () => {};
  #receivedAt: number;
  #sentAt: number;
  #sendingSince: number | undefined;
  #paused = false;
  #tickDue = 0;

  constructor(
    { heartbeat, patience }: PulseOptions,
    environment: Environment,
    actions: PulseActions,
  ) {
    this.#heartbeat = heartbeat;
    this.#patience = patience;
    this.#environment = environment;
    this.#actions = actions;
    // Until the peer has told its own.
    this.#expected = heartbeat;
    this.#receivedAt = this.#sentAt = environment.monotonic();
  }

  /** Begins to beat. */
  start(): void {
    const interval = this.#heartbeat / 2;
    this.#tickDue = this.#environment.monotonic() + interval;
    this.#cancel = this.#environment.after(interval, () => this.#tick());
  }

  /** Stops beating. */
  stop(): void {
    this.#cancel();
  }

  /** The peer beats every `heartbeat` seconds. */
  expect(heartbeat: number): void {
    this.#expected = heartbeat;
  }

  /** Something has come in. */
  received(): void {
    this.#receivedAt = this.#environment.monotonic();
  }

  /** Something is about to go out. */
  sending(): void {
    this.#sendingSince = this.#environment.monotonic();
  }

  /** It has gone out. */
  sent(): void {
    this.#sendingSince = undefined;
    this.#sentAt = this.#environment.monotonic();
  }

  /** Nothing is read for a while, so that silence means nothing. */
  pause(): void {
    this.#paused = true;
  }

  /** Reading goes on. */
  resume(): void {
    this.#paused = false;
    this.received();
  }

  #tick(): void {
    const now = this.#environment.monotonic();
    if (now - this.#tickDue > this.#heartbeat) this.#forgive(now);
    const death = this.#causeOfDeath(now);
    if (death !== undefined) return this.#actions.die(death);
    if (now - this.#sentAt >= this.#heartbeat * 0.9) this.#actions.beat();
    this.start();
  }

  /** This node itself was stopped: what passed since is not the peer's fault. */
  #forgive(now: number): void {
    this.#receivedAt = now;
    if (this.#sendingSince !== undefined) this.#sendingSince = now;
  }

  #causeOfDeath(now: number): LinkError | undefined {
    const heartbeats = DEAD_AFTER * this.#expected;
    const limit = Math.max(heartbeats, this.#patience);
    if (!this.#paused && now - this.#receivedAt > limit) {
      const why = limit === heartbeats
        ? "three and a half heartbeats"
        : "more than the transport may be silent";
      return new LinkError(
        LinkReason.Heartbeat,
        `not a byte for ${limit} s, ${why}`,
      );
    }
    const since = this.#sendingSince ?? now;
    return now - since <= DRAIN_LIMIT ? undefined : new LinkError(
      LinkReason.Timeout,
      `the peer has read nothing for ${DRAIN_LIMIT} s`,
    );
  }
}
