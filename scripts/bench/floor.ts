/**
 * One end of a floor, as a process: `floor.ts tcp|tls|ssh|ssh2 ROLE PORT…`, in
 * the folder of a network. The role is `subscriber` or `publisher`, which
 * publishes to all ports. It ends with standard input.
 *
 * @module
 */
import { inputEnds, sayLinked, sayListening } from "./end.ts";
import { readCredentials, sshStreams, tlsStreams } from "./floor-streams.ts";
import { FanWire } from "./fan-wire.ts";
import { bareFraming, type Framing, linkFraming } from "./framing.ts";
import { serve } from "./serve.ts";
import { plainSsh2 } from "./plain-ssh2.ts";
import { StreamWire } from "./stream-wire.ts";
import { Subscriber } from "./subscriber.ts";
import { type FloorStreams, tcpStreams } from "./tcp-streams.ts";

const [medium, role, ...rest] = Deno.args;
const ports = rest.map(Number);
const streams = await streamsOf(medium, role);

/** Over SSH payloads go bare, over the others in the frames that a link has. */
const framing = medium?.startsWith("ssh") ? bareFraming : linkFraming();

if (role === "publisher") await publish(streams, framing, ports);
else await subscribe(streams, framing, ports[0] ?? NaN);
Deno.exit();

async function streamsOf(
  medium: string | undefined,
  role: string | undefined,
): Promise<FloorStreams> {
  if (medium === "tls") return await tlsStreams();
  if (medium === "tcp") return tcpStreams;
  const [name, peer] = role === "subscriber"
    ? ["subscriber", "publisher"]
    : ["publisher", "subscriber"];
  if (medium === "ssh") return await sshStreams(name, peer);
  return plainSsh2((await readCredentials(name)).privateKey);
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
