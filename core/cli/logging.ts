import {
  configureSync,
  getAnsiColorFormatter,
  getJsonLinesFormatter,
  getLogger,
  getTextFormatter,
  type TextFormatter,
  type TextFormatterOptions,
} from "@logtape/logtape";
import type { Log } from "../log.ts";
import type { LogLevel } from "../model/log-level.ts";
import { printable } from "../text.ts";

/** The levels by which a log can be cut down, the most talkative first. */
export const LOG_LEVELS: readonly LogLevel[] = [
  "debug",
  "info",
  "warning",
  "error",
];

/** Whether a line gets into a log that is cut down to a level. */
export function isLogged(level: LogLevel, least: LogLevel): boolean {
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(least);
}

/** What a log can look like. */
export const LOG_FORMATS = ["text", "json"] as const;

/** One of {@link LOG_FORMATS}. */
export type LogFormat = typeof LOG_FORMATS[number];

/** How a node logs. */
export interface LoggingOptions {
  readonly level: LogLevel;
  readonly format: LogFormat;
}

/** `18:25:52.123 INF cuckoo: Received message …` */
const LINE = {
  timestamp: "time",
  timeZone: null,
  category: ([, ...source]: readonly string[]) => source.join("."),
  format: ({ timestamp, level, category, message }) =>
    `${timestamp} ${level} ${category}: ${message}`,
} satisfies TextFormatterOptions;

const encoder = new TextEncoder();

/** Sets up the program's one log, on standard error. */
export function startLogging({ level, format }: LoggingOptions): Log {
  const formatter = pickFormatter(format);
  configureSync({
    reset: true,
    sinks: { stderr: (record) => write(encoder.encode(formatter(record))) },
    loggers: [
      { category: "kozo", lowestLevel: level, sinks: ["stderr"] },
      { category: ["logtape", "meta"], lowestLevel: "error", sinks: [] },
    ],
  });
  return (level, source, text) => {
    getLogger(["kozo", source])[level](asTemplate(printable(text)));
  };
}

function pickFormatter(format: LogFormat): TextFormatter {
  if (format === "json") return getJsonLinesFormatter();
  return Deno.stderr.isTerminal() && !Deno.noColor
    ? getAnsiColorFormatter(LINE)
    : getTextFormatter(LINE);
}

/** Braces in a text are just braces, not places for values. */
function asTemplate(text: string): string {
  return text.replace(/[{}]/g, "$&$&");
}

/** At once, so that the last words of a program are not lost. */
function write(bytes: Uint8Array): void {
  try {
    let written = 0;
    while (written < bytes.length) {
      written += Deno.stderr.writeSync(bytes.subarray(written));
    }
  } catch {
    // Nobody reads the log any more; the node goes on all the same.
  }
}
