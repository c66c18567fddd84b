import { KozoError } from "kozo";
import { fileURLToPath } from "node:url";
import { wholeLines } from "../../support/lines.ts";
import { freePorts } from "../../testnet/ports.ts";
import { PAYLOAD_SIZE } from "../payload.ts";
import { endProcess } from "../../support/end-process.ts";
import type { NativeRound } from "./natives.ts";
import { type Program, runToEnd, startProgram } from "./programs.ts";

/** What this needs. */
export const zeromqPrograms: readonly Program[] = ["python3", "zmq"];

const SCRIPT = fileURLToPath(new URL("./zeromq-end.py", import.meta.url));

/** Has ZeroMQ's library, which is written in C++, carry messages with CURVE. */
export async function measureZeromq(
  messages: number,
  stop: AbortSignal,
): Promise<NativeRound> {
  const [port = 0] = freePorts(1);
  const args = [String(port), String(messages)];
  const subscriber = await startProgram(
    "python3",
    [SCRIPT, "subscriber", ...args],
    "/",
    "stdout",
  );
  const end = () => endProcess(subscriber, "SIGKILL");
  stop.addEventListener("abort", end);
  try {
    const lines = wholeLines(subscriber.stdout);
    const key = await next(lines);
    const publisher = [SCRIPT, "publisher", ...args, String(PAYLOAD_SIZE), key];
    const sent = JSON.parse(await runToEnd("python3", publisher, "/", stop));
    const { seconds, cpu } = JSON.parse(await next(lines));
    return {
      received: messages,
      messagesPerSecond: messages / seconds,
      cpu: (sent.cpu + cpu) * 1e6 / messages,
    };
  } finally {
    stop.removeEventListener("abort", end);
    end();
    await subscriber.status;
  }
}

async function next(lines: AsyncGenerator<string>): Promise<string> {
  const { value, done } = await lines.next();
  if (done === true) throw new KozoError("ZeroMQ's subscriber has ended");
  return value;
}
