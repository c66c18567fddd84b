import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { type Environment, withDeadline } from "../environment.ts";
import { KozoError } from "../errors.ts";
import { isLoopback } from "../net/host-and-port.ts";
import { isOnionName } from "../net/onion-name.ts";
import { messageOf } from "../text.ts";

/** Seconds that a name server may take. */
const PATIENCE = 8;

/** Whether the name of a host has to be looked up: onion services' never. */
export function isName(host: string): boolean {
  return isIP(host) === 0 && !isOnionName(host);
}

/**
 * Looks a name up.
 *
 * @returns its addresses
 * @throws {KozoError} with what to do about it
 */
export async function lookUp(
  host: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<string[]> {
  const late = () => new KozoError(`no name server answers in ${PATIENCE} s`);
  try {
    const found = await withDeadline(
      environment,
      PATIENCE,
      signal,
      late,
      () => lookup(host, { all: true }),
    );
    if (found.length > 0) return found.map(({ address }) => address);
  } catch (cause) {
    signal.throwIfAborted();
    throw new KozoError(whyUnknown(host, cause), { cause });
  }
  throw new KozoError(`"${host}" has no address`);
}

/** Whether a host is the machine that this program runs on. */
export async function isOwnHost(
  host: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  if (isOnionName(host)) return false;
  const addresses = isName(host)
    ? await lookUp(host, environment, signal).catch(() => [])
    : [host];
  signal.throwIfAborted();
  const own = new Set(Deno.networkInterfaces().map(({ address }) => address));
  return addresses.some((one) => isLoopback(one) || own.has(one));
}

function whyUnknown(host: string, error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  if (code === "ENOTFOUND") return `the name "${host}" is not known here`;
  if (code === "EAI_AGAIN") return `no name server answers for "${host}"`;
  return `"${host}" cannot be looked up: ${messageOf(error)}`;
}
