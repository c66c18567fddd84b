/** Logs lines of every level and shape, in the format and level of the arguments. */
import {
  LOG_FORMATS,
  LOG_LEVELS,
  startLogging,
} from "../../core/cli/logging.ts";

const format = LOG_FORMATS.find((format) => format === Deno.args[0]);
const level = LOG_LEVELS.find((level) => level === Deno.args[1]);
if (format === undefined || level === undefined) Deno.exit(1);

const log = startLogging({ format, level });
log("debug", "link", "for whoever looks for a fault");
log("info", "cuckoo", "{braces} {{twice}} } {");
log("warning", "a.b", "two\nlines and \u001b[31mred");
log("error", "node", "Kōzō ☂");
