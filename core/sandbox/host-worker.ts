import { once } from "node:events";
import { Socket } from "node:net";
import { PERMISSIONS_VARIABLE } from "./launch.ts";
import {
  type Grant,
  PERMISSION_KINDS,
  type Permissions,
} from "./permissions.ts";

/** What a Worker of this runtime takes besides what one of a browser does. */
interface RestrictedWorkerOptions extends WorkerOptions {
  readonly deno: { readonly permissions: Readonly<Record<string, unknown>> };
}

/**
 * Runs the Worker of a sandbox, in a process that was started for it, and
 * passes on what the two say, until the node has nothing more to say.
 */
export async function hostWorker(): Promise<void> {
  const permissions: Permissions = JSON.parse(
    Deno.env.get(PERMISSIONS_VARIABLE) ?? "{}",
  );
  const stream = new Socket({ fd: 3 });
  const options: RestrictedWorkerOptions = {
    type: "module",
    deno: { permissions: workerPermissions(permissions) },
  };
  const worker = new Worker(import.meta.resolve("./worker.ts"), options);
  worker.onmessage = ({ data }) => stream.write(data);
  // It is told why by the Worker itself, or else by the end of the process.
  worker.onerror = () => Deno.exit(1);
  stream.on("data", (bytes: Uint8Array) => worker.postMessage(bytes));
  await once(stream, "close");
}

function workerPermissions(permissions: Permissions): Record<string, unknown> {
  const kinds = PERMISSION_KINDS.map((
    kind,
  ) => [kind, toWorker(permissions[kind])]);
  return { ...Object.fromEntries(kinds), import: false };
}

function toWorker(grant: Grant): true | false | readonly string[] {
  return grant === true || grant.length > 0 ? grant : false;
}
