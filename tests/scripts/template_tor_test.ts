import assert from "node:assert/strict";
import { knownNetworks, Template } from "../../scripts/testnet/template.ts";

const TOR = { socks: "127.0.0.1:9050", control: "127.0.0.1:9051" };

Deno.test("a testnet whose nodes do not talk through Tor takes no Tor", async () => {
  for (const network of await knownNetworks()) {
    const reading = Template.read(network, TOR);
    if (network === "onionnet") await reading;
    else {
      await assert.rejects(reading, {
        name: "UsageError",
        message: `Cannot use "--tor-socks" with the testnet "${network}": ` +
          "its nodes do not talk through Tor",
      });
    }
  }
});
