import { freePorts } from "../contract/free-ports.ts";
import type { GivenOption } from "./given-options.ts";

/** What stands for a port of the loopback address that nobody uses. */
const PORT = "{port}";

/** What stands for an empty folder. */
const FOLDER = "{folder}";

/**
 * Puts a free port and an empty folder where `{port}` and `{folder}` stand: the
 * same ones in all options given.
 *
 * @param makeFolder makes a folder that somebody else removes
 */
export function fillGiven(
  given: readonly GivenOption[],
  makeFolder: () => string,
): GivenOption[] {
  const fill = [
    lazyFilling(PORT, () => String(freePorts(1)[0])),
    lazyFilling(FOLDER, makeFolder),
  ];
  return given.map(({ name, value }) => ({
    name,
    value: fill.reduce((text, filling) => filling(text), value),
  }));
}

/** Nothing is made that no option asks for, and nothing twice. */
function lazyFilling(
  placeholder: string,
  make: () => string,
): (text: string) => string {
  let made: string | undefined;
  return (text) => {
    if (!text.includes(placeholder)) return text;
    made ??= make();
    return text.replaceAll(placeholder, made);
  };
}
