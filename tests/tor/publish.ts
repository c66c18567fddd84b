import { type OnionKey, parseEndpoint } from "kozo";
import type { NodeTor } from "../../scripts/tor/node-tor.ts";
import { TorControl } from "../../transports/onion/control.ts";
import { addService } from "../../transports/onion/orders.ts";

/** The port that services have for others. */
export const VIRTUAL_PORT = 6027;

/**
 * Has a Tor make a service, and waits until it was published. It is gone once
 * it is disposed of.
 *
 * @param target a port of this machine, or `unix:` and the path of a socket
 */
export async function publish(
  { controlPort }: NodeTor,
  key: OnionKey,
  target: number | `unix:${string}`,
): Promise<AsyncDisposable> {
  const endpoint = parseEndpoint(controlPort);
  if (endpoint === undefined) throw new TypeError(controlPort);
  const published = Promise.withResolvers<void>();
  const id = key.name.replace(".onion", "");
  const { signal } = new AbortController();
  const control = await TorControl.open(endpoint, signal, (news) => {
    if (news.startsWith(`HS_DESC UPLOADED ${id}`)) published.resolve();
  });
  await control.ask("SETEVENTS HS_DESC");
  await control.ask(addService({
    key,
    onionPort: VIRTUAL_PORT,
    target: typeof target === "number" ? `127.0.0.1:${target}` : target,
    clients: undefined,
  }));
  await published.promise;
  return {
    async [Symbol.asyncDispose]() {
      control.close();
      await control.closed;
    },
  };
}
