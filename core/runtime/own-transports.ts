import { type Environment, withDeadline } from "../environment.ts";
import { KozoError } from "../errors.ts";
import type { Route } from "../link/dialler.ts";
import type { Log } from "../log.ts";
import type { Transport } from "../model/transport.ts";
import { messageOf } from "../text.ts";
import { transportFolder } from "./storage-folder.ts";
import { type Blueprint, configOf, makeTransport } from "./system-builder.ts";

/** Seconds that a transport may take to end. */
const FAREWELL = 0.4;

/** What the transports of this node need. */
export interface OwnTransportsOptions {
  readonly blueprint: Blueprint;
  readonly environment: Environment;
  readonly privateKey: string;
  readonly log: Log;
  /** Ends all that a transport has open. */
  readonly signal: AbortSignal;
  /** Takes a channel that another node has dialled. */
  attach(route: Route): void;
}

/** The transports that this node has. */
export class OwnTransports {
  readonly #options: OwnTransportsOptions;

  /** Makes the transports and gives them to the node. */
  constructor(options: OwnTransportsOptions) {
    this.#options = options;
    const { blueprint, environment, privateKey, log, signal } = options;
    const { system } = blueprint;
    const { self } = system;
    const { transports, roleStorage } = configOf(blueprint, self);
    for (const block of transports) {
      const transport = makeTransport(blueprint, self, block, {
        system,
        environment,
        privateKey,
        ...roleStorage === undefined
          ? {}
          : { folder: transportFolder(roleStorage) },
        signal,
        log: (level, text) => log(level, block.name, text),
      });
      self.transports.set(block.name, transport);
    }
  }

  /** Those that others can connect to. */
  get accepting(): Transport[] {
    const { self } = this.#options.blueprint.system;
    return [...self.transports.values()].filter((one) => one.canAccept());
  }

  /** Takes in all who connect, until the signal is aborted. Never rejects. */
  async accept(): Promise<void> {
    await Promise.all(this.accepting.map((one) => this.#acceptInTime(one)));
  }

  /** A transport that heeds no signal is left behind. */
  async #acceptInTime(transport: Transport): Promise<void> {
    const { environment, log, signal } = this.#options;
    const accepting = this.#acceptOver(transport);
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

  async #acceptOver(transport: Transport): Promise<void> {
    const { signal, log, attach } = this.#options;
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

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
