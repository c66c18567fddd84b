import assert from "node:assert/strict";
import {
  connectable,
  discoverable,
  keep,
} from "../../core/bluetooth/visibility.ts";
import type { DbusValue, Variant } from "../../core/dbus/value.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

const { signal: never } = new AbortController();

/** An adapter under a bluetoothd, as far as being seen goes. */
class Radio {
  readonly environment = new VirtualEnvironment();
  readonly properties = {
    get: (property: string) => Promise.resolve(this.#values[property]),
    set: (property: string, { value }: Variant) => {
      this.#set(property, value);
      return Promise.resolve();
    },
  };
  readonly isConnectable = () => this.#isConnectable;
  readonly #values: Record<string, DbusValue>;
  #isConnectable = false;
  #cancel = () => {};

  constructor(isDiscoverable: boolean, term: number) {
    this.#values = { Discoverable: false, DiscoverableTimeout: term };
    if (isDiscoverable) this.#set("Discoverable", true);
  }

  get state(): readonly (DbusValue | undefined)[] {
    const { Discoverable, DiscoverableTimeout } = this.#values;
    return [Discoverable, this.#isConnectable, DiscoverableTimeout];
  }

  /** As somebody does who wants it to be left alone. */
  hide(): void {
    this.#set("Discoverable", false);
  }

  #set(property: string, value: DbusValue): void {
    const isNews = this.#values[property] !== value;
    this.#values[property] = value;
    if (property === "Discoverable" && !isNews) return;
    this.#cancel();
    const { Discoverable, DiscoverableTimeout } = this.#values;
    if (property === "Discoverable") this.#isConnectable = value === true;
    if (!Discoverable || !DiscoverableTimeout) return;
    this.#cancel = this.environment.after(
      Number(DiscoverableTimeout),
      // The system goes on to take connections.
      () => this.#values.Discoverable = false,
    );
  }
}

Deno.test("an adapter is discoverable while a node runs, and three minutes longer", async () => {
  const radio = new Radio(false, 180);
  const life = new AbortController();
  await discoverable.ensure(radio, life.signal);
  const keeping = keep(discoverable, radio, life.signal);
  for (let minute = 0; minute < 10; minute++) {
    await radio.environment.advance(60);
    assert.deepEqual(radio.state, [true, true, 180]);
  }
  life.abort(new Error("enough"));
  await assert.rejects(keeping, { message: "enough" });
  await radio.environment.advance(179);
  assert.deepEqual(radio.state, [true, true, 180]);
  await radio.environment.advance(1);
  assert.deepEqual(radio.state, [false, true, 180]);
});

Deno.test("an adapter that its owner made discoverable for ever stays so", async () => {
  const radio = new Radio(true, 0);
  await discoverable.ensure(radio, never);
  await radio.environment.advance(1000);
  assert.deepEqual(radio.state, [true, true, 0]);
});

for (const term of [0, 30]) {
  Deno.test(`an adapter with a term of ${term} s gets one of three minutes`, async () => {
    const radio = new Radio(false, term);
    await discoverable.ensure(radio, never);
    assert.deepEqual(radio.state, [true, true, 180]);
  });
}

Deno.test("an adapter that was hidden is made discoverable again", async () => {
  const radio = new Radio(false, 180);
  await discoverable.ensure(radio, never);
  radio.hide();
  await discoverable.ensure(radio, never);
  assert.deepEqual(radio.state, [true, true, 180]);
});

for (const term of [0, 180, 600]) {
  Deno.test(`an adapter takes connections without being discoverable, its term of ${term} s is left`, async () => {
    const radio = new Radio(false, term);
    const ensuring = connectable.ensure(radio, never);
    await radio.environment.advance(2);
    await ensuring;
    assert.deepEqual(radio.state, [false, true, term]);
  });
}

Deno.test("an adapter gets its term back when a node ends while it is discoverable for a second", async () => {
  const radio = new Radio(false, 600);
  const life = new AbortController();
  const ensuring = connectable.ensure(radio, life.signal);
  await radio.environment.advance(0.5);
  assert.deepEqual(radio.state, [true, true, 1]);
  life.abort(new Error("enough"));
  await assert.rejects(ensuring, { message: "enough" });
  assert.deepEqual(radio.state, [true, true, 600]);
});

Deno.test("a node that ends while it makes an adapter connectable again is waited for", async () => {
  const radio = new Radio(false, 600);
  const life = new AbortController();
  const keeping = keep(connectable, radio, life.signal);
  await radio.environment.advance(5.5);
  assert.deepEqual(radio.state, [true, true, 1]);
  life.abort(new Error("enough"));
  await assert.rejects(keeping, { message: "enough" });
  assert.deepEqual(radio.state, [true, true, 600]);
});

Deno.test("an adapter that takes connections is left as it is", async () => {
  const radio = new Radio(true, 180);
  await connectable.ensure(radio, never);
  assert.deepEqual(radio.state, [true, true, 180]);
});

Deno.test("an adapter that was hidden from all takes connections again", async () => {
  const radio = new Radio(true, 180);
  const life = new AbortController();
  const keeping = keep(connectable, radio, life.signal);
  radio.hide();
  await radio.environment.advance(7);
  assert.deepEqual(radio.state, [false, true, 180]);
  life.abort(new Error("enough"));
  await assert.rejects(keeping, { message: "enough" });
});

Deno.test("a bluetoothd that does not answer any more is not waited for", async () => {
  const radio = new Radio(true, 180);
  const silence = (signal: AbortSignal) =>
    new Promise<never>((_, reject) =>
      signal.addEventListener("abort", () => reject(signal.reason))
    );
  const properties = {
    get: (_: string, signal: AbortSignal) => silence(signal),
    set: (_: string, _value: Variant, signal: AbortSignal) => silence(signal),
  };
  const adapter = { ...radio, properties };
  const refused = assert.rejects(keep(discoverable, adapter, never), {
    name: "BluetoothError",
    message: "bluetoothd does not answer within 20 s",
  });
  await radio.environment.advance(80);
  await refused;
});
