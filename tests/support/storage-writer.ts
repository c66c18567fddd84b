/**
 * Stores one value after the other in the folder of the first argument, and
 * prints the number of each once it is stored. It goes on until it is killed.
 */
import { RoleStorage } from "../../core/runtime/storage.ts";
import { numbered } from "./numbered-value.ts";

const [folder] = Deno.args;
if (folder === undefined) throw new Error("Cannot write without a folder");

const storage = new RoleStorage({
  folder,
  node: "node1",
  role: "writer",
  warn: (text) => {
    throw new Error(text);
  },
});

const last = await storage.get() as { number: number } | undefined;
for (let number = (last?.number ?? -1) + 1;; number++) {
  await storage.set(numbered(number));
  Deno.stdout.writeSync(new TextEncoder().encode(`${number}\n`));
}
