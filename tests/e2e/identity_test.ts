import assert from "node:assert/strict";
import { Network, tcpAt } from "../support/network.ts";

/** Often, so that there are several tries while a test looks. */
const CONNECTION_RETRY = 0.5;

const TIMER = { roles: { timer1: { type: "timer", tick: 0.1 } } };

const CUCKOO = { roles: { cuckoo: { log: false } } };

/** Waits for some more tries to connect. */
function sleepOverRetries(): Promise<void> {
  return new Promise((resolve) =>
    setTimeout(resolve, 3 * CONNECTION_RETRY * 1000)
  );
}

Deno.test("guarantee 4: whoever has another node's address is refused by who dials it, and nothing flows", async () => {
  await using network = await Network.make({
    // It dials the others, they do not dial it.
    node1: { ...TIMER, othersToSelfConnectPolicy: "never" },
    node2: CUCKOO,
    node3: CUCKOO,
  }, { connectionRetry: CONNECTION_RETRY });
  const { node1, node2, node3 } = network.config.system;
  const swapped = {
    node1: { ...node1 },
    node2: { ...node2, transports: { tcp: tcpAt(network.port("node3")) } },
    node3: { ...node3, transports: { tcp: tcpAt(network.port("node2")) } },
  };
  await network.write("swapped.yml", { ...network.config, system: swapped });

  const others = [network.start("node2"), network.start("node3")];
  for (const node of others) await node.waitFor(/Linked with/);
  const dialler = network.start("node1", { config: "swapped.yml" });
  for (const [expected, found] of [["node2", "node3"], ["node3", "node2"]]) {
    await dialler.waitFor(
      new RegExp(
        `WRN link: No link to "${expected}": wrong-host-key: Expected the ` +
          `key of "${expected}", found SHA256:\\S+, which is the key of ` +
          `"${found}": check that the address leads to the right machine`,
      ),
    );
  }
  await sleepOverRetries();
  for (const { output } of [dialler, ...others]) {
    assert.doesNotMatch(output, /Linked with "node1"|timer1@node1/);
  }
  assert.doesNotMatch(dialler.output, /Linked with/);
});

Deno.test("guarantee 4: a node of the right name but with a foreign key is refused by both sides", async () => {
  await using network = await Network.make(
    { node1: TIMER, node2: CUCKOO },
    { connectionRetry: CONNECTION_RETRY },
  );
  const { node1, node2 = {} } = network.config.system;
  const publicKey = await network.makeKey("foreign");
  const foreign = { ...node1, privateKey: "foreign", publicKey };
  await network.write("foreign.yml", {
    ...network.config,
    system: { node1: foreign, node2 },
  });

  const impostor = network.start("node1", { config: "foreign.yml" });
  const victim = network.start("node2");
  // Both dial: each is once the one that is dialled.
  await impostor.waitFor(/No link to "node2": key-refused: /);
  await victim.waitFor(
    /WRN tcp: Refused a connection from 127\.0\.0\.1: Its key is SHA256:\S+, which no node in the configuration has\n/,
  );
  await victim.waitFor(
    /No link to "node1": wrong-host-key: Expected the key of "node1", found SHA256:\S+, which no node in the configuration has/,
  );
  await sleepOverRetries();
  for (const { output } of [impostor, victim]) {
    assert.doesNotMatch(output, /Linked with|Received message/);
  }
});
