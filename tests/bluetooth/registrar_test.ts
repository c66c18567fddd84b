import assert from "node:assert/strict";
import { publishBySocket } from "../../core/bluetooth/sdp/registrar.ts";
import { Kernel } from "../../core/os/kernel.ts";
import { untilIdle } from "../os/unix.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const DEVICE = {
  id: 0,
  address: "b8:27:eb:01:02:03",
  isUp: true,
  isConnectable: true,
};

const OPTIONS = {
  service: {
    uuid: "6b6f7a6f-0001-4000-8000-0123456789ab",
    name: "Kōzō",
    channels: [9],
  },
  discoverable: false,
};

/** A bluetoothd that takes a connection, and never says a word. */
class MuteDaemon implements AsyncDisposable {
  readonly environment = new VirtualEnvironment();
  readonly #kernel = new Kernel();
  readonly #path = Deno.makeTempDirSync({ prefix: "kozo-sdp-" }) + "/sdp";
  readonly #listener = Deno.listen({ transport: "unix", path: this.#path });
  #guest: Deno.UnixConn | undefined;

  publish(signal: AbortSignal) {
    const { environment } = this;
    const place = { path: this.#path, environment };
    return publishBySocket(this.#kernel, DEVICE, OPTIONS, signal, place);
  }

  /** Settles once it has been asked for something. */
  async asked(): Promise<void> {
    this.#guest = await this.#listener.accept();
    await this.#guest.read(new Uint8Array(1));
  }

  /** Settles once the guest has gone. */
  async left(): Promise<void> {
    const rest = new Uint8Array(4096);
    while (await this.#guest?.read(rest));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#guest?.close();
    this.#listener.close();
    await untilIdle(this.#kernel)[Symbol.asyncDispose]();
    await Deno.remove(this.#path.replace(/\/sdp$/, ""), { recursive: true });
  }
}

Deno.test("a bluetoothd that does not answer at its socket is given up after a while", async () => {
  await using daemon = new MuteDaemon();
  const { signal } = new AbortController();
  const publishing = daemon.publish(signal);
  const refused = assert.rejects(publishing, {
    name: "BluetoothError",
    message: "bluetoothd does not answer within 20 s",
  });
  await daemon.asked();
  await daemon.environment.advance(20);
  await refused;
  await daemon.left();
  assert.equal(daemon.environment.pending, 0);
});

Deno.test("nobody waits at bluetoothd's socket once the node stops", async () => {
  await using daemon = new MuteDaemon();
  const stop = new AbortController();
  const publishing = daemon.publish(stop.signal);
  const refused = assert.rejects(publishing, { message: "enough" });
  await daemon.asked();
  stop.abort(new Error("enough"));
  await refused;
  await daemon.left();
});
