/**
 * Many nodes in one process: `crowd.ts NODE…`, in the folder of a network. It
 * ends with standard input.
 *
 * @module
 */
import { loadConfig } from "../../core/config/load.ts";
import { realEnvironment } from "../../core/environment.ts";
import { Runtime } from "../../core/runtime/runtime.ts";
import { findNode } from "../../core/runtime/system-builder.ts";
import { readPrivateKey } from "../../core/ssh/keys.ts";
import { benchRegistry } from "./registry.ts";

const config = await loadConfig("config.yml", benchRegistry());
const nodes = await Promise.all(Deno.args.map(start));
for await (const _ of Deno.stdin.readable);
await Promise.all(nodes.map((node) => node.stop()));
Deno.exit();

async function start(node: string): Promise<Runtime> {
  const { privateKey, publicKey } = findNode(config, node);
  return await Runtime.start({
    config,
    node,
    privateKey: await readPrivateKey(privateKey, publicKey),
    environment: realEnvironment,
    log: () => {},
  });
}
