import assert from "node:assert/strict";
import { LeanMemory, type Memory } from "../../core/cli/lean-memory.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";

/** Longer than between two looks. */
const WHILE = 16;

/** A process whose memory is what a test says, of which some bytes are free. */
class Process implements Memory {
  used = 80e6;
  free = 0;
  returns = 0;

  resident(): number {
    return this.used + this.free;
  }

  returnFree(): Promise<void> {
    this.returns++;
    this.free = 0;
    return Promise.resolve();
  }
}

async function withMemory(
  work: (process: Process, environment: VirtualEnvironment) => Promise<void>,
): Promise<void> {
  const environment = new VirtualEnvironment();
  const process = new Process();
  await using _memory = new LeanMemory(environment, process);
  await environment.advance(WHILE);
  await work(process, environment);
}

Deno.test("A node gives back the memory that a flood has left free", () =>
  withMemory(async (process, environment) => {
    process.free = 60e6;
    await environment.advance(WHILE);
    assert.equal(process.resident(), 80e6);
  }));

Deno.test("A node gives back what becomes free later, too", () =>
  withMemory(async (process, environment) => {
    process.used = 150e6;
    await environment.advance(WHILE);
    // The garbage collector has come.
    process.used = 80e6;
    process.free = 50e6;
    await environment.advance(WHILE);
    assert.equal(process.resident(), 80e6);
  }));

Deno.test("A node whose memory stays as it is does nothing about it", () =>
  withMemory(async (process, environment) => {
    process.free = 5e6;
    await environment.advance(WHILE);
    assert.equal(process.returns, 0, "for so little");
    process.used = 150e6;
    await environment.advance(WHILE);
    assert.equal(process.returns, 1);
    await environment.advance(10 * WHILE);
    assert.equal(process.returns, 1, "over and over again");
  }));

Deno.test("The watch over memory ends, also where the system cannot take any back", async () => {
  const environment = new VirtualEnvironment();
  const process = new Process();
  process.returnFree = () => Promise.reject(new Error("no glibc"));
  const memory = new LeanMemory(environment, process);
  await environment.advance(WHILE);
  assert.equal(environment.pending, 1);
  process.free = 60e6;
  await environment.advance(WHILE);
  assert.equal(environment.pending, 0);
  await memory[Symbol.asyncDispose]();

  await using _other = new LeanMemory(environment);
  assert.equal(environment.pending, 1);
  await _other[Symbol.asyncDispose]();
  assert.equal(environment.pending, 0);
});
