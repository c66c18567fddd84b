import assert from "node:assert/strict";
import {
  type OwnNetwork,
  suggestAddresses,
  suggestName,
} from "../../core/cli/own-addresses.ts";

const PI: OwnNetwork = {
  interfaces: [
    { name: "lo", family: "IPv4", address: "127.0.0.1" },
    { name: "docker0", family: "IPv4", address: "172.17.0.1" },
    { name: "eth0", family: "IPv6", address: "fe80::ba27:ebff:fe00:1" },
    { name: "eth0", family: "IPv6", address: "2001:db8::1" },
    { name: "eth0", family: "IPv6", address: "fd00::20" },
    { name: "eth0", family: "IPv4", address: "192.168.1.20" },
    { name: "wlan0", family: "IPv4", address: "169.254.3.4" },
    { name: "wlan0", family: "IPv4", address: "192.168.1.21" },
  ],
  hostname: "raspberrypi",
  hasMdns: false,
};

Deno.test("suggestAddresses() takes those that others can reach, and that last", () => {
  assert.deepEqual(suggestAddresses(PI), [
    "192.168.1.20",
    "192.168.1.21",
    "fd00::20",
  ]);
});

Deno.test("suggestAddresses() prefers the name where others can look it up", () => {
  const [first] = suggestAddresses({ ...PI, hasMdns: true });
  assert.equal(first, "raspberrypi.local");
});

for (
  const [hostname, name] of [
    ["raspberrypi", "raspberrypi"],
    ["pi.home.example.org", "pi"],
    ["-küche-", "k-che-"],
    ["", "node1"],
    ["x".repeat(80), "x".repeat(63)],
  ] as const
) {
  Deno.test(`suggestName() makes "${name}" of "${hostname}"`, () => {
    assert.equal(suggestName(hostname), name);
  });
}
