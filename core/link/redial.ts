import { type Environment, sleep } from "../environment.ts";
import { type LinkError, LinkReason } from "../errors.ts";
import { Backoff } from "../backoff.ts";
import { ROUNDING } from "../rounding.ts";
import { Wake } from "../wake.ts";

/** Seconds that a link must have lived for the next dial to come soon. */
const STABLE = 10;

/** What a retry does not mend: somebody has to change a configuration. */
const LASTING: ReadonlySet<LinkReason> = new Set([
  LinkReason.KeyRefused,
  LinkReason.ClientAuth,
  LinkReason.WrongHostKey,
  LinkReason.UnknownKey,
  LinkReason.WrongName,
  LinkReason.Version,
  LinkReason.Policy,
  LinkReason.NoTransport,
]);

/** What a {@link Redial} needs. */
export interface RedialOptions {
  readonly environment: Environment;
  /** Seconds between two tries at most. */
  readonly connectionRetry: number;
  /** Seconds before the very first try. */
  readonly patience: number;
  /** Whether there should be a link and is none. */
  isWanted(): boolean;
  /** Tries once. Never rejects. @returns why it failed, if it did */
  dial(signal: AbortSignal): Promise<LinkError | undefined>;
}

/** Dials a peer whenever a link to it is wanted, but not too often. */
export class Redial {
  readonly #options: RedialOptions;
  readonly #backoff: Backoff;
  readonly #wake = new Wake();
  #notBefore: number;
  #attempt: AbortController | undefined;
  /** Ends the pause between two tries. */
  #hurry = new AbortController();

  constructor(options: RedialOptions) {
    this.#options = options;
    const { environment, connectionRetry, patience } = options;
    this.#backoff = new Backoff(connectionRetry, () => environment.random());
    this.#notBefore = environment.monotonic() + patience;
  }

  /** Whether a try is on. */
  get isTrying(): boolean {
    return this.#attempt !== undefined;
  }

  /** Seconds until the next try may come; 0 or less: at once. */
  get secondsLeft(): number {
    return this.#notBefore - this.#options.environment.monotonic();
  }

  /** What is wanted may have changed. */
  wake(): void {
    this.#wake.wake();
  }

  /** A try may do better now: the next one comes at once. */
  hurry(): void {
    this.#backoff.reset();
    this.#notBefore = this.#options.environment.monotonic();
    this.#hurry.abort();
    this.wake();
  }

  /** Calls off the try that is on. */
  callOff(): void {
    this.#attempt?.abort();
  }

  /** A link has ended after so many seconds of use. */
  ended(error: LinkError, seconds: number): void {
    const now = this.#options.environment.monotonic();
    if (seconds >= STABLE) this.#backoff.reset();
    if (error.reason === LinkReason.Idle) this.#notBefore = now;
    else this.#delay(error, now);
    this.wake();
  }

  /** Runs until `signal` is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const onAbort = () => this.wake();
    signal.addEventListener("abort", onAbort, { once: true });
    while (!signal.aborted) {
      if (!this.#options.isWanted()) await this.#wake.wait();
      else if (this.secondsLeft > ROUNDING) await this.#pause(signal);
      else await this.#try(signal);
    }
    signal.removeEventListener("abort", onAbort);
  }

  async #pause(signal: AbortSignal): Promise<void> {
    const { environment } = this.#options;
    this.#hurry = new AbortController();
    const either = AbortSignal.any([signal, this.#hurry.signal]);
    await sleep(environment, this.secondsLeft, either).catch(() => {});
  }

  async #try(signal: AbortSignal): Promise<void> {
    const { environment, dial } = this.#options;
    const attempt = this.#attempt = new AbortController();
    const start = environment.monotonic();
    const error = await dial(AbortSignal.any([signal, attempt.signal]));
    this.#attempt = undefined;
    if (error !== undefined) this.#delay(error, start);
  }

  /** Counts from the start of a try: one that hangs has waited already. */
  #delay(error: LinkError, start: number): void {
    const isLasting = LASTING.has(error.reason);
    const seconds = isLasting ? this.#backoff.cap : this.#backoff.next();
    this.#notBefore = start + seconds;
  }
}
