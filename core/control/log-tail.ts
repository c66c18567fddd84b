import type { Environment } from "../environment.ts";
import type { Log } from "../log.ts";
import type { LogLevel } from "../model/log-level.ts";
import { shorten } from "../shorten.ts";

/** Lines that are remembered at most, and characters of each. */
const MOST_LINES = 500;
const LONGEST_LINE = 1000;

/** A line of a node's log. */
export interface LogLine {
  /** Seconds since 1970. */
  readonly at: number;
  readonly level: LogLevel;
  /** The part of the node that speaks. */
  readonly source: string;
  readonly text: string;
}

/** The last lines of a node's log, for a report. */
export class LogTail {
  readonly #environment: Environment;
  readonly #lines: LogLine[] = [];

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  /** Those remembered, the latest last. */
  get lines(): readonly LogLine[] {
    return [...this.#lines];
  }

  /**
   * A log that does what `log` does, and is remembered.
   *
   * @param isLogged whether lines of a level get into the log at all
   */
  over(log: Log, isLogged: (level: LogLevel) => boolean): Log {
    return (level, source, text) => {
      log(level, source, text);
      if (isLogged(level)) this.#add(level, source, text);
    };
  }

  #add(level: LogLevel, source: string, text: string): void {
    const at = this.#environment.now();
    const line = { at, level, source, text: shorten(text, LONGEST_LINE) };
    this.#lines.push(line);
    if (this.#lines.length > MOST_LINES) this.#lines.shift();
  }
}
