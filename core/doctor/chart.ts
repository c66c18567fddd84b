import type { Environment } from "../environment.ts";
import type { Finding, Observation } from "./finding.ts";

/** Takes down what is found, with the time that each finding took. */
export class Chart {
  readonly findings: Finding[] = [];
  readonly #environment: Environment;
  readonly #show: (finding: Finding) => Promise<void>;
  #since: number;

  /** @param show is given each finding at once */
  constructor(
    environment: Environment,
    show: (finding: Finding) => Promise<void>,
  ) {
    this.#environment = environment;
    this.#show = show;
    this.#since = environment.monotonic();
  }

  /** Whether there is a link with somebody at its end. */
  get isLinked(): boolean {
    return this.findings.some(({ step, verdict }) =>
      step === "link" && verdict === "good"
    );
  }

  /**
   * Takes down a finding.
   *
   * @param now when it was found, by the clock that never jumps
   */
  async add(
    observation: Observation,
    address: string | null = null,
    now: number = this.#environment.monotonic(),
  ): Promise<Finding> {
    const finding: Finding = {
      step: observation.step,
      address,
      verdict: observation.verdict ?? "good",
      text: observation.text,
      cause: observation.cause ?? null,
      advice: observation.advice ?? null,
      seconds: now - this.#since,
    };
    this.#since = now;
    this.findings.push(finding);
    await this.#show(finding);
    return finding;
  }
}
