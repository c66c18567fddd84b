/**
 * The sandbox of a compiled program: a Worker that has just the permissions of
 * its one role. It talks to its node by messages, which the main thread of its
 * process passes on.
 *
 * @module
 */
import { Duplex } from "node:stream";
import { serveGuest } from "./serve-guest.ts";

/** What a Worker has that the types of a page lack. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Uint8Array>) => void) | null;
  postMessage(message: Uint8Array): void;
}

const scope = globalThis as unknown as WorkerScope;

const stream = new Duplex({
  read() {},
  write(bytes: Uint8Array, _encoding, done) {
    scope.postMessage(new Uint8Array(bytes));
    done();
  },
});
scope.onmessage = ({ data }) => stream.push(data);
await serveGuest(stream);
