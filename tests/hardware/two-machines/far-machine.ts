import assert from "node:assert/strict";
import { BluetoothAdapter, messageOf } from "kozo";
import { eventually } from "../../support/eventually.ts";
import { never } from "../bluetooth-pair.ts";

/** Seconds that the other machine may take to start, and to be found. */
export const PATIENCE = 120;

/**
 * Where the far side listens, on the other virtual machine of
 * `deno task test:hardware`; nothing: there is no such machine.
 */
export function farPlace(): Deno.ConnectOptions | undefined {
  const [hostname = "", port] = Deno.env.get("KOZO_LAB_FAR")?.split(":") ?? [];
  return port === undefined ? undefined : { hostname, port: Number(port) };
}

/** The address of the other machine's adapter, the only other there is. */
export async function addressInRange(): Promise<string> {
  const adapter = new BluetoothAdapter();
  let found: readonly string[] = [];
  let problem = "there is no device in range";
  await eventually(
    async () => {
      try {
        const devices = await adapter.inquire(1.28, never);
        found = devices.map(({ address }) => address);
      } catch (error) {
        problem = messageOf(error);
      }
      return found.length > 0;
    },
    () => `Cannot find the other machine: ${problem}`,
    PATIENCE,
  );
  const [address = "", ...others] = found;
  assert.deepEqual(others, []);
  return address;
}
