import type { Settings } from "kozo";
import { DEFAULT_CIPHERS, DEFAULT_HMACS } from "../../core/ssh/algorithms.ts";

/** The root options at their defaults. */
export const settings: Settings = {
  heartbeat: 10,
  connectionRetry: 60,
  outgoingQueueLength: 128,
  outgoingQueueSize: 4 * 1024 * 1024,
  maxBufferReadSize: 64 * 1024,
  maxMessageSize: 1024 * 1024,
  ondemandIdle: 60,
  messageLifetime: 0,
  transportUpgrade: 300,
  cipher: DEFAULT_CIPHERS,
  hmac: DEFAULT_HMACS,
  rolePath: [],
  transportPath: [],
  importPath: [],
};
