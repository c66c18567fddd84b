import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import type { Channel } from "../model/channel.ts";
import type { Side } from "./transport-pair.ts";

/** A channel as both ends have it. */
export interface OpenChannel extends AsyncDisposable {
  readonly near: Channel;
  readonly far: Channel;
}

export async function open(alice: Side, bob: Side): Promise<OpenChannel> {
  const { signal } = new AbortController();
  const [near, far] = await Promise.all([
    alice.transport.connect(alice.other, signal),
    bob.transport.accept(signal),
  ]);
  return {
    near,
    far,
    async [Symbol.asyncDispose]() {
      await Promise.all([near.close(), far.close()]);
    },
  };
}

export async function receiveAll(
  channel: Channel,
  size: number,
): Promise<Uint8Array> {
  const whole = new Uint8Array(size);
  let at = 0;
  while (at < size) {
    const chunk = await channel.receive();
    assert.ok(chunk !== undefined, `the end came after ${at} of ${size} bytes`);
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Bytes that do not repeat at any power of two. */
export function pattern(size: number, seed: number): Uint8Array {
  const period = Uint8Array.from({ length: 251 }, (_, i) => (i + seed) % 251);
  return Buffer.alloc(size, period);
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

export async function text(channel: Channel): Promise<string> {
  return new TextDecoder().decode(await channel.receive());
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
