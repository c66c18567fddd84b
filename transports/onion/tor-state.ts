/** How far Tor is. */
export type TorState =
  | { readonly is: "connecting" | "ready" | "offline" }
  | { readonly is: "starting"; readonly phase: string }
  | { readonly is: "down"; readonly why: string };

/** Asks for all that {@link TorSigns} understand; last what sums it up. */
export const ASK_SIGNS =
  "GETINFO network-liveness status/circuit-established status/bootstrap-phase";

/** Has Tor say what is new of them, and of services. */
export const HEAR_SIGNS = "SETEVENTS HS_DESC STATUS_CLIENT NETWORK_LIVENESS";

/** Such as `… BOOTSTRAP PROGRESS=50 TAG=… SUMMARY="Loading …"`. */
const BOOTSTRAP = /BOOTSTRAP PROGRESS=(\d+)(?:.*? SUMMARY="([^"]*)")?/;

/** As an answer, and as news; a Tor that has just started has circuits. */
const CIRCUITS =
  /^status\/circuit-established=1|^STATUS_CLIENT .*( CIRCUIT_ESTABLISHED\b| PROGRESS=100\b)/;
const NO_CIRCUITS =
  /^status\/circuit-established=0|^STATUS_CLIENT .* CIRCUIT_NOT_ESTABLISHED\b/;
const ALIVE = /^network-liveness=up|^NETWORK_LIVENESS UP/;
const DEAD = /^network-liveness=down|^NETWORK_LIVENESS DOWN/;

/** What Tor says of how far it is, answers and news, and what follows of it. */
export class TorSigns {
  #state: TorState | undefined;
  #hasCircuits = true;
  #isAlive = true;

  /** Nothing, as long as Tor has not said how far it is. */
  get state(): TorState | undefined {
    const isOffline = !this.#hasCircuits || !this.#isAlive;
    return this.#state?.is === "ready" && isOffline
      ? { is: "offline" }
      : this.#state;
  }

  /** Takes note of a line. */
  hear(line: string): void {
    if (CIRCUITS.test(line)) this.#hasCircuits = true;
    if (NO_CIRCUITS.test(line)) this.#hasCircuits = false;
    if (ALIVE.test(line)) this.#isAlive = true;
    if (DEAD.test(line)) this.#isAlive = false;
    const [, percent, summary = ""] = BOOTSTRAP.exec(line) ?? [];
    if (percent === undefined) return;
    this.#state = percent === "100"
      ? { is: "ready" }
      : { is: "starting", phase: `${percent} %, ${summary}` };
  }
}
