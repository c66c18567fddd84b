import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { LinkReason } from "kozo";
import { refusalOf, visitBob } from "./parties.ts";

Deno.test("authenticateAsServer() ends a silent connection when it is aborted", async () => {
  await using visit = visitBob();
  visit.socket.resume();
  const reason = new Error("too late");
  visit.abort.abort(reason);
  await assert.rejects(visit.guest, reason);
  assert.ok(visit.inside.destroyed);
});

Deno.test("authenticateAsServer() says what came instead of SSH", async () => {
  await using visit = visitBob();
  visit.socket.resume();
  visit.socket.end("GET / HTTP/1.1\r\nHost: clock\r\n\r\n");
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.Handshake);
  assert.match(message, /GET \/ HTTP\/1\.1/);
});

Deno.test("authenticateAsServer() says that nothing came", async () => {
  await using visit = visitBob();
  visit.socket.resume();
  visit.socket.end();
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.Lost);
  assert.equal(message, "It hung up without a word");
});

Deno.test("authenticateAsServer() says that SSH was all that came", async () => {
  await using visit = visitBob();
  visit.socket.resume();
  visit.socket.end("SSH-2.0-scanner\r\n");
  const { reason, message } = await refusalOf(visit);
  assert.equal(reason, LinkReason.Lost);
  assert.equal(message, 'It hung up after "SSH-2.0-scanner"');
});

Deno.test("authenticateAsServer() makes a LinkError of any bytes", async () => {
  const banner = fc.constantFrom("", "SSH-2.0-x\r\n", "SSH-1.5-x\r\n", "\r\n");
  const bytes = fc.uint8Array({ maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(banner, bytes, async (banner, bytes) => {
      await using visit = visitBob();
      visit.socket.resume();
      visit.socket.end(Buffer.concat([Buffer.from(banner), bytes]));
      assert.doesNotMatch((await refusalOf(visit)).message, /\p{Cc}/u);
    }),
    { numRuns: 60 },
  );
});
