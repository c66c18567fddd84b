import { inputEnds, sayLinked, sayListening } from "../end.ts";
import { FanWire } from "../fan-wire.ts";
import type { Framing } from "../framing.ts";
import { serve } from "../serve.ts";
import { StreamWire } from "../stream-wire.ts";
import { Subscriber } from "../subscriber.ts";
import type { FloorStreams } from "./tcp-streams.ts";

/**
 * Runs one end of a floor, as the process that its command line asks for:
 * `MEDIUM.ts subscriber PORT`, or `MEDIUM.ts publisher PORT…`, which publishes
 * to all ports. It ends with standard input.
 *
 * There is a script for each medium: what it imports counts in the time that it
 * takes to connect, and in memory.
 */
export async function runFloor(
  streams: FloorStreams,
  framing: Framing,
): Promise<never> {
  const [role, ...rest] = Deno.args;
  const ports = rest.map(Number);
  if (role === "publisher") await publish(streams, framing, ports);
  else await subscribe(streams, framing, ports[0] ?? NaN);
  Deno.exit();
}

async function subscribe(
  streams: FloorStreams,
  framing: Framing,
  port: number,
): Promise<void> {
  let peers = 0;
  await streams.listen(port, (stream) => {
    sayLinked(++peers);
    // A publisher that ends may do so without a word.
    void new Subscriber(new StreamWire(stream, framing)).run().catch(() => {});
  });
  sayListening();
  await inputEnds();
}

async function publish(
  streams: FloorStreams,
  framing: Framing,
  ports: readonly number[],
): Promise<void> {
  const all = await Promise.all(ports.map((port) => streams.dial(port)));
  const wires = all.map((stream) => new StreamWire(stream, framing));
  sayLinked(wires.length);
  const wire = wires.length === 1 ? wires[0] : undefined;
  await serve(wire ?? new FanWire(wires), new AbortController().signal);
}
