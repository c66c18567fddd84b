import { setTimeout as sleep } from "node:timers/promises";
import { freePorts } from "../../testnet/ports.ts";
import { PAYLOAD_SIZE } from "../payload.ts";
import { cpuSeconds } from "../process-usage.ts";
import { Broker, programsOf } from "./brokers.ts";
import { CERTIFICATE_FILES } from "./certificate-files.ts";
import { makeCertificates } from "./certificates.ts";
import type { NativeRound } from "./natives.ts";
import { type Program, runToEnd } from "./programs.ts";

/** Milliseconds in which a subscriber has subscribed. */
const SUBSCRIBING = 1000;

/** Seconds that a subscriber waits for messages at most. */
const WAIT = 60;

/** What this needs. */
export const mosquittoPrograms: readonly Program[] = [
  ...programsOf("mosquitto"),
  "mosquitto_pub",
  "mosquitto_sub",
];

/**
 * Has mosquitto's own clients, which are written in C, send lines of a file
 * through its broker. The time includes the publisher's start.
 */
export async function measureMosquittoClients(
  messages: number,
  stop: AbortSignal,
): Promise<NativeRound> {
  await using stack = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "kozo-bench-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await makeCertificates(folder, stop);
  const [port = 0] = freePorts(1);
  const broker = stack.use(await Broker.start("mosquitto", port, folder));
  const line = `${"x".repeat(PAYLOAD_SIZE)}\n`;
  await Deno.writeTextFile(`${folder}/lines`, line.repeat(messages));
  const { ca, cert, key } = CERTIFICATE_FILES;
  const where = `-h 127.0.0.1 -p ${port} -t question -q 0 --cafile ${ca} ` +
    `--cert ${cert} --key ${key}`;
  const received = runToEnd(
    "sh",
    [
      "-c",
      `mosquitto_sub ${where} -C ${messages} -W ${WAIT} | wc -l; times`,
    ],
    folder,
    stop,
  );
  await sleep(SUBSCRIBING, undefined, { signal: stop });
  const brokerBefore = await cpuSeconds(broker.pid);
  const start = performance.now();
  const sent = await runToEnd(
    "sh",
    [
      "-c",
      `mosquitto_pub ${where} -l < lines; times`,
    ],
    folder,
    stop,
  );
  const count = Number.parseInt(await received);
  const seconds = (performance.now() - start) / 1000;
  const cpu = await cpuSeconds(broker.pid) - brokerBefore +
    childrenTime(sent) + childrenTime(await received);
  return {
    received: count,
    messagesPerSecond: count / seconds,
    cpu: cpu * 1e6 / count,
  };
}

/** The seconds in the last line that a shell's `times` prints. */
function childrenTime(output: string): number {
  const last = output.trim().split("\n").at(-1) ?? "";
  return [...last.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (total, [, minutes, seconds]) =>
      total + 60 * Number(minutes) + Number(seconds),
    0,
  );
}
