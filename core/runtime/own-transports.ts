import { aborted } from "../aborted.ts";
import { type Environment, sleep, withDeadline } from "../environment.ts";
import { KozoError } from "../errors.ts";
import type { Route } from "../link/dialler.ts";
import type { Log } from "../log.ts";
import type { Transport } from "../model/transport.ts";
import { messageOf } from "../text.ts";
import { begin } from "./begin.ts";
import type { Difference } from "./changes.ts";
import { transportFolder } from "./storage-folder.ts";
import { type Blueprint, configOf, makeTransport } from "./system-builder.ts";

/** Seconds that a transport may take to end. */
const FAREWELL = 0.4;

/** Tries to listen where somebody else has listened before, and seconds between. */
const MOST_BINDS = 20;
const BIND_PAUSE = 0.05;

/** What the transports of this node need. */
export interface OwnTransportsOptions {
  readonly blueprint: Blueprint;
  readonly environment: Environment;
  readonly privateKey: string;
  readonly log: Log;
  /** Ends all that a transport has open. */
  readonly signal: AbortSignal;
  /** Whether they only dial, in the place of the node. Default: false. */
  readonly isStandIn?: boolean;
  /** Takes a channel that another node has dialled. */
  attach(route: Route): void;
}

/** A transport that this node has. */
interface Own {
  readonly transport: Transport;
  /** Ends it alone. */
  readonly end: AbortController;
  readonly signal: AbortSignal;
  accepting: Promise<void>;
}

/** The transports that this node has. */
export class OwnTransports {
  readonly #options: OwnTransportsOptions;
  readonly #own = new Map<string, Own>();
  /** Transports that were taken out, as long as they take to end. */
  readonly #ending = new Set<Promise<void>>();
  /** Whether connections are accepted. */
  #isAccepting = false;

  /** Makes the transports and gives them to the node. */
  constructor(options: OwnTransportsOptions) {
    this.#options = options;
    const { blueprint } = options;
    const { self } = blueprint.system;
    for (const { name } of configOf(blueprint, self).transports) {
      this.#make(blueprint, name);
    }
  }

  /** Those that others can connect to. */
  get accepting(): Transport[] {
    return [...this.#own.values()].map(({ transport }) => transport)
      .filter((one) => one.canAccept());
  }

  /** Takes in all who connect, until the signal is aborted. Never rejects. */
  async accept(): Promise<void> {
    this.#isAccepting = true;
    for (const own of this.#own.values()) this.#accept(own);
    await aborted(this.#options.signal);
    await Promise.all([...this.#own.values()].map((own) => own.accepting));
    await Promise.all(this.#ending);
  }

  /**
   * Ends transports, and makes those of a blueprint in their place. What begins
   * finds the other nodes as they will be.
   *
   * @param names those that end, and those that begin
   * @param install changes the other nodes, and returns what puts them back
   * @returns those that have ended
   * @throws {StartError} when one cannot begin; then all is as it was before,
   * as far as that is possible
   */
  async change(
    before: Blueprint,
    after: Blueprint,
    { added, removed, changed }: Difference,
    install: () => () => void,
  ): Promise<Transport[]> {
    const gone = [...removed, ...changed].flatMap((name) => this.#end(name));
    const putBack = install();
    try {
      await this.#begin(after, [...added, ...changed]);
    } catch (error) {
      for (const name of [...added, ...changed]) this.#end(name);
      putBack();
      await this.#begin(before, [...removed, ...changed]);
      throw error;
    }
    return gone;
  }

  /** Tells all of them that other nodes have changed. Never rejects. */
  async nodesChanged(): Promise<void> {
    for (const { transport } of this.#own.values()) {
      try {
        await transport.nodesChanged();
      } catch (error) {
        this.#options.log("error", transport.name, messageOf(error));
      }
    }
  }

  async #begin(blueprint: Blueprint, names: readonly string[]): Promise<void> {
    for (const name of names) {
      const own = this.#make(blueprint, name);
      const { transport } = own;
      await begin(transport, () => transport.init());
      await begin(transport, () => transport.localInit());
      if (transport.canAccept()) await this.#bind(transport);
      if (this.#isAccepting) this.#accept(own);
    }
  }

  /** What listened there before may take a moment to end. */
  async #bind(transport: Transport): Promise<void> {
    const { environment, signal } = this.#options;
    for (let tries = 1;; tries++) {
      try {
        return await begin(transport, () => transport.bind());
      } catch (error) {
        if (tries >= MOST_BINDS) throw error;
        await sleep(environment, BIND_PAUSE, signal);
      }
    }
  }

  #make(blueprint: Blueprint, name: string): Own {
    const { environment, privateKey, log, signal, isStandIn = false } =
      this.#options;
    const { system } = blueprint;
    const { self } = system;
    const { transports, roleStorage } = configOf(blueprint, self);
    const block = transports.find((one) => one.name === name);
    if (block === undefined) throw new TypeError(`No transport "${name}"`);
    const end = new AbortController();
    const either = AbortSignal.any([signal, end.signal]);
    const transport = makeTransport(blueprint, self, block, {
      system,
      environment,
      privateKey,
      ...roleStorage && { folder: transportFolder(roleStorage) },
      signal: either,
      isStandIn,
      log: (level, text) => log(level, name, text),
    });
    const accepting = Promise.resolve();
    const own: Own = { transport, end, signal: either, accepting };
    this.#own.set(name, own);
    self.transports.set(name, transport);
    return own;
  }

  /** @returns the transport, if there was one */
  #end(name: string): Transport[] {
    const own = this.#own.get(name);
    if (own === undefined) return [];
    this.#own.delete(name);
    this.#options.blueprint.system.self.transports.delete(name);
    own.end.abort();
    const ending = own.accepting.then(() => void this.#ending.delete(ending));
    this.#ending.add(ending);
    return [own.transport];
  }

  #accept(own: Own): void {
    if (own.transport.canAccept()) own.accepting = this.#acceptInTime(own);
  }

  /** A transport that heeds no signal is left behind. */
  async #acceptInTime({ transport, signal }: Own): Promise<void> {
    const { environment, log } = this.#options;
    const accepting = this.#acceptOver(transport, signal);
    await Promise.race([accepting, aborted(signal)]);
    const late = () =>
      new KozoError(
        `Its accept has not returned within ${FAREWELL} s: it should end as ` +
          "soon as its signal is aborted",
      );
    const { signal: never } = new AbortController();
    try {
      await withDeadline(environment, FAREWELL, never, late, () => accepting);
    } catch (error) {
      log("warning", transport.name, messageOf(error));
    }
  }

  async #acceptOver(transport: Transport, signal: AbortSignal): Promise<void> {
    const { log, attach } = this.#options;
    while (!signal.aborted) {
      try {
        attach({ channel: await transport.accept(signal), transport });
      } catch (error) {
        if (signal.aborted) return;
        const why = messageOf(error);
        log("warning", transport.name, `Could not accept a connection: ${why}`);
      }
    }
  }
}
