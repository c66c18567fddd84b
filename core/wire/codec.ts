import { DecodeError } from "../errors.ts";
import { PROTOCOL_VERSION } from "../version.ts";
import { FieldReader } from "./field-reader.ts";
import { FieldWriter } from "./field-writer.ts";
import { scan } from "./scan.ts";
import { MAX_DEPTH } from "./sendable.ts";
import { Span } from "./span.ts";
import type { Topic } from "./topics.ts";

/** The first frame both ways: who speaks, and under which configuration. */
export interface HelloFrame {
  readonly kind: "hello";
  /** Version of the software. */
  readonly version: string;
  /** Name of the node that says hello. */
  readonly node: string;
  /** Tells one run of its program from the next. */
  readonly instance: string;
  /** Fingerprint of its configuration. */
  readonly fingerprint: string;
  /** Seconds between its heartbeats. */
  readonly heartbeat: number;
}

/** A hello in another version of the protocol, of which nothing else is known. */
export interface ForeignHelloFrame {
  readonly kind: "foreign-hello";
  readonly protocol: number;
}

/** A sign of life. */
export interface HeartbeatFrame {
  readonly kind: "heartbeat";
}

/** The last frame before a link is closed on purpose. */
export interface ByeFrame {
  readonly kind: "bye";
  /** Why: a value of `LinkReason`. */
  readonly reason: string;
}

/** A role's event or order. */
export interface TypedFrame {
  readonly kind: "event" | "order";
  readonly sender: string;
  readonly role: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly type: string;
  readonly channel: string | undefined;
  /** The data as MessagePack. */
  readonly data: Uint8Array;
}

/** A role's log message. */
export interface LogFrame {
  readonly kind: "log";
  readonly sender: string;
  readonly role: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/**
 * From here on this link carries the sender's messages. No message comes before
 * it on a link.
 */
export interface StartFrame {
  readonly kind: "start";
  /** How many links have carried the sender's messages, this one included. */
  readonly number: number;
  /**
   * The number of the link whose messages, up to a `bye` there, come before
   * those on this one; 0 if the sender has lost that link.
   */
  readonly after: number;
}

/** Numbers a topic: see `Topics`. */
export interface TopicFrame extends Topic {
  readonly kind: "topic";
  /** How many were told on this link before. */
  readonly number: number;
}

/** A role's event or order on a topic that was told before. */
export interface BriefFrame {
  readonly kind: "brief";
  /** The topic's number. */
  readonly topic: number;
  /** Seconds since 1970. */
  readonly time: number;
  /** The data as MessagePack. */
  readonly data: Uint8Array;
}

/** Asks for a {@link PongFrame}, which any end gives at once. */
export interface PingFrame {
  readonly kind: "ping";
  /** Tells one question from the next. */
  readonly number: number;
}

/** The answer to a {@link PingFrame}. */
export interface PongFrame {
  readonly kind: "pong";
  /** That of the question. */
  readonly number: number;
  /** When it was answered, by the clock of who answers: seconds since 1970. */
  readonly time: number;
}

/** What a role said to the roles of another node. */
export type MessageFrame = TypedFrame | LogFrame;

/** All that travels over a link. */
export type Frame =
  | HelloFrame
  | ForeignHelloFrame
  | HeartbeatFrame
  | StartFrame
  | ByeFrame
  | TopicFrame
  | BriefFrame
  | PingFrame
  | PongFrame
  | MessageFrame;

/** Seconds between two heartbeats at the least, and at the most. */
const MIN_HEARTBEAT = 0.01;
const MAX_HEARTBEAT = 86_400;

/** The number that stands for each kind on the wire. */
const CODES = {
  hello: 0,
  heartbeat: 1,
  event: 2,
  order: 3,
  log: 4,
  bye: 5,
  start: 6,
  topic: 7,
  brief: 8,
  ping: 9,
  pong: 10,
} as const;

// They keep nothing from one call to the next but memory.
const writer = new FieldWriter();
const fields = new FieldReader();

/** Turns a frame into bytes, its length in front. */
export function encodeFrame(frame: Frame): Uint8Array {
  return writeFrame(frame).view();
}

/** {@link encodeFrame} for whoever sends several frames at once. */
export function writeFrame(frame: Frame): Span {
  switch (frame.kind) {
    case "hello":
      begin(frame.kind, 7);
      writer.number(PROTOCOL_VERSION);
      writer.string(frame.version);
      writer.string(frame.node);
      writer.string(frame.instance);
      writer.string(frame.fingerprint);
      writer.number(frame.heartbeat);
      break;
    case "foreign-hello":
      begin("hello", 2);
      writer.number(frame.protocol);
      break;
    case "heartbeat":
      begin(frame.kind, 1);
      break;
    case "bye":
      begin(frame.kind, 2);
      writer.string(frame.reason);
      break;
    case "start":
      begin(frame.kind, 3);
      writer.number(frame.number);
      writer.number(frame.after);
      break;
    case "topic":
      begin(frame.kind, 7);
      writer.number(frame.number);
      writer.number(CODES[frame.of]);
      writer.string(frame.sender);
      writer.string(frame.role);
      writer.string(frame.type);
      writer.optionalString(frame.channel);
      break;
    case "brief":
      begin(frame.kind, 4);
      writer.number(frame.topic);
      writer.number(frame.time);
      writer.bytes(frame.data);
      break;
    case "ping":
      begin(frame.kind, 2);
      writer.number(frame.number);
      break;
    case "pong":
      begin(frame.kind, 3);
      writer.number(frame.number);
      writer.number(frame.time);
      break;
    case "event":
    case "order":
      begin(frame.kind, 7);
      writeOrigin(frame);
      writer.string(frame.type);
      writer.optionalString(frame.channel);
      writer.bytes(frame.data);
      break;
    case "log":
      begin(frame.kind, 5);
      writeOrigin(frame);
      writer.string(frame.text);
  }
  return writer.finish();
}

/** @param fields how many there are, the kind included */
function begin(kind: keyof typeof CODES, fields: number): void {
  writer.begin(fields);
  writer.number(CODES[kind]);
}

function writeOrigin({ sender, role, time }: MessageFrame): void {
  writer.string(sender);
  writer.string(role);
  writer.number(time);
}

/**
 * Turns the body of a frame back into the frame, whose data is a part of it.
 *
 * @throws {DecodeError} unless it has exactly the fields of its kind
 */
export function decodeFrame(body: Uint8Array | Span): Frame {
  const span = body instanceof Span ? body : new Span(body);
  fields.begin(span);
  const frame = readFields(fields);
  // Nothing is known of the other fields of a foreign hello.
  if (frame.kind === "foreign-hello") scan(span.view(), 1);
  else fields.end();
  return frame;
}

function readFields(fields: FieldReader): Frame {
  const code = fields.number("kind");
  switch (code) {
    case CODES.hello:
      return readHello(fields);
    case CODES.heartbeat:
      return { kind: "heartbeat" };
    case CODES.event:
      return readTyped(fields, "event");
    case CODES.order:
      return readTyped(fields, "order");
    case CODES.log:
      return {
        kind: "log",
        sender: fields.string("sender"),
        role: fields.string("role"),
        time: fields.number("time"),
        text: fields.string("text"),
      };
    case CODES.topic:
      return readTopic(fields);
    case CODES.brief:
      return {
        kind: "brief",
        topic: fields.integer("topic", 0),
        time: fields.number("time"),
        data: readData(fields),
      };
    case CODES.ping:
      return { kind: "ping", number: fields.integer("number", 0) };
    case CODES.pong:
      return {
        kind: "pong",
        number: fields.integer("number", 0),
        time: fields.number("time"),
      };
    case CODES.bye:
      return { kind: "bye", reason: fields.string("reason") };
    case CODES.start:
      return {
        kind: "start",
        number: fields.integer("number", 1),
        after: fields.integer("after", 0),
      };
    default:
      throw new DecodeError(`${code} is no kind of frame`);
  }
}

function readHello(fields: FieldReader): HelloFrame | ForeignHelloFrame {
  const protocol = fields.number("protocol");
  if (protocol !== PROTOCOL_VERSION) return { kind: "foreign-hello", protocol };
  return {
    kind: "hello",
    version: fields.string("version"),
    node: fields.string("node"),
    instance: fields.string("instance"),
    fingerprint: fields.string("fingerprint"),
    heartbeat: fields.between("heartbeat", MIN_HEARTBEAT, MAX_HEARTBEAT),
  };
}

function readTopic(fields: FieldReader): TopicFrame {
  return {
    kind: "topic",
    number: fields.integer("number", 0),
    of: readKind(fields),
    sender: fields.string("sender"),
    role: fields.string("role"),
    type: fields.string("type"),
    channel: fields.optionalString("channel"),
  };
}

/** What kind of message a topic is for. */
function readKind(fields: FieldReader): "event" | "order" {
  const code = fields.number("of");
  if (code === CODES.event) return "event";
  if (code === CODES.order) return "order";
  throw new DecodeError(`${code} is no kind of message that has topics`);
}

function readTyped(fields: FieldReader, kind: "event" | "order"): TypedFrame {
  return {
    kind,
    sender: fields.string("sender"),
    role: fields.string("role"),
    time: fields.number("time"),
    type: fields.string("type"),
    channel: fields.optionalString("channel"),
    data: readData(fields),
  };
}

function readData(fields: FieldReader): Uint8Array {
  const data = fields.bytes("data");
  scan(data, MAX_DEPTH);
  return data;
}
