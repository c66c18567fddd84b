import assert from "node:assert/strict";
import fc from "fast-check";
import { ControlLines } from "../../../transports/onion/control-lines.ts";

const TALK = [
  '250-PROTOCOLINFO 1\r\n250-VERSION Tor="0.4.9.11"\r\n250 OK\r\n',
  "650 HS_DESC UPLOADED abc UNKNOWN $DEF\r\n",
  "250+info/names=\r\nfirst\r\n..second\r\n.\r\n250 OK\r\n",
  "550 Onion address collision\r\n",
].join("");

const REPLIES = [
  { code: 250, lines: ["PROTOCOLINFO 1", 'VERSION Tor="0.4.9.11"', "OK"] },
  { code: 650, lines: ["HS_DESC UPLOADED abc UNKNOWN $DEF"] },
  { code: 250, lines: ["info/names=\nfirst\n.second", "OK"] },
  { code: 550, lines: ["Onion address collision"] },
];

Deno.test("ControlLines puts Tor's answers together, however they are cut", () => {
  const cuts = fc.array(fc.integer({ min: 0, max: TALK.length }));
  fc.assert(fc.property(cuts, (cuts) => {
    const lines = new ControlLines();
    const places = [0, ...cuts.sort((a, b) => a - b), TALK.length];
    const replies = places.slice(1).flatMap((end, i) =>
      lines.push(TALK.slice(places[i], end))
    );
    assert.deepEqual(replies, REPLIES);
  }));
});

Deno.test("ControlLines refuses what Tor would not say", () => {
  assert.throws(
    () => new ControlLines().push("HTTP/1.1 400 Bad Request\r\n"),
    /^Error: it says "HTTP\/1\.1 400 Bad Request"$/,
  );
});

Deno.test("ControlLines keeps only so much of an answer without an end", () => {
  for (const part of ["250-more\r\n", "250+data\r\nline\r\n", "25"]) {
    const lines = new ControlLines();
    assert.throws(() => {
      for (let i = 0; i < 1e6; i++) lines.push(part.repeat(1000));
    }, /an answer has no end|it says/);
  }
});
