import type { CommanderError } from "commander";
import { doubt, either, quote } from "../wording.ts";

/** What commander says of a value that will not do, and what would. */
const INVALID =
  /^(?:command-argument value '(.*)' is invalid for argument '(.*)'|option '(.*)' argument '(.*)' is invalid)\. (.*)$/;

const CHOICES = /^Allowed choices are (.*)$/;

/** commander's message as a part of ours: no label, one line. */
export function complaint(error: CommanderError): string {
  const message = error.message
    .replace(/^error: /, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/\.$/, "");
  return invalid(message) ?? message.replaceAll("'", '"');
}

/** What is said of a value as all other messages say it, if it is of one. */
function invalid(message: string): string | undefined {
  const [, argument, name, flags = "", given, wanted] = INVALID.exec(message) ??
    [];
  if (wanted === undefined) return undefined;
  const value = argument ?? given ?? "";
  const option = name ?? /--[\w-]+/.exec(flags)?.[0] ?? flags;
  return `${quote(option)} is ${quote(value)}, ${expected(value, wanted)}`;
}

function expected(value: string, wanted: string): string {
  const choices = CHOICES.exec(wanted)?.[1]?.split(", ");
  return choices === undefined
    ? wanted.replace(/^E/, "e")
    : `expected ${either(choices)}${doubt(value, choices)}`;
}
