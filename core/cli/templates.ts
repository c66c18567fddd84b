import PLAIN_TRANSPORT from "../templates/plain-transport.ts" with {
  type: "text",
};
import ROLE from "../templates/role.ts" with { type: "text" };
import TRANSPORT from "../templates/transport.ts" with { type: "text" };

/** What a module can be made from. */
export const TEMPLATES = {
  role: ROLE,
  transport: TRANSPORT,
  plainTransport: PLAIN_TRANSPORT,
} as const;

/** What the class is called in all of them. */
const PLACEHOLDER = /\bStarter/g;

/**
 * A module's source.
 *
 * @param name the module's, such as `gpio-button`
 */
export function fillTemplate(
  template: keyof typeof TEMPLATES,
  name: string,
): string {
  const source = TEMPLATES[template];
  const noun = template === "role" ? "Role" : "Transport";
  return source.replace(PLACEHOLDER, classNameOf(name, noun, source));
}

/** `GpioButton` of `gpio-button`; with the noun where that is taken already. */
function classNameOf(name: string, noun: string, source: string): string {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const joined = words.map((word) =>
    word.charAt(0).toUpperCase() + word.slice(1)
  ).join("");
  const className = /^\d/.test(joined) ? `${noun}${joined}` : joined;
  const isTaken = className in globalThis ||
    new RegExp(`\\b${className}\\b`).test(source);
  return isTaken ? `${className}${noun}` : className;
}
