/**
 * What carries messages between a publisher and a subscriber: two nodes, a
 * broker, or as little as can be. All are measured alike.
 */
export interface Wire {
  /** Sends a message with a copy of `payload` in it. */
  send(payload: Uint8Array): void;
  /** Hands each message that comes to `take`, until the wire ends. */
  receive(take: (payload: Uint8Array) => void): Promise<void>;
}
