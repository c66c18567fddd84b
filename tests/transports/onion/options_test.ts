import assert from "node:assert/strict";
import { problemsOf } from "../option-problems.ts";

const ADDRESS =
  "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion";

const RIGHT = [
  "outgoingOnly: true",
  `address: ${ADDRESS}`,
  `address: ${ADDRESS}, incomingOnly: true, port: 6028, onionPort: 80`,
  `address: ${ADDRESS.toUpperCase()}, controlPort: /run/tor/control`,
  `address: ${ADDRESS}, controlPort: "127.0.0.1:9051", clientAuth: true`,
  "outgoingOnly: true, socksProxy: /run/tor/socks, transparent: false",
];

for (const block of RIGHT) {
  Deno.test(`onion takes { ${block} }`, async () => {
    assert.deepEqual(await problemsOf("onion", block), []);
  });
}

const WRONG: readonly (readonly [what: string, block: string, ...RegExp[]])[] =
  [
    [
      "a node that neither connects nor is connected to",
      "incomingOnly: true, outgoingOnly: true",
      /^5:60: "outgoingOnly" contradicts "incomingOnly": /,
    ],
    [
      "an address to which nobody connects",
      `address: ${ADDRESS}, outgoingOnly: true`,
      /^5:35: "address" contradicts "outgoingOnly"/,
    ],
    [
      "a node that has no address and is not outgoing",
      "port: 6028",
      /^5:18: "address" is missing: .*"kozo onion-address"$/,
    ],
    [
      "an address of 2014",
      "address: gnreiuoyh5rrtkjh.onion",
      /^5:35: "address" is "gnreiuoyh5rrtkjh\.onion", which is an onion address of 16 letters and digits, which Tor knows no more since 2021: remove it/,
    ],
    [
      "an address with a typing error",
      `address: ${ADDRESS.replace("q", "r")}`,
      /^5:35: "address" is ".*", which has a typing error: its checksum is wrong/,
    ],
    [
      "a proxy that is none",
      "outgoingOnly: true, socksProxy: localhost",
      /^5:58: "socksProxy" is "localhost", expected a host and a port such as "127\.0\.0\.1:9050"/,
    ],
    [
      "a control port that is none",
      'outgoingOnly: true, controlPort: "9051"',
      /^5:59: "controlPort" is "9051", expected a host and a port such as "127\.0\.0\.1:9051", or/,
    ],
    [
      "also what else contradicts itself where one option is of a wrong type",
      `address: ${ADDRESS}, port: x, outgoingOnly: true`,
      /^5:35: "address" contradicts "outgoingOnly"/,
      /^5:\d+: "port" is the text "x"/,
    ],
    [
      "client authorization without a control port",
      `address: ${ADDRESS}, clientAuth: true`,
      /^5:111: "clientAuth" needs "controlPort"/,
    ],
    [
      "client authorization where there is no service",
      'outgoingOnly: true, controlPort: "127.0.0.1:9051", clientAuth: true',
      /^5:\d+: "clientAuth" contradicts "outgoingOnly", with which the node has no service/,
    ],
  ];

for (const [what, block, ...expected] of WRONG) {
  Deno.test(`onion refuses ${what}, in its line of the file`, async () => {
    const problems = await problemsOf("onion", block);
    assert.equal(problems.length, expected.length, problems.join("\n"));
    for (const [i, pattern] of expected.entries()) {
      assert.match(problems[i] ?? "", pattern);
    }
  });
}

Deno.test("tcp refuses a SOCKS proxy that is none, in its line of the file", async () => {
  const [problem = ""] = await problemsOf("tcp", 'socksProxy: "9050"');
  assert.match(
    problem,
    /^5:36: "socksProxy" is /,
  );
});

Deno.test("tcp refuses an onion address with a fault among its addresses, in its line of the file", async () => {
  const typo = `b${ADDRESS.slice(1)}`;
  const cases = [
    [typo, "has a typing error: "],
    [`${typo}:7020`, "has a typing error: "],
    [`${ADDRESS}.`, "ends in a dot: "],
  ] as const;
  for (const [address, fault] of cases) {
    const options = `address: "127.0.0.1, ${address}"`;
    const [problem = ""] = await problemsOf("tcp", options);
    assert.match(problem, /^5:\d+: "address" has ".*\.onion.*", which /);
    assert.ok(problem.includes(`which ${fault}`), problem);
  }
  const options = `address: "127.0.0.1, ${ADDRESS}, [::1]:7020"`;
  assert.deepEqual(await problemsOf("tcp", options), []);
});
