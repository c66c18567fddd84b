import assert from "node:assert/strict";
import { ownHost } from "../../../roles/debugger/own-host.ts";

/** The host of a machine with these addresses. */
function hostOf(...addresses: readonly string[]): string {
  return ownHost(addresses.map((address) => ({
    address,
    family: address.includes(":") ? "IPv6" : "IPv4",
  })));
}

Deno.test("a machine is reached at an address that others have a way to", () => {
  const own = ["127.0.0.1", "::1", "fe80::1"];
  assert.equal(hostOf(...own, "2001:db8::1", "192.0.2.1"), "192.0.2.1");
  assert.equal(hostOf(...own, "2001:db8::1"), "[2001:db8::1]");
  assert.equal(hostOf(...own, "169.254.7.7", "2001:db8::1"), "[2001:db8::1]");
  assert.equal(hostOf(...own), "127.0.0.1");
});
