import fc from "fast-check";
import { stripVTControlCharacters } from "node:util";
import assert from "node:assert/strict";
import { Colours } from "../../core/cli/colours.ts";
import { healthOf, statusLines } from "../../core/cli/status-text.ts";
import type {
  LinkStatus,
  NodeStatus,
  PeerStatus,
  RoleStatus,
  Trouble,
} from "../../core/control/status-shape.ts";
import { LinkReason } from "kozo";

const LINK: LinkStatus = {
  since: 1000,
  direction: "out",
  transport: "tcp",
  address: "192.168.1.21:6020",
  roundTrip: 0.0008,
  clockSkew: 0.01,
  version: "0.1.0",
  fingerprint: "0123456789abcdef",
  drift: false,
};

const PEER: PeerStatus = {
  name: "scribe",
  state: "linked",
  policy: { to: "constant", from: "constant" },
  link: LINK,
  waiting: 0,
  sent: { messages: 12, bytes: 3456 },
  received: { messages: 0, bytes: 99 },
  drops: {},
  failure: null,
  nextDial: null,
  twofold: false,
  closings: [],
};

const UNLINKED: PeerStatus = {
  ...PEER,
  state: "waiting",
  link: null,
  failure: { at: 990, reason: LinkReason.Refused, message: "nobody listens" },
  nextDial: 12,
};

const ROLE: RoleStatus = {
  name: "timer1",
  type: "timer",
  state: "running",
  sandboxed: false,
  waiting: 0,
  handled: 7,
  failures: 0,
  lastFailure: null,
  drops: {},
};

function statusWith(
  peers: readonly PeerStatus[],
  roles: readonly RoleStatus[] = [],
  trouble: Trouble | null = null,
): NodeStatus {
  return {
    node: "clock",
    version: "0.1.0",
    pid: 1,
    now: 1012,
    startedAt: 0,
    uptime: 1012,
    configuration: {
      file: "/etc/kozo/config.yml",
      fingerprint: "cafe",
      restart: [],
    },
    peers,
    transports: [{ name: "tcp", trouble }],
    roles,
  };
}

const PLAIN = new Colours(false);

Deno.test("a status has a paragraph for each peer and a line for each role", () => {
  const lines = statusLines(statusWith([PEER, UNLINKED], [ROLE]), PLAIN);
  assert.deepEqual(lines, [
    "clock, up 16 min 52 s, Kōzō 0.1.0",
    "/etc/kozo/config.yml (cafe)",
    "",
    "● scribe           linked 12 s, dialled, 0.80 ms, tcp 192.168.1.21:6020",
    "                   sent 12 messages, 3.4 KiB; received 0, 99 bytes",
    "● scribe           not linked, next try in 12 s: refused: nobody listens",
    "                   sent 12 messages, 3.4 KiB; received 0, 99 bytes",
    "",
    "  role                           state         inbox    handled   failures",
    "● timer1 (timer)                 running           0          7          0",
  ]);
});

/** What a status says when a peer is other than it should be. */
const COMPLAINTS: readonly [string, Partial<PeerStatus>, RegExp][] = [
  ["another configuration", {
    link: { ...LINK, drift: true },
  }, /runs another configuration: 0123456789abcdef/],
  ["a clock in 1970", {
    link: { ...LINK, clockSkew: -1.79e9 },
  }, /its clock is 56 years behind/],
  ["no answer", { link: { ...LINK, roundTrip: null } }, /no answer/],
  ["drops", { drops: { full: 3, unlinked: 2 } }, /dropped: 3 full, 2 unlinked/],
  ["a copied card", { twofold: true }, /is it a copied\s+card\?/],
];

for (const [what, change, expected] of COMPLAINTS) {
  Deno.test(`a status complains of ${what}`, () => {
    const peer = { ...PEER, ...change };
    assert.match(
      statusLines(statusWith([peer]), PLAIN).join("\n"),
      expected,
    );
    assert.equal(healthOf(peer), "doubtful");
  });
}

Deno.test("a status says of a transport what keeps it from being of use", () => {
  const reason = LinkReason.TorStarting;
  const message = "Tor is still starting: 45 %";
  const status = statusWith([], [], { reason, message });
  const line = "transport tcp: tor-starting: Tor is still starting: 45 %";
  assert.deepEqual(statusLines(status, PLAIN).slice(2), [line]);
  const [, , coloured] = statusLines(status, new Colours(true));
  assert.equal(coloured, `\x1b[31m${line}\x1b[0m`);
});

Deno.test("a status of a node of the first version is shown, too", () => {
  const { transports: _, configuration, ...rest } = statusWith([PEER], [ROLE]);
  const { file, fingerprint } = configuration;
  const said = { ...rest, configuration: { file, fingerprint } };
  assert.deepEqual(
    statusLines(said, PLAIN),
    statusLines(statusWith([PEER], [ROLE]), PLAIN),
  );
});

Deno.test("a status colours by health, and not at all where that is not wanted", () => {
  assert.equal(healthOf(PEER), "good");
  assert.equal(healthOf(UNLINKED), "bad");
  assert.equal(healthOf({ ...UNLINKED, state: "never" }), "none");
  const failed = { ...ROLE, failures: 1, lastFailure: "a pin broke" };
  const status = statusWith([PEER, UNLINKED], [failed]);
  const text = statusLines(status, new Colours(true)).join("\n");
  assert.ok(text.includes("\x1b[32m●\x1b[0m scribe"));
  assert.ok(text.includes("\x1b[31m●\x1b[0m scribe"));
  assert.ok(text.includes("\x1b[33m    failed: a pin broke\x1b[0m"));
  const plain = statusLines(status, PLAIN).join("\n");
  assert.equal(stripVTControlCharacters(text), plain);
});

Deno.test("a status has 80 columns at most and no control characters, whatever peers and roles say", () => {
  const text = fc.string({ unit: "binary", maxLength: 100 });
  const name = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/);
  const count = fc.nat({ max: 1e9 });
  const peer = fc.record({
    name,
    state: fc.constantFrom("linked", "waiting", "dialling", "resting", "never"),
    text,
    count,
  }).map(({ name, state, text, count }): PeerStatus => ({
    ...PEER,
    name,
    state,
    link: { ...LINK, fingerprint: text, address: `[::1]:${count}` },
    failure: { at: 0, reason: LinkReason.Lost, message: text },
    drops: { full: count },
    sent: { messages: count, bytes: count },
    closings: [{
      at: 0,
      reason: LinkReason.Lost,
      message: text,
      transport: name,
    }],
  }));
  const role = fc.record({ name, type: name, lastFailure: text, count })
    .map(({ count, ...rest }): RoleStatus => ({
      ...ROLE,
      ...rest,
      handled: count,
    }));
  const trouble = text
    .map((message): Trouble => ({ reason: LinkReason.Lost, message }));
  const lists = [fc.array(peer), fc.array(role)] as const;
  fc.assert(fc.property(...lists, trouble, (...parts) => {
    for (const line of statusLines(statusWith(...parts), PLAIN)) {
      assert.ok([...line].length <= 80, line);
      // deno-lint-ignore no-control-regex -- there must be none
      assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f]/);
    }
  }));
});
