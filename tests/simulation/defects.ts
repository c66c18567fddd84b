/** A mistake that somebody might make, and what it breaks. */
export interface Defect {
  readonly name: string;
  /** The file, from the project's root. */
  readonly file: string;
  /** What stands there, once. */
  readonly from: string;
  /** What the mistake makes of it. */
  readonly to: string;
  /** What the simulation says of it, among other things. */
  readonly breaks: RegExp;
}

/** What the simulation must find, one by one. */
export const defects: readonly Defect[] = [
  {
    name: "a queue without a bound",
    file: "core/link/rolling-queue.ts",
    from: "return this.length < this.#limits.length &&",
    to: "return true || this.length < this.#limits.length &&",
    breaks: /guarantee 5/,
  },
  {
    name: "a sender that is not checked",
    file: "core/link/links.ts",
    from: "if (frame.sender === peer)",
    to: "if (frame.sender === peer || frame.sender !== peer)",
    breaks: /guarantee 3/,
  },
  {
    name: "a message delivered twice",
    file: "core/runtime/router.ts",
    from: "isKept = true;",
    to: "this.#options.deliver(role, message.copy());",
    breaks: /guarantee 1/,
  },
  {
    name: "a new link that is read before the old one is at its end",
    file: "core/link/links.ts",
    from: "if (after > 0) link.hold(this.#succession.passed(after));",
    to: "if (after > 0) ;",
    breaks: /guarantee 1/,
  },
  {
    name: "a link taken for the newest because its start came last",
    file: "core/link/links.ts",
    from: "if (number > this.#followed)",
    to: "if (number > 0)",
    breaks: /guarantee [16]|never heard/,
  },
  {
    name: "a handover that is taken for a loss",
    file: "core/link/links.ts",
    from: "const after = wasUsable ? this.#number : 0;",
    to: "const after = 0;",
    breaks: /guarantee 1|never heard/,
  },
  {
    name: 'a "never" that is overheard',
    file: "core/link/policy.ts",
    from: "return own > theirs",
    to: 'if (own + theirs > 0) return "ondemand"; return own > theirs',
    breaks: /guarantee 6/,
  },
  {
    name: "a dead link that nobody notices",
    file: "core/link/pulse.ts",
    from: "const heartbeats = DEAD_AFTER * this.#expected;",
    to: "const heartbeats = 1000 * DEAD_AFTER * this.#expected;",
    breaks: /guarantee 6/,
  },
  {
    name: "a back-off without a cap",
    file: "core/backoff.ts",
    from: "Math.min(this.#cap, FIRST_RETRY * 2 ** this.#failures)",
    to: "60 + this.#cap * 2 ** this.#failures",
    breaks: /guarantee 6/,
  },
  {
    name: "a better transport that is never tried again",
    file: "core/link/upgrade.ts",
    from: "if (!this.#options.isWanted()) return;",
    to: "if (this.#options.interval > 0) return;",
    breaks: /better transport/,
  },
  {
    name: "interest that is not asked for",
    file: "core/runtime/router.ts",
    from: "return role.isInterestedIn(message) === true;",
    to: "return role.isInterestedIn(message) === true || true;",
    breaks: /does not want it/,
  },
  {
    name: "a role that stays down",
    file: "core/runtime/role-supervisor.ts",
    from: "const seconds = this.#backoff.next();",
    to: "const seconds = 1e6;",
    breaks: /guarantee 7/,
  },
];
