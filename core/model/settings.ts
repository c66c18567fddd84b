/** When a connection should be attempted between two nodes. */
export type ConnectPolicy = "constant" | "ondemand" | "never";

/** The options at the root of the configuration, as they hold for one node. */
export interface Settings {
  /** Seconds between two heartbeats. */
  readonly heartbeat: number;
  /** Seconds within which a lost link is tried again. */
  readonly connectionRetry: number;
  /** Messages that wait for one peer at most. */
  readonly outgoingQueueLength: number;
  /** Bytes that wait for one peer at most. */
  readonly outgoingQueueSize: number;
  /** Bytes taken from a link at a time. */
  readonly maxBufferReadSize: number;
  /** Bytes of one message at most. */
  readonly maxMessageSize: number;
  /** Seconds without a message after which an `ondemand` link is ended. */
  readonly ondemandIdle: number;
  /** Seconds that messages wait for a lost link to come back; 0: not at all. */
  readonly messageLifetime: number;
  /** Seconds between two looks for a transport better than the link's. */
  readonly transportUpgrade: number;
  /** SSH ciphers, the preferred one first. */
  readonly cipher: readonly string[];
  /** SSH message authentication codes, the preferred one first. */
  readonly hmac: readonly string[];
  /** Folders with role modules. */
  readonly rolePath: readonly string[];
  /** Folders with transport modules. */
  readonly transportPath: readonly string[];
  /** Folders that modules may import from. */
  readonly importPath: readonly string[];
}
