import assert from "node:assert/strict";
import { ROOT_BLOCK } from "../../core/config/system-block.ts";
import { NODE_NAME } from "kozo";
import type { OptionSpec, OptionTable } from "../../core/config/option-spec.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";
import { readDocument, section, tableRows } from "./markdown.ts";
import { byDefault } from "./option-rows.ts";

/** Every default that the documentation or the program of 2014 had. */
const DEFAULTS_OF_2014: Readonly<Record<string, Record<string, unknown>>> = {
  "": {
    heartbeat: 10,
    connectionRetry: 60,
    outgoingQueueLength: 128,
    outgoingQueueSize: 4 * 1024 * 1024,
    maxBufferReadSize: 64 * 1024,
    cipher: "aes256-ctr",
    hmac: "hmac-sha1",
    rolePath: [],
    transportPath: [],
    importPath: [],
  },
  timer: { tick: 1 },
  cuckoo: { timer: null },
  message_injector: { bindAddress: "localhost", bindPort: 7050 },
  debugger: {
    password: "kozo",
    allowRemote: true,
    debugTimeout: 600,
    channel: null,
    log: true,
  },
  logger: {
    file: "/var/log/kozo/kozo.log",
    timePrefix: "[%Y-%m-%d %H:%M:%S] ",
    flushEvery: 1024,
    clearLog: false,
    nodeRestrict: NODE_NAME,
    rotateEvery: 524288,
    rotateMax: 9,
  },
  "bluetooth-discover": { searchDuration: 8, cooldown: 30 },
  "motion-detect": { pin: 18, period: 0.5 },
  tcp: { bindAddress: "", port: 6020 },
};

const MODULES = new Map(
  Object.entries({ ...builtInRoles, ...builtInTransports }),
);

/** Options of today, of the root or of a role or transport. */
async function optionsOf(owner: string): Promise<OptionTable> {
  if (owner === "") return ROOT_BLOCK;
  const module = MODULES.get(owner) ?? assert.fail(`No "${owner}"`);
  return (await module.load()).config;
}

interface DefaultRow {
  readonly Option: string;
  readonly "In 2014": string;
  readonly Now: string;
}

/** What the document has to say of the options of one owner. */
async function changedOf(owner: string): Promise<DefaultRow[]> {
  const today = new Map(
    Object.entries<OptionSpec>(await optionsOf(owner)),
  );
  return Object.entries(DEFAULTS_OF_2014[owner] ?? {})
    .map(([name, before]) => ({
      Option: `\`${name}\`${owner === "" ? "" : ` of \`${owner}\``}`,
      "In 2014": byDefault(before),
      Now: byDefault(today.get(name)?.default),
    }))
    .filter((row) => row["In 2014"] !== row.Now);
}

Deno.test("2014.md has exactly the defaults that are not those of 2014", async () => {
  const expected: DefaultRow[] = [];
  for (const owner of Object.keys(DEFAULTS_OF_2014)) {
    expected.push(...await changedOf(owner));
  }
  const document = section(await readDocument("docs/2014.md"), "Defaults");
  const rows = tableRows(document);
  assert.deepEqual(
    rows.map(({ Why: _, ...row }) => row),
    expected,
  );
  assert.deepEqual(rows.filter(({ Why }) => !Why), []);
});
