/** Appends to the file of the first argument what the others say, in turn. */
import { appendWhole } from "../../roles/logger/text-file.ts";

const [path = "", ...texts] = Deno.args;
for (const text of texts) await appendWhole(path, text);
