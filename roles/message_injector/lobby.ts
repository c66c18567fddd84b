import { LineError } from "./line-error.ts";

/** Clients at a time, at most. */
const MAX_CLIENTS = 32;

/** Of those that have still to give the password: in all, and of one address. */
const MAX_STRANGERS = 16;
const MAX_OF_ADDRESS = 4;

/** A client's place, until it is disposed of. */
export interface Place extends Disposable {
  /**
   * Takes a place among the clients, for it may inject.
   *
   * @throws {LineError} when there is none
   */
  letIn(): void;
}

/** Sees to it that those who may not inject keep nobody out who may. */
export class Lobby {
  #clients = 0;
  /** The addresses of those that have still to give the password. */
  readonly #strangers: string[] = [];

  /**
   * Gives a stranger a place.
   *
   * @throws {LineError} when there is none
   */
  enter(address: string): Place {
    const neighbours = this.#strangers.filter((other) => other === address);
    if (neighbours.length >= MAX_OF_ADDRESS) {
      throw full(`${MAX_OF_ADDRESS} of your address, without the password,`);
    }
    if (this.#strangers.length >= MAX_STRANGERS) {
      throw full(`${MAX_STRANGERS} without the password`);
    }
    this.#strangers.push(address);
    const leave = () => {
      this.#strangers.splice(this.#strangers.indexOf(address), 1);
    };
    return this.#placeOf(leave);
  }

  #placeOf(leaveStrangers: () => void): Place {
    let leave = leaveStrangers;
    return {
      letIn: () => {
        if (this.#clients >= MAX_CLIENTS) throw full(`${MAX_CLIENTS} clients`);
        this.#clients++;
        leave();
        leave = () => void this.#clients--;
      },
      [Symbol.dispose]: () => leave(),
    };
  }
}

function full(who: string): LineError {
  return new LineError(1, `${who} are connected, the most that may be`);
}
