/**
 * A client of a broker, as a process: `client.ts mosquitto|nats ROLE PORT`, in
 * a folder that has certificates. The role is `subscriber` or `publisher`. It
 * ends with standard input.
 *
 * @module
 */
import { inputEnds, sayLinked, sayListening } from "../end.ts";
import { serve } from "../serve.ts";
import { Subscriber } from "../subscriber.ts";
import type { Wire } from "../wire.ts";
import { readCertificates } from "./certificate-files.ts";

const [broker, role, port] = Deno.args;
const topics = ["question", "answer"] as const;
if (role === "subscriber") await subscribe(await connect(...topics));
else await publish(await connect(topics[1], topics[0]));
Deno.exit();

async function connect(from: string, to: string): Promise<Wire> {
  const certificates = await readCertificates();
  // Only one of the libraries: the other would take memory.
  if (broker === "mosquitto") {
    const { MqttWire } = await import("./mqtt-wire.ts");
    return await MqttWire.connect(Number(port), certificates, from, to);
  }
  const { NatsWire } = await import("./nats-wire.ts");
  return await NatsWire.connect(Number(port), certificates, from, to);
}

async function subscribe(wire: Wire): Promise<void> {
  void new Subscriber(wire).run();
  sayListening();
  await inputEnds();
}

async function publish(wire: Wire): Promise<void> {
  sayLinked(1);
  await serve(wire, new AbortController().signal);
}
