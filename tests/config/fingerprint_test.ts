import assert from "node:assert/strict";
import { KEYS, parse, withNode } from "./support.ts";

async function fingerprintOf(text: string): Promise<string> {
  return (await parse(text)).fingerprint;
}

const ONE = withNode("roles: {timer: {tick: 60, message: hi}}");

Deno.test("the fingerprint is the same for the same content in another form", async () => {
  const other = [
    "# The same in other words",
    "system: {a: {roles: &roles",
    "  {timer: {message: 'hi', \"tick\": 6.0e1}},",
    `  publicKey: "${KEYS[0]}", privateKey: key}}`,
  ].join("\n");
  assert.equal(await fingerprintOf(other), await fingerprintOf(ONE));
});

Deno.test("the fingerprint is another one for other content", async () => {
  const others = [
    ONE.replace("60", "61"),
    ONE.replace("tick: 60, ", ""),
    ONE.replace("hi", "'60'"),
    ONE.replace("timer:", "timer1: {type: timer}, timer:"),
    `heartbeat: 10\n${ONE}`,
    withNode("roles: {timer: {tick: 60, message: hi}}", "transports: {}"),
  ];
  const all = await Promise.all([ONE, ...others].map(fingerprintOf));
  assert.equal(new Set(all).size, all.length);
});

Deno.test("the fingerprint does not change from version to version", async () => {
  assert.equal(await fingerprintOf(ONE), "b37ff1f5d4e86d45");
});
