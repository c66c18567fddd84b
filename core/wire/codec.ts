import { Decoder, Encoder } from "@msgpack/msgpack";
import { DecodeError } from "../errors.ts";
import { PROTOCOL_VERSION } from "../version.ts";
import { withHeader } from "./frame.ts";
import { scan } from "./scan.ts";
import { MAX_DEPTH } from "./value.ts";

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

/** What a role said to the roles of another node. */
export type MessageFrame = TypedFrame | LogFrame;

/** All that travels over a link. */
export type Frame =
  | HelloFrame
  | ForeignHelloFrame
  | HeartbeatFrame
  | StartFrame
  | ByeFrame
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
} as const;

// Both keep nothing from one call to the next but a scratch buffer.
const encoder = new Encoder();
const decoder = new Decoder();

/** Turns a frame into bytes, its length in front. */
export function encodeFrame(frame: Frame): Uint8Array {
  return withHeader(encoder.encodeSharedRef(toFields(frame)));
}

function toFields(frame: Frame): readonly unknown[] {
  switch (frame.kind) {
    case "hello":
      return [
        CODES.hello,
        PROTOCOL_VERSION,
        frame.version,
        frame.node,
        frame.instance,
        frame.fingerprint,
        frame.heartbeat,
      ];
    case "foreign-hello":
      return [CODES.hello, frame.protocol];
    case "heartbeat":
      return [CODES.heartbeat];
    case "bye":
      return [CODES.bye, frame.reason];
    case "start":
      return [CODES.start, frame.number, frame.after];
    case "event":
    case "order":
      return [
        CODES[frame.kind],
        frame.sender,
        frame.role,
        frame.time,
        frame.type,
        frame.channel ?? null,
        frame.data,
      ];
    case "log":
      return [CODES.log, frame.sender, frame.role, frame.time, frame.text];
  }
}

/**
 * Turns the body of a frame back into the frame.
 *
 * @throws {DecodeError} unless it has exactly the fields of its kind
 */
export function decodeFrame(body: Uint8Array): Frame {
  scan(body, 1);
  const fields = decoder.decode(body);
  if (!Array.isArray(fields)) throw new DecodeError("a frame is not an array");
  return fromFields(new Fields(fields));
}

function fromFields(fields: Fields): Frame {
  const code = fields.number("kind");
  switch (code) {
    case CODES.hello:
      return hello(fields);
    case CODES.heartbeat:
      return fields.all({ kind: "heartbeat" });
    case CODES.event:
      return typed(fields, "event");
    case CODES.order:
      return typed(fields, "order");
    case CODES.log:
      return fields.all({
        kind: "log",
        sender: fields.string("sender"),
        role: fields.string("role"),
        time: fields.number("time"),
        text: fields.string("text"),
      });
    case CODES.bye:
      return fields.all({ kind: "bye", reason: fields.string("reason") });
    case CODES.start:
      return fields.all({
        kind: "start",
        number: fields.integer("number", 1),
        after: fields.integer("after", 0),
      });
    default:
      throw new DecodeError(`${code} is no kind of frame`);
  }
}

function hello(fields: Fields): HelloFrame | ForeignHelloFrame {
  const protocol = fields.number("protocol");
  if (protocol !== PROTOCOL_VERSION) return { kind: "foreign-hello", protocol };
  return fields.all({
    kind: "hello",
    version: fields.string("version"),
    node: fields.string("node"),
    instance: fields.string("instance"),
    fingerprint: fields.string("fingerprint"),
    heartbeat: fields.between("heartbeat", MIN_HEARTBEAT, MAX_HEARTBEAT),
  });
}

function typed(fields: Fields, kind: "event" | "order"): TypedFrame {
  const frame = fields.all({
    kind,
    sender: fields.string("sender"),
    role: fields.string("role"),
    time: fields.number("time"),
    type: fields.string("type"),
    channel: fields.optionalString("channel"),
    data: fields.bytes("data"),
  });
  scan(frame.data, MAX_DEPTH);
  return frame;
}

/** The fields of a frame, taken one after the other. */
class Fields {
  readonly #values: readonly unknown[];
  #next = 0;

  constructor(values: readonly unknown[]) {
    this.#values = values;
  }

  number(name: string): number {
    const value = this.#take();
    if (typeof value === "number" && Number.isFinite(value)) return value;
    return this.#refuse(name, "a finite number");
  }

  between(name: string, least: number, most: number): number {
    const value = this.number(name);
    if (value >= least && value <= most) return value;
    return this.#refuse(name, `from ${least} to ${most}`);
  }

  integer(name: string, least: number): number {
    const value = this.number(name);
    if (Number.isSafeInteger(value) && value >= least) return value;
    return this.#refuse(name, `an integer from ${least}`);
  }

  string(name: string): string {
    const value = this.#take();
    return typeof value === "string" ? value : this.#refuse(name, "a string");
  }

  optionalString(name: string): string | undefined {
    const value = this.#take();
    if (value === null) return undefined;
    return typeof value === "string" ? value : this.#refuse(name, "a string");
  }

  /** The bytes, copied: a view would keep all that was received with them. */
  bytes(name: string): Uint8Array {
    const value = this.#take();
    return value instanceof Uint8Array
      ? new Uint8Array(value)
      : this.#refuse(name, "bytes");
  }

  /** Passes `frame` on if no field is left. */
  all<T extends Frame>(frame: T): T {
    const rest = this.#values.length - this.#next;
    if (rest > 0) throw new DecodeError(`a frame has ${rest} fields too many`);
    return frame;
  }

  #take(): unknown {
    return this.#values[this.#next++];
  }

  #refuse(name: string, expected: string): never {
    throw new DecodeError(`the field "${name}" of a frame is not ${expected}`);
  }
}
