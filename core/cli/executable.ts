import { FORM } from "../build.ts";

/**
 * The file to start Kōzō by, or nothing where it runs from source. What runs
 * in the self-extracting form lies in a cache, so that form names itself.
 */
export function executable(): string | undefined {
  if (FORM === "source") return undefined;
  return FORM === "compiled" ? Deno.execPath() : Deno.env.get("KOZO_EXE");
}
