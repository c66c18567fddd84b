import { measureBurst, measureFlow, measureLoad } from "./counts.ts";
import type { Publisher } from "./publisher.ts";
import { measureBroadcast, measureRoundTrips } from "./times.ts";

/** What a publisher can be asked to measure, in about so many seconds. */
export type Measurement =
  | {
    readonly measure: "flow";
    /** Messages on their way at most: fewer than the least queue takes. */
    readonly window: number;
    /** Bytes of each payload. */
    readonly size: number;
    readonly seconds: number;
  }
  | {
    readonly measure: "round trips" | "load";
    /** Messages a second. */
    readonly rate: number;
    readonly seconds: number;
  }
  | {
    readonly measure: "burst";
    readonly messages: number;
    readonly seconds: number;
  }
  | {
    readonly measure: "broadcast";
    readonly messages: number;
    /** Nodes that answer each of them. */
    readonly receivers: number;
    readonly seconds: number;
  };

/** Makes a measurement. */
export function carryOut(
  what: Measurement,
  publisher: Publisher,
): Promise<unknown> {
  switch (what.measure) {
    case "flow":
      return measureFlow(publisher, what.seconds, what.window, what.size);
    case "load":
      return measureLoad(publisher, what.seconds, what.rate);
    case "burst":
      return measureBurst(publisher, what.messages);
    case "round trips":
      return measureRoundTrips(publisher, what.seconds, what.rate);
    case "broadcast":
      return measureBroadcast(publisher, what.messages, what.receivers);
  }
}
