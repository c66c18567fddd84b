import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import { addService } from "../../../transports/onion/orders.ts";

Deno.test("a service closes the circuits of those who want to take all places", () => {
  const order = addService({
    key: OnionKey.generate(),
    onionPort: 6027,
    target: "127.0.0.1:7027",
    clients: undefined,
  });
  assert.match(
    order,
    /^ADD_ONION ED25519-V3:\S+ Flags=DiscardPK,MaxStreamsCloseCircuit MaxStreams=4 Port=6027,127\.0\.0\.1:7027$/,
  );
});
