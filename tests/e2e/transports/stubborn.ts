import { type Channel, Transport, type TransportInfo } from "kozo";

/** Keeps its node from ending: it waits for a connection and heeds no signal. */
class Stubborn extends Transport {
  override accept(): Promise<Channel> {
    return new Promise(() => setInterval(() => {}, 1e6));
  }

  override connect(): Promise<Channel> {
    return Promise.reject(new Error("Nobody is to be connected to"));
  }
}

export const transportInfo = {
  format: "1.0",
  class: Stubborn,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Keeps its node from ending.",
  config: {},
} satisfies TransportInfo;
