import type { Percentiles } from "./statistics.ts";
import type { WayName } from "./ways.ts";

/** What a way can do; each figure is the median of all rounds. */
export interface WayFigures {
  /** The broker's, if there is one. */
  readonly version: string | null;
  /** As many messages as go through, for each size of payload. */
  readonly flows: readonly FlowFigures[];
  /** Round trips, for each rate. */
  readonly roundTrips: readonly RoundTripFigures[];
  /** What becomes of messages that nobody holds back, for each rate. */
  readonly loads: readonly LoadFigures[];
  /** What becomes of many messages at once after a silence, at worst. */
  readonly burst: BurstFigures;
  /** Memory of all processes after all that, in MB. */
  readonly megabytes: PartFigures;
  /** Seconds from the start of the publisher's process to its link. */
  readonly connect: number;
}

/** What each way can do that was measured. */
export type AllWayFigures = Readonly<Partial<Record<WayName, WayFigures>>>;

/** A figure of each process. */
export interface PartFigures {
  readonly publisher: number;
  readonly subscriber: number;
  readonly broker: number;
  readonly sum: number;
}

export interface FlowFigures {
  /** Bytes of each payload. */
  readonly size: number;
  readonly messagesPerSecond: number;
  /** CPU time for a message, in µs. */
  readonly cpu: PartFigures;
  /**
   * Bytes that the publisher's socket takes for a message beyond its payload;
   * nothing where `ss` is missing.
   */
  readonly overhead: number | null;
  /** Tries in which messages were lost; no other figure here is of them. */
  readonly discarded?: number;
}

/** In ms. */
export interface RoundTripFigures extends Percentiles {
  /** Messages a second. */
  readonly rate: number;
  /** The share that had no answer. */
  readonly lost: number;
}

export interface LoadFigures {
  /** Messages a second that were meant to be sent. */
  readonly rate: number;
  /** Messages a second that arrived, until the last. */
  readonly delivered: number;
  /** The share that was lost. */
  readonly dropped: number;
}

export interface BurstFigures {
  readonly messages: number;
  readonly received: number;
}
