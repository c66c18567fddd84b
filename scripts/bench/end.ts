/** What each end of a floor or of a broker's connections has to say and do. */
import process from "node:process";

/** As a node does, for whoever waits for it. */
export function sayLinked(number: number): void {
  process.stderr.write(`Linked with "${number}"\n`);
}

/** As a node does, for whoever waits for it. */
export function sayListening(): void {
  process.stderr.write("Listening\n");
}

/** Waits until standard input ends. */
export async function inputEnds(): Promise<void> {
  for await (const _ of Deno.stdin.readable);
}
