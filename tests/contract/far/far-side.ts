import type { PairTerms } from "../../../core/contract/transport-pair.ts";
import type { Exchange } from "./respond.ts";

/** A pair's terms with the keys, of which both ends have to know the same. */
export type FarTerms = PairTerms & Required<Pick<PairTerms, "keys">>;

/** A channel that bob has accepted, as the other process is told of it. */
export interface Accepted {
  /** The number by which the channel is named from now on. */
  readonly channel: number;
  /** Names of nodes. */
  readonly from: string;
  readonly to: string;
  readonly isAlive: boolean;
}

/** Bob of a pair, and his channels, as another process uses them. */
export interface FarSide {
  /** Makes him; all else comes later. */
  begin(terms: FarTerms): Promise<void>;
  localInit(): Promise<void>;
  bind(): Promise<void>;
  accept(signal: AbortSignal): Promise<Accepted>;
  send(channel: number, bytes: Uint8Array): Promise<void>;
  receive(channel: number): Promise<Uint8Array | undefined>;
  close(channel: number): Promise<void>;
  /** Does the far end's part of it. */
  respond(channel: number, exchange: Exchange): Promise<void>;
  /** @throws {Error} when something of him stays open: it says what */
  stop(): Promise<void>;
}

/** The name of something that the far side can do. */
export type FarMethod = keyof FarSide;
