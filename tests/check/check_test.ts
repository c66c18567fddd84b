import assert from "node:assert/strict";
import { checkConfig } from "../../core/check/check.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { generateKeyPair } from "../../core/ssh/keys.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { KEYS } from "../config/support.ts";

const registry = new ModuleRegistry(builtInRoles, builtInTransports);

const RSA = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ";

/** The lines of a node: its name, its key, and what else it has. */
function node(
  name: string,
  key: string,
  ...lines: readonly string[]
): string {
  return [
    `  ${name}:`,
    `    privateKey: ${name}.key`,
    `    publicKey: ${key}`,
    ...lines.map((line) => `    ${line}`),
    "",
  ].join("\n");
}

/** Two nodes that can be linked, and more lines for each. */
function network(a: readonly string[], b: readonly string[] = []): string {
  return "system:\n" + node("a", KEYS[0], ...a) +
    node("b", KEYS[1], "transports: {tcp: {address: b}}", ...b);
}

const TCP = "transports: {tcp: }";

/** What is found, as `line:column severity: message`. */
async function findingsOf(
  text: string,
  prepare: (folder: string) => Promise<void> = async () => {},
  self?: string,
): Promise<string[]> {
  return await withFolder(async (folder) => {
    const file = `${folder}/config.yml`;
    await Deno.writeTextFile(file, text, { mode: 0o644 });
    await prepare(folder);
    const { findings } = await checkConfig(file, registry, self);
    return findings.map(({ line, column, severity, message }) =>
      `${line}:${column} ${severity}: ${message.replaceAll(folder, "")}`
    );
  });
}

const NEITHER = ': neither may connect to the other, by "selfToOthersConnect' +
  'Policy" and "othersToSelfConnectPolicy"';

const UNREACHABLE = "no transport of one that may dial leads to the other; " +
  "give one of them an address";

const CASES: readonly (readonly [
  what: string,
  text: string,
  expected: readonly string[],
])[] = [
  ["nothing in a network that is as it should be", network([TCP]), []],
  [
    "two nodes that never talk",
    network([TCP, "selfToOthersConnectPolicy: never"], [
      "selfToOthersConnectPolicy: never",
    ]),
    [`2:3 warning: "a" never talks to "b"${NEITHER}`],
  ],
  [
    "a node that nobody talks to, in one line",
    network([
      TCP,
      "selfToOthersConnectPolicy: never",
      "othersToSelfConnectPolicy: never",
    ]) + node("c", KEYS[1].replace(/.$/, "g"), TCP),
    [`2:3 warning: "a" never talks to "b" and "c"${NEITHER}`],
  ],
  [
    "nothing where one of two may connect",
    network([TCP], [
      "selfToOthersConnectPolicy: never",
    ]),
    [],
  ],
  [
    "two nodes of which neither has an address",
    "system:\n" + node("a", KEYS[0], TCP) + node("b", KEYS[1], TCP),
    [`5:5 warning: "a" cannot be linked with "b": ${UNREACHABLE}`],
  ],
  [
    "two nodes with the same address and port",
    network(["transports: {tcp: {address: 'b, a', port: 6020}}"]),
    [
      '9:33 warning: "a" and "b" have the same address "b:6020", where one of ' +
      'them can listen: correct it, or give each a "port" of its own',
    ],
  ],
  [
    "the same address in capitals",
    network(["transports: {tcp: {address: B}}"]),
    [
      '9:33 warning: "a" and "b" have the same address "b:6020", where one of ' +
      'them can listen: correct it, or give each a "port" of its own',
    ],
  ],
  [
    "the same address by the name of the machine itself",
    network(["transports: {tcp: {address: localhost}}"]).replace(
      "address: b",
      "address: 127.0.0.1",
    ),
    [
      '9:33 warning: "a" and "b" have the same address "127.0.0.1:6020", where ' +
      'one of them can listen: correct it, or give each a "port" of its own',
    ],
  ],
  [
    "two transports of a node at one address",
    network([
      "transports: {tcp: {address: a}, lan: {type: tcp, address: 'c, a', port: 6020}}",
    ]),
    [
      '5:63 warning: "tcp" and "lan" of "a" have the same address "a:6020", ' +
      'where one of them can listen: correct it, or give each a "port" of ' +
      "its own",
      '5:77 warning: The port 6020 is that of the transport "tcp", too, and ' +
      "one of them can listen there: choose another for one of the two",
    ],
  ],
  [
    "nothing in transports of a node that listen at addresses of their own",
    network([
      "transports: {tcp: {bindAddress: 10.0.0.1}, lan: {type: tcp, bindAddress: 10.1.0.1}}",
    ]),
    [],
  ],
  [
    "nothing in nodes of one machine that have ports of their own",
    network(["transports: {tcp: {address: b, port: 6021}}"]),
    [],
  ],
  [
    "a node without a transport",
    network([]),
    [`2:3 warning: "a" cannot be linked with "b": ${UNREACHABLE}`],
  ],
  [
    "an address that only the one may dial who has it",
    network([TCP, "selfToOthersConnectPolicy: never"]),
    [`5:5 warning: "a" cannot be linked with "b": ${UNREACHABLE}`],
  ],
  [
    "a cuckoo without storage",
    network([TCP, "roles: {cuckoo: , timer: }"]),
    [
      '6:13 warning: "cuckoo" forgets what it keeps whenever the node stops: ' +
      'give "a" a folder by "roleStorage"',
    ],
  ],
  [
    "a timer that nobody has",
    network([
      TCP,
      "roleStorage: s",
      "roles: {cuckoo: {timer: timer1}, logger: {nodeRestrict: '*'}}",
    ], [
      "roles: {timer2: {type: timer}, cuckoo: {timer: '*'}}",
      "roleStorage: t",
    ]),
    [
      '7:29 warning: No role is called "timer1", did you mean "timer2"? ' +
      'Known: "cuckoo", "logger" and "timer2"',
    ],
  ],
  [
    "a cuckoo in a network without a timer",
    network([TCP, "roleStorage: s", "roles: {cuckoo: , logger: }"]),
    [
      '7:13 warning: "cuckoo" waits for "tick", which no role of the network ' +
      'sends: give a node one that does, such as "timer"',
    ],
  ],
  [
    "nothing in a cuckoo that another role may send ticks to",
    network([TCP, "roleStorage: s", "roles: {cuckoo: , message_injector: }"]),
    [],
  ],
  [
    "nothing in a cuckoo whose timer is on another node",
    network([TCP, "roleStorage: s", "roles: {cuckoo: }"], ["roles: {timer: }"]),
    [],
  ],
  [
    "a node that nobody has",
    network([TCP, "roles: {logger: {nodeRestrict: 'a, hall'}}"]),
    ['6:36 warning: No node is called "hall", known: "a" and "b"'],
  ],
  [
    "more seconds than 31 bits of milliseconds",
    network([
      TCP,
      "roles: {timer: {tick: 2147484}, t: {type: timer, tick: 9}}",
    ]),
    [
      '6:27 warning: "tick" is 2147484 seconds, of which a timer counts ' +
      "2147483 at most (24 days): it will be over then",
    ],
  ],
  [
    "an RSA key that is short",
    "system:\n" + node("a", generateShortKey(), TCP),
    [
      '4:16 warning: The RSA key of "a" has 2048 bits, fewer than 3072: give ' +
      'it another by "kozo node rekey a"',
    ],
  ],
  [
    "an address that is none, as an error",
    network(["transports: {tcp: {address: 'http://a'}}"]),
    [
      '5:33 error: "address" has "http://a", which is none: write a name or an ' +
      'IP address, "name:port" or "[IPv6]:port", with commas between several',
    ],
  ],
  [
    "which one of several addresses is none",
    network([
      "transports:",
      "  tcp:",
      "    port: 6021",
      "    address:",
      "      - a",
      "      - 127.0.0.1:notaport",
    ]),
    [
      '10:13 error: "address" has "127.0.0.1:notaport", which is none: write a ' +
      'name or an IP address, "name:port" or "[IPv6]:port", with commas ' +
      "between several",
    ],
  ],
  [
    "errors first, then warnings of what is right",
    network([
      TCP,
      "roles: {cuckoo: , timer: {tick: 3000000}, t: {type: timer, tick: no}}",
    ], ["heartbeat: 3"]),
    [
      '6:70 error: "tick" is the text "no", expected a number of at least 0.001',
      '11:5 error: Unknown option "heartbeat" in node "b": it belongs at the ' +
      'root of the file, or into the node\'s "overrideMainConfiguration" ' +
      "where it holds for that node only",
      '6:13 warning: "cuckoo" forgets what it keeps whenever the node stops: ' +
      'give "a" a folder by "roleStorage"',
      '6:37 warning: "tick" is 3000000 seconds, of which a timer counts ' +
      "2147483 at most (24 days): it will be over then",
    ],
  ],
  [
    "no warning that an error is the reason of",
    network([
      "transports: {tcp: {port: 0}}",
      "roles: {tick: {type: timer, tick: -1}, cuckoo: {timer: tick}}",
      "roleStorage: s",
    ]),
    [
      '5:30 error: "port" is 0, expected a whole number from 1 to 65535',
      '6:39 error: "tick" is -1, expected a number of at least 0.001',
    ],
  ],
  [
    "errors alone in what is no YAML",
    "system: {\n",
    [
      '1:9 error: The block that starts with "{" here has no end: put a "}" ' +
      "behind it, and indent the lines up to there further than this one",
    ],
  ],
  [
    "a role that may listen for other machines, too",
    network([
      TCP,
      "roles:",
      "  d: {type: debugger, allowRemote: true, password: correct-horse}",
      "  m: {type: message_injector, bindAddress: 127.0.0.2, bindPort: 9229}",
    ]),
    [
      '8:69 warning: The port 9229 is that of the role "d", too, and one of ' +
      "them can listen there: choose another for one of the two",
    ],
  ],
  [
    "two roles that listen at one port",
    network([
      TCP,
      "roles:",
      "  first: {type: message_injector}",
      "  second: {type: message_injector, bindAddress: 127.0.0.1}",
      "  third: {type: debugger, bindPort: 7050}",
    ]),
    [
      '8:7 warning: The port 7050 is that of the role "first", too, and one of ' +
      "them can listen there: choose another for one of the two",
      ...["first", "second"].map((name) =>
        `9:41 warning: The port 7050 is that of the role "${name}", too, and ` +
        "one of them can listen there: choose another for one of the two"
      ),
    ],
  ],
  [
    "a role at the port of a transport",
    network([
      "transports: {tcp: {port: 7050}}",
      "roles: {message_injector: }",
    ]),
    [
      '6:13 warning: The port 7050 is that of the transport "tcp", too, and one ' +
      "of them can listen there: choose another for one of the two",
    ],
  ],
  [
    "nothing in roles at different addresses, or whose port the system chooses",
    network([
      TCP,
      "roles:",
      "  first: {type: message_injector}",
      "  second: {type: message_injector, bindAddress: 127.0.0.2}",
      "  third: {type: debugger, bindPort: 0}",
      "  fourth: {type: debugger, bindPort: 0}",
    ]),
    [],
  ],
];

/** The public half of a key with 2048 bits, of which nobody has the other. */
function generateShortKey(): string {
  const modulus = "A".repeat(342);
  const padded = `${RSA}${"C" + modulus.slice(1)}`;
  return padded + "A".repeat((4 - (padded.split(" ")[1] ?? "").length % 4) % 4);
}

for (const [what, text, expected] of CASES) {
  Deno.test(`checkConfig() finds ${what}`, async () => {
    assert.deepEqual(await findingsOf(text), expected);
  });
}

Deno.test("checkConfig() finds files that others may use", async () => {
  const text = network([TCP, "roleStorage: storage"]);
  const found = await findingsOf(text, async (folder) => {
    await Deno.chmod(`${folder}/config.yml`, 0o664);
    await Deno.writeTextFile(`${folder}/a.key`, "", { mode: 0o640 });
    await Deno.mkdir(`${folder}/storage`);
    await Deno.chmod(`${folder}/storage`, 0o755);
  });
  assert.deepEqual(found, [
    "1:1 warning: Others than its owner may write to this file, and so decide " +
    'what all nodes do: run "chmod go-w /config.yml"',
    '3:17 warning: Others than its owner may read "/a.key": run "chmod 600 ' +
    '/a.key"',
    '6:18 warning: Everybody may look into "/storage": run "chmod o-rwx ' +
    '/storage"',
  ]);
});

Deno.test("checkConfig() for a node finds what is wrong with its key", async () => {
  const text = network([TCP]);
  const [missing = ""] = await findingsOf(text, undefined, "a");
  assert.match(missing, /^3:17 error: Cannot use the private key .*: there is/);
  const [wrong = ""] = await findingsOf(text, async (folder) => {
    const { privateKey } = generateKeyPair();
    await Deno.writeTextFile(`${folder}/a.key`, privateKey, { mode: 0o600 });
  }, "a");
  assert.match(wrong, /^3:17 error: .* its public half is SHA256:/);
});

Deno.test("checkConfig() for a node needs its modules only, and looks for slips in the others'", async () => {
  const text = network([TCP], ["roles: {door: {type: gpio}, t: {type: timr}}"]);
  const self = await findingsOf(text, async (folder) => {
    const { privateKey } = generateKeyPair();
    await Deno.writeTextFile(`${folder}/a.key`, privateKey, { mode: 0o600 });
  }, "a");
  assert.equal(self.length, 2);
  assert.equal(
    self[1],
    '10:33 warning: There is no "timr" here, did you mean "timer"?',
  );
  const all = await findingsOf(text);
  assert.match(all.join("\n"), /^10:\d+ error: Unknown role type "gpio"/);
});
