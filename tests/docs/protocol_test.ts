import assert from "node:assert/strict";
import { LinkReason } from "kozo";
import { DEFAULT_SETTINGS } from "../../core/config/settings.ts";
import { sshAlgorithms } from "../../core/ssh/algorithms.ts";
import { SSH_IDENT, STREAM_NAME } from "../../core/ssh/session.ts";
import { decodeFrame, encodeFrame, type Frame } from "../../core/wire/codec.ts";
import { FrameSplitter } from "../../core/wire/frame.ts";
import { FORBIDDEN_KEYS } from "../../core/wire/scan.ts";
import { encodeValue } from "../../core/wire/value.ts";
import {
  codeBlocks,
  codeSpans,
  readDocument,
  type Row,
  section,
  tableRows,
} from "./markdown.ts";

const protocol = await readDocument("docs/protocol.md");

const ORIGIN = { sender: "clock", role: "timer1", time: 1767604023.5 };

/** What the examples in the document say, in their order. */
const EXAMPLES: readonly Frame[] = [
  {
    kind: "hello",
    version: "0.1.0",
    node: "clock",
    instance: "5f0c9a",
    fingerprint: "0123456789abcdef",
    heartbeat: 10,
  },
  { kind: "heartbeat" },
  {
    kind: "event",
    ...ORIGIN,
    type: "tick",
    channel: undefined,
    data: encodeValue(["Ping!", "09:07:03"]),
  },
  {
    kind: "order",
    ...ORIGIN,
    type: "open",
    channel: "garage",
    data: encodeValue({}),
  },
  { kind: "log", ...ORIGIN, text: "Tick" },
  { kind: "bye", reason: LinkReason.Shutdown },
  { kind: "ping", number: 3 },
  { kind: "pong", number: 3, time: 1767604023.5 },
  { kind: "start", number: 2, after: 1 },
  {
    kind: "topic",
    number: 0,
    of: "event",
    sender: "clock",
    role: "timer1",
    type: "tick",
    channel: undefined,
  },
  {
    kind: "brief",
    topic: 0,
    time: 1767604023.5,
    data: encodeValue(["Ping!", "09:07:03"]),
  },
];

function exampleBytes(): Uint8Array[] {
  return codeBlocks(section(protocol, "Examples"))
    .map(({ text }) => Uint8Array.fromHex(text.replace(/\s/g, "")));
}

Deno.test("protocol.md shows the bytes that encodeFrame() makes", () => {
  assert.deepEqual(
    exampleBytes().map((bytes) => bytes.toHex()),
    EXAMPLES.map((frame) => encodeFrame(frame).toHex()),
  );
});

Deno.test("protocol.md shows bytes that decodeFrame() reads", () => {
  const splitter = new FrameSplitter(DEFAULT_SETTINGS.maxMessageSize);
  const frames = exampleBytes().flatMap((bytes) => [...splitter.push(bytes)])
    .map(decodeFrame);
  assert.deepEqual(frames, EXAMPLES);
});

Deno.test("protocol.md has every kind of frame with all of its fields", () => {
  const rows = tableRows(section(protocol, "Frames"))
    .filter((row) => row.Kind !== undefined)
    .map((row) => [row.Kind, row.Name, fieldsOf(row)]);
  const expected = EXAMPLES.map((frame) => {
    const [, ...fields] = Object.keys(frame);
    // Every hello of ours says the same there, so that no frame has it.
    if (frame.kind === "hello") fields.unshift("protocol");
    return [String(kindOnWire(frame)), frame.kind, fields];
  });
  expected.sort(([a], [b]) => Number(a) - Number(b));
  assert.deepEqual(rows, expected);
});

Deno.test("protocol.md names the algorithms of SSH in their order", () => {
  const values = new Map(
    tableRows(section(protocol, "SSH"))
      .map((row) => [row.What, codeSpans(row.Value ?? "")]),
  );
  const { kex, serverHostKey, cipher, hmac, compress } = sshAlgorithms(
    DEFAULT_SETTINGS,
  );
  assert.deepEqual(Object.fromEntries(values), {
    "Identification": [`SSH-2.0-${SSH_IDENT}`],
    "Key exchange": kex,
    "Host keys": serverHostKey,
    "Ciphers": ["cipher", ...wordsOf(cipher)],
    "MACs": ["hmac", ...wordsOf(hmac)],
    "Compression": compress,
  });
});

Deno.test("protocol.md names the stream and the keys that are refused", () => {
  const spans = new Set(codeSpans(protocol.text));
  for (const word of [STREAM_NAME, ...FORBIDDEN_KEYS]) {
    assert.ok(spans.has(word), `"${word}" is missing`);
  }
});

Deno.test("protocol.md gives only reasons that exist", () => {
  const reasons = tableRows(section(protocol, "Reasons"))
    .flatMap((row) => codeSpans(row.Reason ?? ""));
  const known: readonly string[] = Object.values(LinkReason);
  assert.deepEqual(reasons.filter((reason) => !known.includes(reason)), []);
  assert.ok(reasons.length > 0);
});

/** The number behind the length and the head of the array. */
function kindOnWire(frame: Frame): number | undefined {
  return encodeFrame(frame)[5];
}

/** `sender, role (strings)` names two. */
function fieldsOf(row: Row): string[] {
  return (row.Fields ?? "").replace(/\([^)]*\)/g, "").split(",")
    .map((field) => field.trim()).filter((field) => field !== "");
}

/** ssh2's types allow more than lists. */
function wordsOf(algorithms: unknown): string[] {
  assert.ok(Array.isArray(algorithms));
  return algorithms.map(String);
}
