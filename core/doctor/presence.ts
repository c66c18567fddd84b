import { connect } from "node:net";
import { type Environment, withDeadline } from "../environment.ts";

/** Seconds that a machine has to show that it is there. */
const PATIENCE = 2;

/** Ports of which a machine that is there says at least that they are shut. */
const PROBES = [22, 1, 65_535] as const;

/** Whether a machine shows at any of its ports that it is on. */
export async function isPresent(
  host: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<boolean> {
  const probes = PROBES.map((port) => {
    const late = () => new Error("no answer");
    const work = (limited: AbortSignal) => probe(host, port, limited);
    return withDeadline(environment, PATIENCE, signal, late, work)
      .catch(() => false);
  });
  return (await Promise.all(probes)).includes(true);
}

/** Whether a machine says anything at all of one of its ports. */
function probe(
  host: string,
  port: number,
  signal: AbortSignal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (isThere: boolean) => {
      signal.removeEventListener("abort", giveUp);
      socket.destroy();
      resolve(isThere);
    };
    const giveUp = () => end(false);
    signal.addEventListener("abort", giveUp, { once: true });
    socket.on("connect", () => end(true));
    socket.on("error", (error) => {
      end("code" in error && error.code === "ECONNREFUSED");
    });
  });
}
