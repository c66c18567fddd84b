import type { Environment } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import { isLoopback } from "../net/host-and-port.ts";
import { ROUNDING } from "../rounding.ts";
import { Place } from "./place.ts";

/** How many strangers may stand at the door. */
export interface AcceptGateLimits {
  /** Connections that authenticate themselves at once, at most. */
  readonly pending: number;
  /** Of these, from one address; loopback (Tor, this machine) is exempt. */
  readonly pendingPerAddress: number;
  /** Seconds for which one may stand still while another waits for its place. */
  readonly standstill: number;
  /** Connections that wait for their turn, at most. */
  readonly waiting: number;
  /** Of these, from one address; loopback is exempt here, too. */
  readonly waitingPerAddress: number;
  /** Seconds that a connection may wait for its turn. */
  readonly patience: number;
}

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
  readonly #places = new Set<Place>();
  readonly #waiters = new Set<Waiter>();
  /** Calls off the look at who stands still. */
  #stopLooking = () => {};

  constructor(limits: AcceptGateLimits, environment: Environment) {
    this.#limits = limits;
    this.#environment = environment;
  }

  /**
   * Waits for a place at the gate.
   *
   * @param address where the connection comes from, if that is known
   * @returns the place, to be left once the connection is authenticated or gone
   * @throws {LinkError} `crowded`, when too many wait or the turn never came
   * @throws the signal's reason when that is aborted
   */
  enter(address: string | undefined, signal: AbortSignal): Promise<Place> {
    if (signal.aborted) return Promise.reject(signal.reason);
    const counted = address === undefined || isLoopback(address)
      ? undefined
      : address;
    if (this.#hasPlace(counted)) return Promise.resolve(this.#admit(counted));
    if (!this.#hasRoom(counted)) {
      return Promise.reject(crowded(`${this.#waiters.size} others wait`));
    }
    const waiting = this.#wait(counted, signal);
    this.#look();
    return waiting;
  }

  #wait(address: string | undefined, signal: AbortSignal): Promise<Place> {
    const { promise, resolve, reject } = Promise.withResolvers<Place>();
    const { patience } = this.#limits;
    const end = () => {
      cancel();
      signal.removeEventListener("abort", onAbort);
      this.#waiters.delete(waiter);
    };
    const giveUp = (reason: unknown) => {
      end();
      reject(reason);
      this.#look();
    };
    const waiter: Waiter = {
      address,
      admit: () => {
        end();
        resolve(this.#admit(address));
      },
    };
    const onAbort = () => giveUp(signal.reason);
    const cancel = this.#environment.after(
      patience,
      () => giveUp(crowded(`no place within ${patience} s`)),
    );
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

  /** @param without a place that may count as free */
  #hasPlace(address: string | undefined, without?: Place): boolean {
    const taken = [...this.#places].filter((place) => place !== without);
    if (taken.length >= this.#limits.pending) return false;
    if (address === undefined) return true;
    const pending = taken.filter((place) => place.address === address);
    return pending.length < this.#limits.pendingPerAddress;
  }

  #admit(address: string | undefined): Place {
    const place = new Place(address, this.#environment, (place) => {
      if (this.#places.delete(place)) this.#admitNext();
    });
    this.#places.add(place);
    return place;
  }

  /** The first in line whose address has a place goes next. */
  #admitNext(): void {
    for (const waiter of this.#waiters) {
      if (this.#hasPlace(waiter.address)) {
        waiter.admit();
        break;
      }
    }
    this.#look();
  }

  /** Takes a place from who stands still, as soon as that is for too long. */
  #look(): void {
    this.#stopLooking();
    const [stillest] = [...this.#places]
      .filter((place) => this.#isAwaited(place))
      .sort((a, b) => b.standstill - a.standstill);
    if (stillest === undefined) return;
    const left = this.#limits.standstill - stillest.standstill;
    if (left <= ROUNDING) return stillest.take();
    this.#stopLooking = this.#environment.after(left, () => this.#look());
  }

  /** Whether somebody waits who could have a place. */
  #isAwaited(place: Place): boolean {
    return [...this.#waiters]
      .some(({ address }) => this.#hasPlace(address, place));
  }
}

function crowded(detail: string): LinkError {
  return new LinkError(
    LinkReason.Crowded,
    `Too many connections that are not authenticated yet: ${detail}`,
  );
}
