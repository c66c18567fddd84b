import { freePorts } from "../../scripts/testnet/ports.ts";
import { consult } from "../support/doctor.ts";
import { eventually } from "../support/eventually.ts";
import { tcpAt } from "../support/network.ts";
import {
  assertCause,
  makeNetwork,
  startAlice,
  writeHers,
} from "./doctor-patients.ts";

Deno.test("the doctor names a public key that is not the node's", async () => {
  await using network = await makeNetwork();
  const publicKey = await network.makeKey("stale");
  await writeHers(network, { bob: { publicKey } });
  network.start("bob");
  await startAlice(network, "alice.yml");
  await assertCause(
    network,
    "wrong-key",
    /expected SHA256:\S+, found SHA256:\S+, which no node in the config.*copy/,
    "alice.yml",
  );
});

Deno.test("the doctor names an address that leads back to this machine", async () => {
  await using network = await makeNetwork();
  const tcp = tcpAt(network.port("alice"));
  await writeHers(network, { bob: { transports: { tcp } } });
  await startAlice(network, "alice.yml");
  await assertCause(
    network,
    "wrong-address",
    /the key of "alice"; the address leads back to "alice" on this machine/,
    "alice.yml",
  );
});

Deno.test("the doctor names a node that does not know our key", async () => {
  await using network = await makeNetwork();
  const { system } = network.config;
  const publicKey = await network.makeKey("stale");
  await network.write("bob.yml", {
    ...network.config,
    system: { ...system, alice: { ...system.alice, publicKey } },
  });
  network.start("bob", { config: "bob.yml" });
  await startAlice(network, "config.yml");
  await assertCause(network, "key-refused", /"bob" does not accept SHA256:/);
});

Deno.test("the doctor names keys that are swapped in the file", async () => {
  await using network = await makeNetwork();
  const { bob, carol } = network.config.system;
  await writeHers(network, {
    bob: { publicKey: carol?.publicKey },
    carol: { publicKey: bob?.publicKey },
  });
  network.start("bob");
  network.start("carol");
  await startAlice(network, "alice.yml");
  await eventually(async () => {
    const { findings } = await consult(network, "alice", "bob");
    return findings.some(({ cause }) => cause === "swapped-keys");
  }, () => "carol is not there");
  await assertCause(
    network,
    "swapped-keys",
    /which is the key of "carol".*the two have swapped their "publicKey"/,
    "alice.yml",
  );
});

Deno.test("the doctor names a card that was copied for another node", async () => {
  await using network = await makeNetwork();
  const { system } = network.config;
  // What should be bob is a copy of carol.
  const { transports } = system.bob ?? {};
  await network.write("copy.yml", {
    ...network.config,
    system: {
      ...system,
      carol: { ...system.carol, transports },
      bob: {
        ...system.bob,
        transports: {},
      },
    },
  });
  network.start("carol", { config: "copy.yml" });
  const carol = network.start("carol");
  await carol.waitFor('"carol" is running');
  await startAlice(network, "config.yml");
  await assertCause(
    network,
    "copied-key",
    /the key of "carol"; two machines have the key of "carol": was its card/,
  );
});

Deno.test("the doctor names a card that was copied, and runs twice", async () => {
  await using network = await makeNetwork();
  const [second = 0] = freePorts(1);
  const address = [network.port("bob"), second]
    .map((port) => `127.0.0.1:${port}`);
  const tcp = { ...tcpAt(network.port("bob")), address };
  await writeHers(network, { bob: { transports: { tcp } } });
  const { system } = network.config;
  await network.write("copy.yml", {
    ...network.config,
    system: {
      ...system,
      bob: {
        ...system.bob,
        transports: {
          tcp: tcpAt(second),
        },
      },
    },
  });
  await startAlice(network, "alice.yml");
  network.start("bob");
  const copy = network.start("bob", { config: "copy.yml" });
  await copy.waitFor('"bob" is running');
  await eventually(async () => {
    const { diagnosis } = await consult(network, "alice", "bob");
    return diagnosis.cause === "copied-key";
  }, () => "nobody notices");
  await assertCause(
    network,
    "copied-key",
    /two programs .* as "bob".*, with one key.*card was copied/,
    "alice.yml",
  );
});
