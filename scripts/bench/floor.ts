/**
 * One end of a floor, as a process: `floor.ts tcp|tls|ssh ROLE PORT`, in the
 * folder of a network. The role is `subscriber`, `publisher`, or `idle N` for
 * so many connections that carry nothing. It ends with standard input.
 *
 * @module
 */
import type { Duplex } from "node:stream";
import { inputEnds, sayLinked, sayListening } from "./end.ts";
import {
  type FloorStreams,
  sshStreams,
  tcpStreams,
  tlsStreams,
} from "./floor-streams.ts";
import { bareFraming, type Framing, linkFraming } from "./framing.ts";
import { serve } from "./serve.ts";
import { StreamWire } from "./stream-wire.ts";
import { Subscriber } from "./subscriber.ts";

const [medium, role, port, count] = Deno.args;
const streams = await streamsOf(medium, role);

/** Over SSH payloads go bare, over the others in the frames that a link has. */
const framing = medium === "ssh" ? bareFraming : linkFraming();

if (role === "subscriber") await subscribe(streams, framing, Number(port));
else if (role === "publisher") await publish(streams, framing, Number(port));
else await idle(streams, Number(port), Number(count));
Deno.exit();

async function streamsOf(
  medium: string | undefined,
  role: string | undefined,
): Promise<FloorStreams> {
  if (medium === "tls") return await tlsStreams();
  if (medium !== "ssh") return tcpStreams;
  return role === "subscriber"
    ? await sshStreams("subscriber", "publisher")
    : await sshStreams("publisher", "subscriber");
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
  port: number,
): Promise<void> {
  const wire = new StreamWire(await streams.dial(port), framing);
  sayLinked(1);
  await serve(wire, new AbortController().signal);
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
