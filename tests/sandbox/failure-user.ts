/**
 * Waits for many things as long as a failure does not come, and prints how many
 * of them are still kept then. It is run with `--expose-gc`.
 */
import process from "node:process";
import { Failure } from "../../core/sandbox/failure.ts";

const THINGS = 1000;

declare const gc: () => void;

const failure = new Failure();
const seen: WeakRef<object>[] = [];
for (let i = 0; i < THINGS; i++) {
  seen.push(new WeakRef(await failure.unless(Promise.resolve({ i }))));
}
// What a WeakRef has given is kept until the next turn.
await new Promise((resolve) => setTimeout(resolve, 0));
gc();
const kept = seen.filter((ref) => ref.deref() !== undefined).length;
process.stdout.write(JSON.stringify({ kept, things: THINGS }));
failure.report(new Error("The end"));
