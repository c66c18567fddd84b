/**
 * Stands for the program: it loads modules that lie elsewhere, by their paths,
 * and tells in one JSON object what it has seen.
 */
import { Role } from "kozo";
import process from "node:process";
import { pathToFileURL } from "node:url";

const [typescript, javascript] = await Promise.all(
  Deno.args.map((path) => import(pathToFileURL(path).href)),
);

const worker = new Worker(
  new URL("./core/probe-worker.ts", import.meta.url),
  { type: "module" },
);
worker.postMessage(Deno.args[0]);
const fromWorker = await new Promise((resolve) => {
  worker.onmessage = ({ data }) => resolve(data);
});
worker.terminate();

process.stdout.write(`${
  JSON.stringify({
    typescript: typescript.Doorbell.prototype instanceof Role,
    javascript: javascript.Buzzer.prototype instanceof Role,
    data: typescript.data,
    relative: javascript.relative,
    fromWorker,
    npm: await import(["npm", "left-pad@1.3.0"].join(":")).then(
      () => "loaded",
      String,
    ),
  })
}\n`);
