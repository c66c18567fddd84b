import { Buffer } from "node:buffer";
import { Socket } from "node:net";
import { connectAsync, type MqttClient } from "mqtt";
import type { Wire } from "../wire.ts";
import type { Certificates } from "./certificate-files.ts";

/** Messages through an MQTT broker, each at most once, as Kōzō's are. */
export class MqttWire implements Wire {
  readonly #client: MqttClient;
  readonly #to: string;

  private constructor(client: MqttClient, to: string) {
    this.#client = client;
    this.#to = to;
  }

  /**
   * Connects to a broker on this machine.
   *
   * @param from the topic that is received
   * @param to the topic that is sent
   */
  static async connect(
    port: number,
    certificates: Certificates,
    from: string,
    to: string,
  ): Promise<MqttWire> {
    const url = `mqtts://127.0.0.1:${port}`;
    const client = await connectAsync(url, { ...certificates });
    // The library does not do it itself, though small messages wait for it.
    if (client.stream instanceof Socket) client.stream.setNoDelay(true);
    await client.subscribeAsync(from, { qos: 0 });
    return new MqttWire(client, to);
  }

  send(payload: Uint8Array): void {
    this.#client.publish(this.#to, Buffer.from(payload));
  }

  receive(take: (payload: Uint8Array) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#client
        .on("message", (_topic, payload) => take(payload))
        .once("error", reject)
        .once("close", resolve);
    });
  }
}
