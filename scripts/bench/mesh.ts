import { Network } from "../../tests/support/network.ts";
import { BenchProcess } from "./bench-process.ts";
import { cpuSeconds } from "./process-usage.ts";

/** What it takes to link all nodes of a network with each other. */
export interface Mesh {
  readonly nodes: number;
  readonly links: number;
  /** From the start of the first process to the last link. */
  readonly seconds: number;
  /** CPU time of all processes until then, in seconds. */
  readonly cpuSeconds: number;
}

/** Starts so many nodes at once, each a process. */
export async function measureMesh(
  size: number,
  stop: AbortSignal,
): Promise<Mesh> {
  const names = Array.from({ length: size }, (_, i) => `node${i + 1}`);
  await using network = await Network.make(
    Object.fromEntries(names.map((name) => [name, {}])),
  );
  await using stack = new AsyncDisposableStack();
  const start = performance.now();
  const nodes = names.map((name) => {
    const args = ["run", "config.yml", name];
    return stack.use(new BenchProcess("node.ts", args, network.folder, stop));
  });
  await Promise.all(nodes.map((node) => node.linked(size - 1)));
  const seconds = (performance.now() - start) / 1000;
  const cpu = await Promise.all(nodes.map(({ pid }) => cpuSeconds(pid)));
  return {
    nodes: size,
    links: size * (size - 1) / 2,
    seconds,
    cpuSeconds: cpu.reduce((sum, one) => sum + one, 0),
  };
}
