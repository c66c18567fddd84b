import assert from "node:assert/strict";
import { OnionKey } from "kozo";
import {
  addClientKey,
  addService,
  removeClientKey,
} from "../../../transports/onion/orders.ts";

const KEY = {
  secret: new Uint8Array(32),
  publicKey: new Uint8Array(32).fill(0xff),
};

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

Deno.test("a service for some names their keys in base32", () => {
  const order = addService({
    key: OnionKey.generate(),
    onionPort: 6027,
    target: "127.0.0.1:7027",
    clients: [KEY, KEY],
  });
  assert.match(
    order,
    / Flags=DiscardPK,MaxStreamsCloseCircuit,V3Auth .*( ClientAuthV3=7{51}Q){2}$/,
  );
});

Deno.test("the key to a service is given and taken back by its address, without its ending", () => {
  const address = `${"a".repeat(56)}.onion`;
  const id = "a".repeat(56);
  assert.equal(
    addClientKey(address, KEY),
    `ONION_CLIENT_AUTH_ADD ${id} x25519:${"A".repeat(43)}=`,
  );
  assert.equal(removeClientKey(address), `ONION_CLIENT_AUTH_REMOVE ${id}`);
});
