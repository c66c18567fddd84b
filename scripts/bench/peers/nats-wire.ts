import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { Wire } from "../wire.ts";
import type { Certificates } from "./certificate-files.ts";

/** Messages through a NATS server, each at most once, as Kōzō's are. */
export class NatsWire implements Wire {
  readonly #connection: NatsConnection;
  readonly #from: string;
  readonly #to: string;

  private constructor(connection: NatsConnection, from: string, to: string) {
    this.#connection = connection;
    this.#from = from;
    this.#to = to;
  }

  /**
   * Connects to a server on this machine.
   *
   * @param from the subject that is received
   * @param to the subject that is sent
   */
  static async connect(
    port: number,
    certificates: Certificates,
    from: string,
    to: string,
  ): Promise<NatsWire> {
    const servers = `127.0.0.1:${port}`;
    const connection = await connect({ servers, tls: { ...certificates } });
    return new NatsWire(connection, from, to);
  }

  send(payload: Uint8Array): void {
    this.#connection.publish(this.#to, payload.slice());
  }

  async receive(take: (payload: Uint8Array) => void): Promise<void> {
    this.#connection.subscribe(this.#from, {
      callback: (error, message) => {
        if (error === null) take(message.data);
      },
    });
    await this.#connection.closed();
  }
}
