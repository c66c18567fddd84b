import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";

/** How many strangers may stand at the door. */
export interface AcceptGateLimits {
  /** Connections that authenticate themselves at once, at most. */
  readonly pending: number;
  /** Of these, from one address; loopback (Tor, this machine) is exempt. */
  readonly pendingPerAddress: number;
  /** Connections that wait for their turn, at most. */
  readonly waiting: number;
  /** Of these, from one address; loopback is exempt here, too. */
  readonly waitingPerAddress: number;
  /** Seconds that a connection may wait for its turn. */
  readonly patience: number;
}

/** Hands the place at the gate back. */
export type Leave = () => void;

interface Waiter {
  readonly address: string | undefined;
  readonly admit: () => void;
}

/**
 * Stands before authentication, where anyone can knock: it bounds how many
 * connections cost anything at once, in all and from one address.
 */
export class AcceptGate {
  readonly #limits: AcceptGateLimits;
  readonly #environment: Environment;
  readonly #pendingByAddress = new Map<string | undefined, number>();
  readonly #waiters = new Set<Waiter>();
  #pending = 0;

  constructor(limits: AcceptGateLimits, environment: Environment) {
    this.#limits = limits;
    this.#environment = environment;
  }

  /**
   * Waits for a place at the gate.
   *
   * @param address where the connection comes from, if that is known
   * @returns what to call once the connection is authenticated or gone
   * @throws {LinkError} `crowded`, when too many wait or the turn never came
   * @throws the signal's reason when that is aborted
   */
  enter(address: string | undefined, signal: AbortSignal): Promise<Leave> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const counted = isLoopback(address) ? undefined : address;
    if (this.#hasPlace(counted)) return Promise.resolve(this.#admit(counted));
    if (!this.#hasRoom(counted)) {
      return Promise.reject(crowded(`${this.#waiters.size} others wait`));
    }
    return this.#wait(counted, signal);
  }

  #wait(address: string | undefined, signal: AbortSignal): Promise<Leave> {
    const { promise, resolve, reject } = Promise.withResolvers<Leave>();
    const { patience } = this.#limits;
    const give = () => {
      cancel();
      signal.removeEventListener("abort", onAbort);
      this.#waiters.delete(waiter);
    };
    const waiter: Waiter = {
      address,
      admit: () => {
        give();
        resolve(this.#admit(address));
      },
    };
    const onAbort = () => {
      give();
      reject(signal.reason);
    };
    const cancel = this.#environment.after(patience, () => {
      give();
      reject(crowded(`no place within ${patience} s`));
    });
    signal.addEventListener("abort", onAbort, { once: true });
    this.#waiters.add(waiter);
    return promise;
  }

  /** Whether one more may wait. */
  #hasRoom(address: string | undefined): boolean {
    if (this.#waiters.size >= this.#limits.waiting) return false;
    if (address === undefined) return true;
    const waiting = [...this.#waiters].filter((w) => w.address === address);
    return waiting.length < this.#limits.waitingPerAddress;
  }

  #hasPlace(address: string | undefined): boolean {
    if (this.#pending >= this.#limits.pending) return false;
    if (address === undefined) return true;
    const pending = this.#pendingByAddress.get(address) ?? 0;
    return pending < this.#limits.pendingPerAddress;
  }

  #admit(address: string | undefined): Leave {
    this.#pending++;
    this.#count(address, +1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#pending--;
      this.#count(address, -1);
      this.#admitNext();
    };
  }

  /** The first in line whose address has a place goes next. */
  #admitNext(): void {
    for (const waiter of this.#waiters) {
      if (this.#hasPlace(waiter.address)) return waiter.admit();
    }
  }

  #count(address: string | undefined, change: number): void {
    if (address === undefined) return;
    const count = (this.#pendingByAddress.get(address) ?? 0) + change;
    if (count > 0) this.#pendingByAddress.set(address, count);
    else this.#pendingByAddress.delete(address);
  }
}

function crowded(detail: string): LinkError {
  return new LinkError(
    LinkReason.Crowded,
    `Too many connections that are not authenticated yet: ${detail}`,
  );
}

function isLoopback(address: string | undefined): boolean {
  return address === "::1" || address?.startsWith("127.") === true;
}
