/**
 * Stands between V8's inspector, which asks for no password, and whoever wants
 * to debug. It is a Worker of its own, since the node stands still when it is
 * debugged.
 *
 * @module
 */
import { Gate } from "./gate.ts";
import type { Door, FromRelay, ToRelay } from "./relay-words.ts";

/** What a Worker has that the types of a page lack. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToRelay>) => void) | null;
  postMessage(word: FromRelay): void;
}

const scope = globalThis as unknown as WorkerScope;

/** The connection to V8's inspector. */
class Relay {
  #url = "";
  #inspector: Deno.TcpConn | undefined;

  async hear(word: ToRelay): Promise<void> {
    try {
      if (word.say === "connect") await this.#connect(word.url);
      else await this.#listen(word.door);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      scope.postMessage({ say: "failed", error: text });
    }
  }

  async #connect(url: string): Promise<void> {
    const { hostname, port } = new URL(url);
    const conn = await Deno.connect({ hostname, port: Number(port) });
    conn.setNoDelay();
    this.#url = url;
    this.#inspector = conn;
    const { port: own } = conn.localAddr as Deno.NetAddr;
    scope.postMessage({ say: "done", port: own });
  }

  async #listen({ hostname, port, pass, timeout }: Door): Promise<void> {
    const inspector = this.#inspector;
    if (inspector === undefined) throw new TypeError("It is not connected");
    const listener = listen(hostname, port);
    scope.postMessage({ say: "done", port: listener.addr.port });
    const report = (text: string) => scope.postMessage({ say: "report", text });
    const url = this.#url;
    const why = await new Gate({
      ...{ listener, inspector, url, pass, timeout, report },
    }).run();
    scope.postMessage({ say: "over", why });
  }
}

function listen(
  hostname: string | undefined,
  port: number,
): Deno.TcpListener {
  try {
    return hostname === undefined
      ? listenEverywhere(port)
      : Deno.listen({ hostname, port });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse)) throw cause;
    const why = `another program listens on port ${port}: stop it, or choose ` +
      'another "bindPort"';
    throw new Error(why, { cause });
  }
}

/** By IPv6 and IPv4, or by IPv4 where the machine has nothing else. */
function listenEverywhere(port: number): Deno.TcpListener {
  try {
    return Deno.listen({ hostname: "::", port });
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) throw error;
    return Deno.listen({ hostname: "0.0.0.0", port });
  }
}

const relay = new Relay();
scope.onmessage = ({ data }) => void relay.hear(data);
scope.postMessage({ say: "done", port: 0 });
