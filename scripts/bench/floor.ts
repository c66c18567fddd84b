/**
 * One end of a floor, as a process: `floor.ts tcp|ssh ROLE PORT`, in the folder
 * of a network. The role is `subscriber`, `publisher`, or `idle N` for so many
 * connections that carry nothing. It ends with standard input.
 *
 * @module
 */
import process from "node:process";
import type { Duplex } from "node:stream";
import { encodeFrame } from "../../core/wire/codec.ts";
import { encodeValue } from "../../core/wire/value.ts";
import { type FloorStreams, sshStreams, tcpStreams } from "./floor-streams.ts";
import { PAYLOAD_SIZE } from "./payload.ts";
import { serve } from "./serve.ts";
import { frameHead, StreamWire } from "./stream-wire.ts";
import { Subscriber } from "./subscriber.ts";

const [medium, role, port, count] = Deno.args;
const subscribes = role === "subscriber";
const isSsh = medium === "ssh";
const streams = !isSsh
  ? tcpStreams
  : subscribes
  ? await sshStreams("subscriber", "publisher")
  : await sshStreams("publisher", "subscriber");

/** Over SSH payloads go bare, over TCP in the frames that a link has. */
const head = isSsh ? frameHead() : frameHead(eventFields());

if (subscribes) await subscribe(streams, Number(port));
else if (role === "publisher") await publish(streams, Number(port));
else await idle(streams, Number(port), Number(count));
Deno.exit();

async function subscribe(streams: FloorStreams, port: number): Promise<void> {
  let peers = 0;
  await streams.listen(port, (stream) => {
    sayLinked(++peers);
    // A publisher that ends may do so without a word.
    void new Subscriber(new StreamWire(stream, head)).run().catch(() => {});
  });
  process.stderr.write("Listening\n");
  await inputEnds();
}

async function publish(streams: FloorStreams, port: number): Promise<void> {
  const stream = await streams.dial(port);
  sayLinked(1);
  await serve(new StreamWire(stream, head), new AbortController().signal);
}

async function idle(
  streams: FloorStreams,
  port: number,
  count: number,
): Promise<void> {
  const all: Duplex[] = [];
  while (all.length < count) all.push(await streams.dial(port));
  await inputEnds();
}

function eventFields(): Uint8Array {
  const frame = encodeFrame({
    kind: "event",
    sender: "publisher",
    role: "publisher",
    time: Date.now() / 1000,
    type: "question",
    channel: undefined,
    data: encodeValue(new Uint8Array(PAYLOAD_SIZE)),
  });
  return frame.subarray(4, -PAYLOAD_SIZE);
}

/** As a node does, for whoever waits for it. */
function sayLinked(number: number): void {
  process.stderr.write(`Linked with "${number}"\n`);
}

async function inputEnds(): Promise<void> {
  for await (const _ of Deno.stdin.readable);
}
