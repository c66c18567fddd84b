// deno-lint-ignore-file -- it is generated
// Made by "deno task types" of core/mod.ts. A change of it would be lost.
import type { Duplex } from "node:stream";
import type { Socket } from "node:net";
/**
 * What roles and transports import as `"kozo"`.
 *
 * A module of either kind exports its metadata, `roleInfo` or `transportInfo`,
 * in which its class is: see {@link Role} and {@link AuthenticatedTransport},
 * each with a whole module as its example. `roles/timer.ts` and
 * `transports/tcp.ts` are real ones.
 *
 * @module
 */
/**
 * All errors that Kōzō itself raises. A message says what was attempted, what
 * was found and what to do; the error that led to it is its `cause`.
 */
declare class KozoError extends Error {
  /** The name of the class. */ name: string;
}
/** The command line asks for something that does not exist. */
declare class UsageError extends KozoError {
  /** The name of the class. */ name: string;
}
/** The configuration file cannot be read. */
declare class ConfigFileError extends KozoError {
  /** The name of the class. */ name: string;
}
/** One thing that is wrong in a configuration file, and where. */
interface Problem {
  /** Line in the file, from 1. */ readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;
  /** What was found and what is expected. */
  readonly message: string;
}
/** The configuration is wrong. It carries every problem, not only the first. */
declare class ConfigError extends KozoError {
  /** The name of the class. */ name: string;
  /** The file, as the user named it. */
  readonly file: string;
  /** All problems, in the order of the file. */
  readonly problems: readonly Problem[];
  /** Its message has a line for each problem: `config.yml:12:7: …`. */
  constructor(file: string, problems: readonly Problem[]);
}
/** The configuration has no node of the name asked for. */
declare class UnknownNodeError extends KozoError {
  /** The name of the class. */ name: string;
}
/**
 * Something outside the configuration keeps the node from starting: a key, a
 * port, a folder. A role may throw it from `localInit` for the same purpose, a
 * transport also from `bind`.
 *
 * @example
 * ```ts
 * import { StartError } from "kozo";
 * import assert from "node:assert/strict";
 *
 * function openPin(pin: number): never {
 *   const cause = new Error("Permission denied");
 *   throw new StartError(
 *     `Cannot read pin ${pin}: ${cause.message}; add this user to the group "gpio"`,
 *     { cause },
 *   );
 * }
 * assert.throws(() => openPin(4), { name: "StartError" });
 * ```
 */
declare class StartError extends KozoError {
  /** The name of the class. */ name: string;
}
/** A message cannot be sent: its data is of a kind that no node could read. */
declare class MessageError extends KozoError {
  /** The name of the class. */ name: string;
}
/** Bytes from a peer, or from a file, are not what they should be. */
declare class DecodeError extends KozoError {
  /** The name of the class. */ name: string;
}
/** What a role stored cannot be read or written. */
declare class StorageError extends KozoError {
  /** The name of the class. */ name: string;
}
/** A role or transport module is not what it should be. */
declare class ModuleError extends KozoError {
  /** The name of the class. */ name: string;
}
/** Why two nodes are not linked, or are linked no longer. */
declare enum LinkReason {
  /** An address could not be resolved. */ Resolve = "resolve",
  /** Nothing listens at the address. */ Refused = "refused",
  /** The address cannot be reached. */ Unreachable = "unreachable",
  /** No answer in time. */ Timeout = "timeout",
  /** Tor does not run on this machine, or cannot be reached. */ TorDown =
    "tor-down",
  /** Tor runs, but has not found its way into its network yet. */ TorStarting =
    "tor-starting",
  /** Tor finds no such onion service, or has not published that of this node. */ Unpublished =
    "unpublished",
  /** An onion service that only lets clients in whose keys it knows. */ ClientAuth =
    "client-auth",
  /** A way through Tor could not be built, or has broken. */ Circuit =
    "circuit",
  /** What answered is not an SSH server, or not one that Kōzō can talk to. */ Handshake =
    "handshake",
  /** The host key is not the one in the configuration. */ WrongHostKey =
    "wrong-host-key",
  /** The other side does not accept our key. */ KeyRefused = "key-refused",
  /** A key that the configuration does not know. */ UnknownKey = "unknown-key",
  /** A known key under another node's name. */ WrongName = "wrong-name",
  /** Too many connections that have not authenticated themselves yet. */ Crowded =
    "crowded",
  /** The other side broke the protocol. */ Protocol = "protocol",
  /** The other side speaks another version of the protocol. */ Version =
    "version",
  /** Not a byte for three and a half heartbeats. */ Heartbeat = "heartbeat",
  /** The connection ended without a word. */ Lost = "lost",
  /** The other side called its dial off: another link was made meanwhile. */ CalledOff =
    "called-off",
  /** A newer link between the same nodes took its place. */ Replaced =
    "replaced",
  /** Nothing was said over an on-demand link for a while. */ Idle = "idle",
  /** A connection policy forbids the link. */ Policy = "policy",
  /** The two nodes have no transport in common. */ NoTransport =
    "no-transport",
  /** The node at the other end, or this one, is stopping. */ Shutdown =
    "shutdown",
} /** A link could not be made, or ended. */
declare class LinkError extends KozoError {
  /** The name of the class. */ name: string;
  /** Why, in one word that programs can compare. */
  readonly reason: LinkReason;
  /** Takes the reason besides what all errors take. */
  constructor(reason: LinkReason, message: string, options?: ErrorOptions);
}
/**
 * Time and chance, handed down explicitly: the tests run whole networks on a
 * clock and a dice of their own. Nothing in `core/` asks the system for either.
 */
interface Environment {
  /** Seconds since 1970 by the wall clock, which may jump. */ now(): number;
  /** Seconds by a clock that never jumps; its zero means nothing. */
  monotonic(): number;
  /**
   * Calls `callback` once after `seconds`.
   *
   * @returns a function that calls it off
   */
  after(seconds: number, callback: () => void): () => void;
  /** A number from 0 (included) to 1 (excluded). */
  random(): number;
}
/** The machine's own clock and dice. */
declare const realEnvironment: Environment;
/**
 * Waits.
 *
 * @param seconds how long; a negative number counts as 0
 * @throws the signal's reason as soon as it is aborted
 *
 * @example
 * ```ts
 * import { type Environment, sleep } from "kozo";
 *
 * async function everySecond(
 *   environment: Environment,
 *   signal: AbortSignal,
 *   work: () => void,
 * ): Promise<void> {
 *   while (!signal.aborted) {
 *     work();
 *     await sleep(environment, 1, signal).catch(() => {});
 *   }
 * }
 * ```
 */
declare function sleep(
  environment: Environment,
  seconds: number,
  signal: AbortSignal,
): Promise<void>;
/**
 * Runs `work` with a signal that is aborted with `late()` after `seconds`, or
 * as soon as `signal` is. It does not wait for work that ignores the signal.
 *
 * @throws whatever `work` throws, or the reason of its signal
 */
declare function withDeadline<T>(
  environment: Environment,
  seconds: number,
  signal: AbortSignal,
  late: () => Error,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T>;
/**
 * A secret that two nodes have in common without a word: each computes it from
 * its own private key and the other's public one, and nobody else can. It tells
 * nothing of the keys, so that it can be handed to another program.
 *
 * Both have to have ed25519 keys. The key that signs also agrees here, on the
 * birationally equivalent Curve25519.
 *
 * @param privateKey the text of the own key's file
 * @param publicKey the line of the other's
 * @param purpose what it is for: each has a secret of its own
 * @returns 32 bytes; nothing when one of the keys is no ed25519 key
 *
 * @example
 * ```ts
 * import { pairSecret } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const rsa = "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQC7";
 * assert.equal(pairSecret("no key", rsa, "example"), undefined);
 * ```
 */
declare function pairSecret(
  privateKey: string,
  publicKey: string,
  purpose: string,
): Uint8Array | undefined;
/**
 * A transport whose medium moves bytes and nothing more: this class adds
 * authentication of both ends and encryption, by SSH. Its subclasses deal with
 * sockets: any `Duplex` of `node:stream`, a `net.Socket` for instance.
 *
 * @typeParam Config the options that its metadata describes
 *
 * @example Nodes on one machine that talk over Unix sockets
 * ```ts
 * import {
 *   AuthenticatedTransport,
 *   Handoff,
 *   type Transport,
 *   type TransportInfo,
 * } from "kozo";
 * import { connect, createServer, type Socket } from "node:net";
 *
 * class UnixSocket extends AuthenticatedTransport<{ readonly path: string }> {
 *   readonly #connections = new Handoff<Socket>();
 *
 *   override bind(): Promise<void> {
 *     const server = createServer((socket) => {
 *       socket.on("error", () => {}); // its user attaches a better one
 *       this.#connections.give(socket);
 *     });
 *     this.signal.addEventListener("abort", () => server.close());
 *     return new Promise((resolve, reject) => {
 *       server.once("error", reject).listen(this.config.path, resolve);
 *     });
 *   }
 *
 *   override acceptUnauthenticatedConnection(
 *     signal: AbortSignal,
 *   ): Promise<Socket> {
 *     return this.#connections.take(signal);
 *   }
 *
 *   override getUnauthenticatedConnectAddresses(other: Transport): string[] {
 *     return other instanceof UnixSocket ? [other.config.path] : [];
 *   }
 *
 *   override getUnauthenticatedSocket(
 *     _other: Transport,
 *     _addressIndex: number,
 *     address: unknown,
 *     signal: AbortSignal,
 *   ): Promise<Socket> {
 *     return new Promise((resolve, reject) => {
 *       const socket = connect(String(address));
 *       const giveUp = () => socket.destroy(new Error("It was called off"));
 *       signal.addEventListener("abort", giveUp);
 *       socket.once("error", reject).once("connect", () => {
 *         signal.removeEventListener("abort", giveUp);
 *         resolve(socket);
 *       });
 *     });
 *   }
 * }
 *
 * export const transportInfo = {
 *   format: "1.0",
 *   class: UnixSocket,
 *   author: "You",
 *   version: "1.0",
 *   description: "Links nodes on one machine.",
 *   config: {
 *     path: { type: "path", description: "Path of the socket." },
 *   },
 * } satisfies TransportInfo;
 * ```
 */
declare abstract class AuthenticatedTransport<Config extends object = object>
  extends Transport<Config> {
  #private;
  /**
   * Waits for the next connection to this transport.
   *
   * @returns its socket; whoever is at the other end is not known yet
   * @throws the signal's reason when that is aborted
   */
  abstract acceptUnauthenticatedConnection(
    signal: AbortSignal,
  ): Promise<Duplex>;
  /**
   * The addresses at which this node can try to reach `other`, the best first.
   * Each is tried with {@link AuthenticatedTransport.getUnauthenticatedSocket}
   * until one works.
   */
  abstract getUnauthenticatedConnectAddresses(
    other: Transport,
  ): Iterable<unknown>;
  /**
   * Connects to `other`.
   *
   * @param addressIndex the place of `address` among the addresses, from 0
   * @param address one of the addresses
   * @throws any error when that fails
   * @throws the signal's reason when that is aborted
   */
  abstract getUnauthenticatedSocket(
    other: Transport,
    addressIndex: number,
    address: unknown,
    signal: AbortSignal,
  ): Promise<Duplex>;
  /**
   * Seconds that an address may take to answer. Default: 10.
   *
   * @param address one of those that this transport gave for the other
   */
  getConnectTimeout(_address?: unknown): number;
  /**
   * Seconds that both ends may take to authenticate themselves. Default: 10.
   *
   * @param address as above; nothing: of whoever connects to this node
   */
  getHandshakeTimeout(_address?: unknown): number;
  /**
   * Seconds of silence that a link survives, however short the heartbeats are.
   * Default: 0.
   *
   * @param address as above; nothing: of a link that another node has dialled
   */
  getPatience(_address?: unknown): number;
  /** Connects to the first of `other`'s addresses at which `other` answers. */
  connect(other: Transport, signal: AbortSignal): Promise<Channel>;
  /** Waits for the next node that comes in and has proven who it is. */
  accept(signal: AbortSignal): Promise<Channel>;
}
/**
 * A Bluetooth adapter of this machine, through the Linux kernel and bluetoothd.
 *
 * To make one costs nothing and asks for nothing: the adapter may be plugged in
 * later, or pulled out and back. Addresses of devices are texts such as
 * `b8:27:eb:01:02:03`, in small letters.
 *
 * @example A device looks for a service, and says hello to it
 * ```ts
 * import { BluetoothAdapter, BluetoothError } from "kozo";
 *
 * async function greet(uuid: string, signal: AbortSignal): Promise<void> {
 *   const adapter = new BluetoothAdapter();
 *   for (const { address } of await adapter.inquire(8, signal)) {
 *     const [channel] = await adapter.findService(address, uuid, signal);
 *     if (channel === undefined) continue;
 *     const stream = await adapter.connect(address, channel, signal);
 *     stream.end("hello");
 *   }
 * }
 *
 * const { signal } = new AbortController();
 * const uuid = "6b6f7a6f-0001-4000-8000-0123456789ab";
 * await greet(uuid, signal).catch((error) => {
 *   // Where there is no Bluetooth, the message says what to do about it.
 *   if (!(error instanceof BluetoothError)) throw error;
 * });
 * ```
 */
declare class BluetoothAdapter {
  #private;
  /**
   * Asks for nothing yet.
   *
   * @param name such as `hci0`, or the address; default: the first there is
   */
  constructor(name?: string);
  /**
   * Its address.
   *
   * @throws {BluetoothError} when it is not plugged in
   */
  get address(): string;
  /**
   * Looks for devices in range that let themselves be found. While somebody
   * else searches with this adapter, it waits for its turn, 60 s at most.
   *
   * @param seconds how long to look: rounded to 1.28 s, 61 s at most
   * @returns each device once
   * @throws {BluetoothError} when the adapter is not there, or is off
   * @throws {KozoError} when the search fails
   * @throws the signal's reason when that is aborted
   */
  inquire(seconds: number, signal: AbortSignal): Promise<FoundDevice[]>;
  /**
   * Asks a device for its name.
   *
   * @throws {BluetoothError} when the adapter is not there, or is off, or the
   * device does not answer within 8 s, twice
   * @throws {KozoError} when the device is not in range
   * @throws the signal's reason when that is aborted
   */
  remoteName(address: string, signal: AbortSignal): Promise<string>;
  /**
   * Asks a device where it has a service.
   *
   * @param uuid the service's
   * @returns RFCOMM channels to connect to, the best first; none when the device
   * does not have the service
   * @throws {BluetoothError} when the adapter is not there, or is off, or the
   * device does not answer within 20 s
   * @throws {KozoError} when the device is not in range, or answers nonsense
   * @throws the signal's reason when that is aborted
   */
  findService(
    address: string,
    uuid: string,
    signal: AbortSignal,
  ): Promise<number[]>;
  /**
   * Lets others find a service. It takes bluetoothd, and to be root or in the
   * group `bluetooth`.
   *
   * @returns what ends it, and tells when it has ended: bluetoothd was restarted,
   * the adapter pulled out
   * @throws {BluetoothError} when the adapter or bluetoothd is not there, or
   * refuses
   * @throws the signal's reason when that is aborted
   */
  publish(
    options: PublicationOptions,
    signal: AbortSignal,
  ): Promise<Publication>;
  /**
   * Listens at a channel that is free.
   *
   * @param backlog connections that the system keeps until they are accepted
   * @throws {BluetoothError} when the adapter is not there
   * @throws {KozoError} when no channel is free
   */
  listen(backlog: number): BluetoothListener;
  /**
   * Connects to a channel of a device.
   *
   * @returns a stream; the `close` of either end ends both directions
   * @throws {BluetoothError} when the adapter is not there, or is off, or the
   * device does not answer within 20 s
   * @throws {KozoError} when the device is not in range, or nobody listens
   * there, or this adapter has a connection to that channel already: its `code`
   * is `EHOSTDOWN`, `ECONNREFUSED` or `EBUSY`
   * @throws the signal's reason when that is aborted
   */
  connect(
    address: string,
    channel: number,
    signal: AbortSignal,
  ): Promise<Duplex>;
}
/** There is no Bluetooth to be had; the message says what to do about it. */
declare class BluetoothError extends KozoError {
  /** The name of the class. */ name: string;
}
/** A device in range that lets itself be found. */
interface FoundDevice {
  /** Its address, in small letters. */ readonly address: string;
  /** What kind of device it says it is: its 24-bit class of device. */
  readonly deviceClass: number;
  /** How strongly it is received, in dBm, if the adapter tells. */
  readonly signalStrength?: number;
  /** Its name, if it tells without being asked. */
  readonly name?: string;
}
/** What a device says of a service that it has over RFCOMM. */
interface BluetoothService {
  /** What those look for who want to connect. */ readonly uuid: string;
  /** What people see. */
  readonly name: string;
  /** The RFCOMM channels at which it listens, one at least. */
  readonly channels: readonly number[];
}
/** What is published, and how. */
interface PublicationOptions {
  /** The service that others can find. */ readonly service: BluetoothService;
  /**
   * Whether the adapter shall be found by whoever searches. Else it takes
   * connections from those who know its address.
   */
  readonly discoverable: boolean;
}
/** A service that others can find, until it is disposed of. */
interface Publication extends Disposable {
  /** Settles, with the reason, when others cannot find it any more. */ readonly ended:
    Promise<string>;
}
/** Takes connections at one channel of an adapter, until it is disposed of. */
interface BluetoothListener extends Disposable {
  /** The RFCOMM channel, from 1 to 30. */ readonly channel: number;
  /**
   * Waits for the next connection.
   *
   * @returns its stream; `remoteAddress` tells which device it comes from
   * @throws {KozoError} when the system refuses, or it is disposed of
   * @throws the signal's reason when that is aborted
   */
  accept(signal: AbortSignal): Promise<
    Duplex & {
      readonly remoteAddress: string | undefined;
    }
  >;
}
/**
 * An encrypted and authenticated stream of bytes, both ways, between this node
 * and one other. (The `channel` of a message is something else: a label.)
 *
 * Only a transport that extends `Transport` itself has a subclass of it.
 *
 * @example A channel over a stream that is encrypted and authenticated already
 * ```ts
 * import { Channel, LinkError, LinkReason, type Node } from "kozo";
 * import type { Duplex } from "node:stream";
 *
 * class StreamChannel extends Channel {
 *   readonly #stream: Duplex;
 *
 *   constructor(fromNode: Node, toNode: Node, stream: Duplex) {
 *     super(fromNode, toNode);
 *     this.#stream = stream;
 *   }
 *
 *   override send(bytes: Uint8Array): Promise<void> {
 *     return new Promise((resolve, reject) => {
 *       this.#stream.write(bytes, (error) => error ? reject(error) : resolve());
 *     });
 *   }
 *
 *   override async receive(): Promise<Uint8Array | undefined> {
 *     const chunks = this.#stream.iterator({ destroyOnReturn: false });
 *     try {
 *       for await (const bytes of chunks) return bytes;
 *     } catch (cause) {
 *       if (!this.isAlive) return undefined;
 *       throw new LinkError(LinkReason.Lost, "The stream broke", { cause });
 *     }
 *     return undefined;
 *   }
 *
 *   protected override disconnect(): Promise<void> {
 *     return new Promise((resolve) => {
 *       this.#stream.once("close", resolve).destroy();
 *     });
 *   }
 * }
 * ```
 */
declare abstract class Channel {
  #private;
  /** The node that asked for the connection. */
  readonly fromNode: Node;
  /** The node that accepted it. */
  readonly toNode: Node;
  /** One of the two nodes is the one that this program runs. */
  constructor(fromNode: Node, toNode: Node);
  /** The node at the other end. */
  get peer(): Node;
  /** Where the other end is, for people to read, if that can be said. */
  get address(): string | undefined;
  /**
   * Seconds of silence that a link over it survives, however short the
   * heartbeats are; nothing: as many as its transport says.
   */
  get patience(): number | undefined;
  /** Whether this channel should still be used. */
  get isAlive(): boolean;
  /**
   * Writes all of `bytes`, and returns once more can be taken.
   *
   * @throws {KozoError} when the channel has ended
   */
  abstract send(bytes: Uint8Array): Promise<void>;
  /**
   * Reads what has come, at least one byte. Whoever wants it for longer than
   * until the next call copies it: a channel may use its memory again then.
   *
   * @returns the bytes, or `undefined` when the channel has ended
   * @throws {KozoError} when it ended in error
   */
  abstract receive(): Promise<Uint8Array | undefined>;
  /**
   * What a subclass does to end the channel; called once. It returns, within a
   * second or two, when nothing of the channel is left.
   */
  protected abstract disconnect(): Promise<void>;
  /**
   * Ends the channel, and returns when nothing of it is left. What
   * {@link Channel.send} has returned for still goes out where that is
   * possible; nothing is received any more.
   */
  close(): Promise<void>;
}
/** How grave a line in the log is. */
type LogLevel = "debug" | "info" | "warning" | "error";
/** Who sent a message, and when. */
interface MessageOrigin {
  /** Name of the node that sent it: the one whose key authenticated the link. */ readonly sender:
    string;
  /** Name of the role that sent it. */
  readonly senderRole: string;
  /** Seconds since 1970 by the sender's clock. */
  readonly timestamp: number;
}
/**
 * What roles send to each other: an {@link Event}, an {@link Order} or a
 * {@link Log}. A role tells them apart by `instanceof`.
 *
 * @example
 * ```ts
 * import { Event, Log, type Message } from "kozo";
 * import assert from "node:assert/strict";
 *
 * function describe(message: Message): string {
 *   const from = `${message.senderRole}@${message.sender}`;
 *   if (message instanceof Log) return `${from} says: ${message.text}`;
 *   if (message instanceof Event) return `${from}: it is ${message.type}`;
 *   return `${from} wants something`;
 * }
 *
 * const origin = { sender: "clock", senderRole: "timer1", timestamp: 1767604023 };
 * assert.equal(describe(new Log(origin, "Tick")), "timer1@clock says: Tick");
 * ```
 */
declare abstract class Message implements MessageOrigin {
  /** Name of the node that sent it: the one whose key authenticated the link. */ readonly sender:
    string;
  /** Name of the role that sent it. */
  readonly senderRole: string;
  /** Seconds since 1970 by the sender's clock. */
  readonly timestamp: number;
  /** Roles do not make messages: see `Role.sendEvent` and its like. */
  constructor(origin: MessageOrigin);
  /** Bytes that the message takes in a queue, about. */
  abstract get size(): number;
  /** A message with the same content that shares no object with this one. */
  abstract copy(): Message;
}
/** A message with a type, an optional channel and data: an event or an order. */
declare abstract class TypedMessage extends Message {
  #private;
  /** What kind of event or order it is, such as `tick`. */
  readonly type: string;
  /** A label that narrows the type down, or nothing. */
  readonly channel: string | undefined;
  /** The data as MessagePack. */
  readonly payload: Uint8Array;
  /** Takes the data as MessagePack. */
  constructor(
    origin: MessageOrigin,
    type: string,
    channel: string | undefined,
    payload: Uint8Array,
  );
  /**
   * What the sender passed as data; it is decoded when first asked for.
   *
   * Roles of other nodes may send anything: look at it before you use it. A
   * `Uint8Array` in it may be a small part of its `buffer`.
   *
   * @throws {DecodeError} when the payload is no value
   */
  get data(): unknown;
  /** Bytes that the message takes in a queue, about. */
  get size(): number;
}
/** Something happened. */
declare class Event extends TypedMessage {
  /** A message with the same content that shares no object with this one. */ copy(): Event;
}
/** Something should be done. */
declare class Order extends TypedMessage {
  /** A message with the same content that shares no object with this one. */ copy(): Order;
}
/** Something for the log. */
declare class Log extends Message {
  /** What to log. */ readonly text: string;
  /** Takes what to log. */
  constructor(origin: MessageOrigin, text: string);
  /** Bytes that the message takes in a queue, about. */
  get size(): number;
  /** A message with the same content that shares no object with this one. */
  copy(): Log;
}
/** What the name of a node, role or transport may look like. */
declare const NAME_PATTERN: RegExp;
/** What is said of a name that {@link NAME_PATTERN} refuses. */
declare const NAME_RULE: string;
/** As an option's default: the name of the node. */
declare const NODE_NAME: unique symbol;
/** As an option's default: the name of the role. */
declare const ROLE_NAME: unique symbol;
/** As an option's default: `role@node`. */
declare const ROLENODE_NAME: unique symbol;
/** As an option's default: the name of the transport. */
declare const TRANSPORT_NAME: unique symbol;
/** As an option's default: `transport@node`. */
declare const TRANSPORTNODE_NAME: unique symbol;
/** One of the five names that an option's default can stand for. */
type Placeholder =
  | typeof NODE_NAME
  | typeof ROLE_NAME
  | typeof ROLENODE_NAME
  | typeof TRANSPORT_NAME
  | typeof TRANSPORTNODE_NAME;
/** All of them. */
declare const PLACEHOLDERS: readonly Placeholder[];
/**
 * Puts the real name where a placeholder stands; any other value stays.
 *
 * @param value an option's default
 * @param name the name of the role or transport that has the option
 * @param node the name of its node
 */
declare function fillPlaceholder(
  value: unknown,
  name: string,
  node: string,
): unknown;
/** What a {@link Node} is made from. */
interface NodeOptions {
  /** Its name in the configuration. */ readonly name: string;
  /** Whether it is the node that this program runs. */
  readonly isSelf: boolean;
  /** Its public key as one line: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** The root options as they hold for this node. */
  readonly settings: Settings;
  /** When this node connects to others. */
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  /** When others connect to this node. */
  readonly othersToSelfConnectPolicy: ConnectPolicy;
}
/** A machine on the network: it has roles and transports. */
declare class Node implements NodeOptions {
  /** Its name in the configuration. */ readonly name: string;
  /** Whether it is the node that this program runs. */
  readonly isSelf: boolean;
  /** Its public key as one line: `ssh-ed25519 AAAA…`. */
  readonly publicKey: string;
  /** The root options as they hold for this node. */
  readonly settings: Settings;
  /** When this node connects to others. */
  readonly selfToOthersConnectPolicy: ConnectPolicy;
  /** When others connect to this node. */
  readonly othersToSelfConnectPolicy: ConnectPolicy;
  /** Its roles by name, in the order of the configuration. */
  readonly roles: Map<string, Role>;
  /** Its transports by name, in the order of the configuration. */
  readonly transports: Map<string, Transport>;
  /** Makes a node without roles and transports. */
  constructor(options: NodeOptions);
  /** The node's name. */
  toString(): string;
}
/** What the running node gives to its own roles. */
interface RoleHost {
  /** Aborted when the role is to end. */ readonly signal: AbortSignal;
  /** See {@link Role.getMessage}. */
  getMessage(timeout: number | undefined): Promise<Message | undefined>;
  /** Takes the oldest message, if there is one. */
  pollMessage(): Message | undefined;
  /** See {@link Role.sendEvent} and {@link Role.sendOrder}. */
  send(
    kind: "event" | "order",
    type: string,
    channel: string | undefined,
    data: unknown,
  ): void;
  /** See {@link Role.sendLog}. */
  sendLog(text: string): void;
  /** Writes a line to the node's own log. */
  log(level: LogLevel, text: string): void;
  /** See {@link Role.sleep}. */
  sleep(seconds: number): Promise<void>;
  /** See {@link Role.getStorage}. */
  getStorage(): Promise<unknown>;
  /** See {@link Role.setStorage}. */
  setStorage(value: unknown): Promise<void>;
}
/** What a role is made from. The system builds it. */
interface RoleContext<Config extends object = object> {
  /** Its name in the configuration. */ readonly name: string;
  /** The node that runs it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  /** `messageQueueLength` of its block, if it is there. */
  readonly messageQueueLength?: number;
  /** `messageQueueSize` of its block, if it is there. */
  readonly messageQueueSize?: number;
  /** What the running node gives, on the node that runs the role only. */
  readonly host?: RoleHost;
}
/** Messages that wait for a role at most, unless the configuration says more. */
declare const DEFAULT_MESSAGE_QUEUE_LENGTH = 1024;
/** Bytes that wait for a role at most, unless the configuration says more. */
declare const DEFAULT_MESSAGE_QUEUE_SIZE: number;
/**
 * A task that a node performs: it sends messages, says which messages it is
 * interested in, and handles those.
 *
 * One object of it exists, on every node, for every role in the configuration,
 * since senders ask {@link Role.isInterestedIn} before they send. Only the node
 * that has the role calls anything else but {@link Role.init}.
 *
 * @typeParam Config the options that its metadata describes
 *
 * @example A role that prints every order it gets
 * ```ts
 * import { type Message, Order, Role, type RoleInfo } from "kozo";
 *
 * class Parrot extends Role {
 *   override isInterestedIn(message: Message): boolean {
 *     return message instanceof Order;
 *   }
 *   override async run(): Promise<void> {
 *     const message = await this.getMessage();
 *     if (message instanceof Order) this.info("Got", message.type);
 *   }
 * }
 *
 * export const roleInfo = {
 *   format: "1.0",
 *   class: Parrot,
 *   author: "You",
 *   version: "1.0",
 *   description: "Prints every order.",
 *   config: {},
 * } satisfies RoleInfo;
 * ```
 */
declare abstract class Role<Config extends object = object> {
  #private;
  /** Its name in the configuration. */
  readonly name: string;
  /** The node that runs it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  /** Options are there already; what needs the network is for `localInit`. */
  constructor(context: RoleContext<Config>);
  /** Aborted when the role is to end. Only on the node that runs the role. */
  get signal(): AbortSignal;
  /** Called on all nodes, before anything else. */
  init(): void | Promise<void>;
  /**
   * Called after {@link Role.init}, only on the node that runs the role.
   *
   * @throws {StartError} to say that the node cannot start like this
   */
  localInit(): void | Promise<void>;
  /**
   * The role's work, called again and again. When it throws, the role is
   * started anew after a while.
   */
  abstract run(): void | Promise<void>;
  /**
   * Called once when the role has ended, only on the node that runs it, after
   * a failure too. What is still in the inbox can be had by `getMessage(0)`.
   */
  localStop(): void | Promise<void>;
  /**
   * Whether the role wants `message`. Senders on other nodes ask too, so the
   * answer may depend on the message and on the options, and on nothing else.
   * Default: no.
   */
  isInterestedIn(_message: Message): boolean;
  /**
   * Least number of seconds between the starts of two calls of `run`, or
   * nothing for no pause (the default). The first call waits a random part of
   * it, so that nodes started together do not work in step.
   */
  getRateControl(): number | undefined;
  /** True: no pause while messages are queued. Default: false. */
  getMessageRateControlOverride(): boolean;
  /**
   * Seconds that a call of `run` may go on without asking for a message, though
   * some wait, before the role counts as hung and is started anew; this may be
   * noticed up to a quarter later. Default: 60; `Infinity`: never.
   */
  getHangTimeout(): number;
  /** Messages that wait for the role at most. Default: the configuration's, else 1024. */
  getMessageQueueLength(): number;
  /** Bytes that wait for the role at most. Default: the configuration's, else 4 MiB. */
  getMessageQueueSize(): number;
  /**
   * Takes the oldest message from the inbox, or waits for one.
   *
   * @param timeout seconds to wait at most: 0 does not wait; the default, and
   * the most, is `connectionRetry`
   * @returns the message, or nothing when none came in time or the role ends
   * @throws the signal's reason when the role has ended, nothing is left and
   * the timeout is not 0
   */
  getMessage(timeout?: number): Promise<Message | undefined>;
  /** The messages as they come, until the role ends. */
  messages(): AsyncIterableIterator<Message>;
  /**
   * Sends an event to all interested roles.
   *
   * @param type what kind of event, such as `tick`
   * @param channel a label that narrows the type down; default: none
   * @param data null, booleans, numbers, strings, `Date`, `Uint8Array`, and
   * arrays and plain objects of these; default: `{}`
   * @throws {MessageError} when the data is none of these, or too big
   */
  sendEvent(type: string, channel?: string, data?: unknown): void;
  /**
   * Sends an order to all interested roles. As {@link Role.sendEvent}.
   *
   * @throws {MessageError} when the data cannot be sent
   */
  sendOrder(type: string, channel?: string, data?: unknown): void;
  /** Sends a line, of all parts joined by spaces, to all interested loggers. */
  sendLog(...parts: unknown[]): void;
  /** Prints a line to the node's own log, for whoever looks for a fault. */
  debug(...parts: unknown[]): void;
  /** Prints a line to the node's own log. */
  info(...parts: unknown[]): void;
  /** Prints a warning to the node's own log. */
  warn(...parts: unknown[]): void;
  /** Prints an error to the node's own log. */
  error(...parts: unknown[]): void;
  /**
   * Waits.
   *
   * @param seconds how long
   * @throws the signal's reason when the role ends meanwhile
   */
  sleep(seconds: number): Promise<void>;
  /**
   * What {@link Role.setStorage} stored last, also by an earlier run of the
   * program, or nothing.
   *
   * @throws {StorageError} when the file cannot be read
   */
  getStorage(): Promise<unknown>;
  /**
   * Stores a value of the kinds that `sendEvent` takes. Once it returns, the
   * value survives a power cut.
   *
   * @throws {StorageError} when the file cannot be written
   */
  setStorage(value: unknown): Promise<void>;
  /** `role@node`. */
  toString(): string;
}
/** When a connection should be attempted between two nodes. */
type ConnectPolicy = "constant" | "ondemand" | "never";
/** The options at the root of the configuration, as they hold for one node. */
interface Settings {
  /** Seconds between two heartbeats. */ readonly heartbeat: number;
  /** Seconds within which a lost link is tried again. */
  readonly connectionRetry: number;
  /** Messages that wait for one peer at most. */
  readonly outgoingQueueLength: number;
  /** Bytes that wait for one peer at most. */
  readonly outgoingQueueSize: number;
  /** Bytes taken from a link at a time. */
  readonly maxBufferReadSize: number;
  /** Bytes of one message at most. */
  readonly maxMessageSize: number;
  /** Seconds without a message after which an `ondemand` link is ended. */
  readonly ondemandIdle: number;
  /** Seconds that messages wait for a lost link to come back; 0: not at all. */
  readonly messageLifetime: number;
  /** Seconds between two looks for a transport better than the link's. */
  readonly transportUpgrade: number;
  /** SSH ciphers, the preferred one first. */
  readonly cipher: readonly string[];
  /** SSH message authentication codes, the preferred one first. */
  readonly hmac: readonly string[];
  /** Folders with role modules. */
  readonly rolePath: readonly string[];
  /** Folders with transport modules. */
  readonly transportPath: readonly string[];
  /** Folders that modules may import from. */
  readonly importPath: readonly string[];
}
/** All nodes of the configuration, as one of them sees them. */
declare class System {
  #private;
  /** The node that this program runs. */
  readonly self: Node;
  /** `self` is one of `nodes`. */
  constructor(
    nodes: ReadonlyMap<string, Node>,
    self: Node,
    fingerprint: string,
  );
  /** Every node by name, this one included. */
  get nodes(): ReadonlyMap<string, Node>;
  /** The first 16 hexadecimal digits of the configuration's SHA-256. */
  get fingerprint(): string;
  /** All nodes but this one. */
  get others(): Node[];
}
/** How much the system prefers a transport over another. */
declare const Priority: {
  readonly WORST: 0;
  readonly BAD: 1;
  readonly MEH: 2;
  readonly GOOD: 3;
  readonly BEST: 4;
};
/** One of the five priorities, from {@link Priority.WORST} to {@link Priority.BEST}. */
type Priority = typeof Priority[keyof typeof Priority];
/** What the running node gives to its own transports. */
interface TransportHost {
  /** All nodes of the configuration. */ readonly system: System;
  /** Time and chance. */
  readonly environment: Environment;
  /** Aborted when the node stops. */
  readonly signal: AbortSignal;
  /** The node's private key as the text of its file. */
  readonly privateKey: string;
  /**
   * Folder for files of the node's transports: `transports`, beside the node's
   * `roleStorage`. Whoever writes there makes it. Nothing: the node has no
   * `roleStorage`.
   */
  readonly folder?: string;
  /**
   * Whether it is not the node that runs, but somebody in its place who dials,
   * as `kozo doctor` does. The node itself may run beside: so nothing may be
   * written or announced in its name, nor taken away that it needs. Default:
   * false.
   */
  readonly isStandIn?: boolean;
  /** Writes a line to the node's log. */
  log(level: LogLevel, text: string): void;
}
/** What a transport is made from. The system builds it. */
interface TransportContext<Config extends object = object> {
  /** Its name in the configuration. */ readonly name: string;
  /** The node that has it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  /** What the running node gives, on the node that has the transport only. */
  readonly host?: TransportHost;
}
/**
 * A way for nodes to reach each other. Extend `AuthenticatedTransport` unless
 * the medium itself encrypts and authenticates.
 *
 * One object of it exists, on every node, for every transport in the
 * configuration: the others' tell what is needed to reach them.
 *
 * @typeParam Config the options that its metadata describes
 *
 * @example A transport that others dial, and that never dials itself
 * ```ts
 * import { type Channel, Handoff, LinkError, LinkReason, Transport } from "kozo";
 *
 * class Doorway extends Transport {
 *   // Whatever listens gives it authenticated and encrypted channels.
 *   readonly channels: Handoff<Channel> = new Handoff();
 *
 *   override canConnect(): boolean {
 *     return false;
 *   }
 *   override accept(signal: AbortSignal): Promise<Channel> {
 *     return this.channels.take(signal);
 *   }
 *   override connect(other: Transport): Promise<never> {
 *     const why = `Cannot connect to ${other}: "${this.name}" only listens`;
 *     return Promise.reject(new LinkError(LinkReason.NoTransport, why));
 *   }
 * }
 * ```
 */
declare abstract class Transport<Config extends object = object> {
  #private;
  /** Its name in the configuration. */
  readonly name: string;
  /** The node that has it. */
  readonly node: Node;
  /** Its options, checked, defaults filled in. */
  readonly config: Readonly<Config>;
  /** Options are there already; other nodes may not be: see `init`. */
  constructor(context: TransportContext<Config>);
  /** Whether the node that has it is the one that this program runs. */
  get isSelf(): boolean;
  /**
   * What the running node gives.
   *
   * @throws {TypeError} on a transport of another node
   */
  protected get host(): TransportHost;
  /** Aborted when the node stops. Only on the node that has the transport. */
  protected get signal(): AbortSignal;
  /** Called on all nodes, before anything else. No networking here. */
  init(): void | Promise<void>;
  /** Called after {@link Transport.init}, only on the node that has it. */
  localInit(): void | Promise<void>;
  /**
   * Called after {@link Transport.localInit}, only on the node that has it: the
   * place to listen. The node's roles have not begun yet.
   *
   * @throws {StartError} when it cannot; the node then does not start
   */
  bind(): void | Promise<void>;
  /**
   * Called when the node has read its configuration anew, and other nodes, or
   * their transports, are not what they were: `host.system` has them as they
   * are now. Only on the node that has the transport. What it throws is logged.
   */
  nodesChanged(): void | Promise<void>;
  /** How much the system prefers it. Default: {@link Priority.MEH}. */
  getPriority(): Priority;
  /**
   * Seconds of silence that a link over it survives, however short the
   * heartbeats are. Default: 0, so that the heartbeats alone decide; a medium
   * that stands still at times needs more.
   */
  getPatience(): number;
  /**
   * What keeps it from being of use just now, though it has started: a service
   * that it depends on is not there, for instance. `kozo status` and `kozo
   * doctor` ask for it, at any time, on the node that has the transport only;
   * so it says what it knows already, and waits for nothing.
   *
   * Default: nothing, as far as it knows.
   *
   * @returns the reason, and in the message what was found
   */
  getTrouble(): LinkError | undefined;
  /** Whether others can connect to it. Default: yes. */
  canAccept(): boolean;
  /** Whether it can connect to `other`. Default: when both are of one class. */
  canConnect(other: Transport): boolean;
  /**
   * Why it cannot connect to `other`, in words that stand behind a colon. `kozo
   * check` and `kozo doctor` ask for it where {@link Transport.canConnect}, or
   * the other's {@link Transport.canAccept}, says no. Default: nothing but that
   * is to be said.
   */
  whyNotConnect(_other: Transport): string | undefined;
  /**
   * Finds what is wrong with it that its options alone do not show: with the
   * other nodes, or with files. `kozo check` asks for it, after {@link
   * Transport.init}, on every node's transports. It writes nothing, and
   * connects to nobody. Default: nothing is.
   */
  inspect(
    _surroundings: TransportSurroundings,
  ): readonly TransportFault[] | Promise<readonly TransportFault[]>;
  /**
   * Waits for a connection, authenticates it and returns its channel. It is
   * called again and again.
   *
   * @throws the signal's reason when that is aborted
   */
  abstract accept(signal: AbortSignal): Promise<Channel>;
  /**
   * Connects to another node's transport.
   *
   * @throws {LinkError} when that fails, with the reason
   */
  abstract connect(other: Transport, signal: AbortSignal): Promise<Channel>;
  /**
   * Waits.
   *
   * @param seconds how long
   * @throws the signal's reason when the node stops meanwhile
   */
  protected sleep(seconds: number): Promise<void>;
  /** Logs a line that matters for whoever looks for a fault. */
  protected debug(...parts: unknown[]): void;
  /** Logs a change of state. */
  protected info(...parts: unknown[]): void;
  /** Logs something that should be looked at. */
  protected warn(...parts: unknown[]): void;
  /** Logs something that is broken. */
  protected error(...parts: unknown[]): void;
  /** `transport@node`. */
  toString(): string;
}
/** What `kozo check` shows to a transport. Nothing runs then. */
interface TransportSurroundings {
  /** All nodes of the configuration, the transport's own among them. */ readonly nodes:
    ReadonlyMap<string, Node>;
  /** The `folder` of the {@link TransportHost}, of the node that has it. */
  readonly folder?: string;
  /** Whether this machine is that node, so that its files are here. */
  readonly isHere: boolean;
}
/** What `kozo check` says of a transport. */
interface TransportFault {
  /** An error keeps the node from starting; a warning is hardly meant. */
  readonly severity: "error" | "warning";
  /** The option that it is about; nothing: the transport as a whole. */
  readonly option?: string;
  /** What was found, and what to do. */
  readonly message: string;
}
/**
 * What values an option takes:
 * - `string`, `number`, `integer`, `boolean`: the YAML value of that kind
 * - `path`: a path; a relative one starts at the configuration file's folder
 * - `list`: one string, a comma-separated string or a list of strings; the
 *   module always gets a list
 * - `any`: whatever YAML can say
 */
type OptionType =
  | "string"
  | "number"
  | "integer"
  | "boolean"
  | "path"
  | "list"
  | "any";
/** One option of a role or transport. */
interface OptionInfo {
  /** What the option is for; units too. */
  readonly description: string;
  /**
   * What holds when the configuration does not say. An option without this
   * property is required; `null` means that it may be left out.
   */
  readonly default?:
    | null
    | boolean
    | number
    | string
    | readonly string[]
    | Placeholder;
  /** What values it takes. Default: those of its default's kind, else any. */
  readonly type?: OptionType;
  /** The least number allowed. */
  readonly minimum?: number;
  /** The greatest number allowed. */
  readonly maximum?: number;
  /** The only strings allowed. */
  readonly choices?: readonly string[];
  /**
   * Of what it takes the name, or the names: `kozo check` warns of one that
   * nothing in the network has. `"*"` stands for all.
   */
  readonly names?: "role" | "node";
  /**
   * What it says of where the module listens: at which TCP port, or at which
   * address of the machine, where true and false stand for all of them and for
   * 127.0.0.1; without an option for the address at 127.0.0.1.
   * `kozo check` warns where two blocks of a node would listen at one place.
   */
  readonly listens?: "port" | "address";
}
/** What every module says of itself. */
interface ModuleInfo {
  /** The version of this description. */ readonly format: "1.0";
  /** Who wrote the module. */
  readonly author: string;
  /** The module's own version. */
  readonly version: string;
  /** What it does, in a sentence. */
  readonly description: string;
  /** Its options by name. */
  readonly config: Readonly<Record<string, OptionInfo>>;
  /**
   * Says which options, though each is right by itself, do not go together. It
   * is asked before anything is made from them. Default: all do.
   *
   * @param options those of one block, with their defaults, also in place of
   * those that are wrong by themselves; what is said of these, or names them
   * in double quotes, does not count then
   * @returns for each that is wrong, by its name, what to say after that name:
   * what was found, and what to do
   */
  check?(options: object): Readonly<Record<string, string>>;
}
/** The metadata of a role module, exported as `roleInfo`. */
interface RoleInfo extends ModuleInfo {
  /** The role itself. */ readonly class: new (
    context: RoleContext<any>,
  ) => Role<any>;
  /**
   * Whether it keeps something in storage that matters: `kozo check` warns
   * where its node has no `roleStorage`. Default: no.
   */
  readonly stores?: boolean;
  /**
   * The types of all events and orders that it sends; `[]`: none. Default:
   * nobody knows.
   */
  readonly sends?: readonly string[];
  /**
   * Types of events and orders that it is of no use without: `kozo check` warns
   * where no role of the network sends them. Default: none.
   */
  readonly hears?: readonly string[];
}
/** The metadata of a transport module, exported as `transportInfo`. */
interface TransportInfo extends ModuleInfo {
  /** The transport itself. */ readonly class: new (
    context: TransportContext<any>,
  ) => Transport<any>;
}
/** A module that is part of the program. */
interface BuiltIn<Info extends ModuleInfo = ModuleInfo> {
  /** Where it is. */ readonly url: string;
  /** Loads its metadata when that is first needed. */
  load(): Promise<Info>;
}
/** Modules of one kind by their type's name. */
type BuiltIns<Info extends ModuleInfo = ModuleInfo> = Readonly<
  Record<string, BuiltIn<Info>>
>;
/** What keeps an input's level when nothing drives it. */
type GpioBias = "as-is" | "disabled" | "pull-up" | "pull-down";
/** What {@link openGpioLine} takes besides the pin. */
interface GpioLineOptions {
  /** * Label of the chip, or absolute path of its device. Default: the chip behind * the pins of a Raspberry Pi, whichever model. */ readonly chip?:
    | string
    | undefined;
  /** What programs that want the pin too are told. Default: `kozo`. */
  readonly consumer?: string | undefined;
  /** Whether the pin is driven, and not read. Default: false. */
  readonly isOutput?: boolean | undefined;
  /** What an output has from the beginning. Default: false. */
  readonly value?: boolean | undefined;
  /** Whether active means low. Default: false. */
  readonly activeLow?: boolean | undefined;
  /** Default: `as-is`, which the machine's configuration has chosen. */
  readonly bias?: GpioBias | undefined;
  /** Whether an input's {@link GpioLine.edges} are noted. Default: false. */
  readonly edges?: boolean | undefined;
  /**
   * Seconds, up to 4000, for which an input must keep a new level until that
   * counts. Default: 0.
   */
  readonly debounce?: number | undefined;
}
/** A change of a pin. */
interface GpioEdge {
  /** Whether the pin has become active, or inactive. */ readonly isActive:
    boolean;
  /**
   * When, in seconds, by the kernel: for times between edges. Its zero means
   * nothing.
   */
  readonly time: number;
}
/** A pin of this machine that is ours until it is disposed of. */
interface GpioLine extends Disposable {
  /** * Whether it is active. Setting it drives an output. * * @throws {KozoError} when it is closed, or its chip is gone */ value:
    boolean;
  /**
   * Its changes from now on, as they come. Of more than 16 that nobody has taken
   * the oldest go. It ends when the line is disposed of.
   *
   * @throws {KozoError} when its chip is gone
   * @throws the signal's reason when that is aborted
   */
  edges(signal: AbortSignal): AsyncGenerator<GpioEdge>;
}
/**
 * Takes a pin, by the kernel's GPIO character device: no other program can have
 * it meanwhile.
 *
 * @param pin its number on the chip; on a Raspberry Pi the BCM number
 * @throws {KozoError} when there is no such chip or pin, another program has
 * it, or this user may not use it
 *
 * @example A bell that rings when a button to ground is pressed
 * ```ts
 * import { openGpioLine, Role } from "kozo";
 *
 * class Bell extends Role {
 *   override async run(): Promise<void> {
 *     using button = openGpioLine(4, {
 *       edges: true,
 *       activeLow: true,
 *       bias: "pull-up",
 *       debounce: 0.01,
 *     });
 *     for await (const { isActive } of button.edges(this.signal)) {
 *       if (isActive) this.sendEvent("ring");
 *     }
 *   }
 * }
 * ```
 *
 * @example A lamp
 * ```ts
 * import { openGpioLine } from "kozo";
 * import assert from "node:assert/strict";
 *
 * function blink() {
 *   using lamp = openGpioLine(17, { isOutput: true, chip: "no-such-chip" });
 *   lamp.value = true;
 * }
 * assert.throws(blink, { name: "KozoError" });
 * ```
 */
declare function openGpioLine(pin: number, options?: GpioLineOptions): GpioLine;
/**
 * Hands things from whoever has one to whoever waits for one: a listener's
 * sockets, for instance, to a transport's `accept`.
 *
 * @example
 * ```ts
 * import { Handoff } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const handoff = new Handoff<string>();
 * handoff.give("a socket");
 * const { signal } = new AbortController();
 * assert.equal(await handoff.take(signal), "a socket");
 * ```
 */
declare class Handoff<T> {
  #private;
  /** Gives a thing to the one who has waited longest, or to the next to come. */
  give(thing: T): void;
  /**
   * Waits for the next thing.
   *
   * @throws the signal's reason when that is aborted
   */
  take(signal: AbortSignal): Promise<T>;
}
/** Numbers that are no failure but a state of things. */
declare const EINTR = 4;
declare const EAGAIN = 11;
declare const EINPROGRESS = 115;
/** The operating system refused something. */
declare class OsError extends KozoError {
  /** The name of the class. */ name: string;
  /** The number that the system gave. */
  readonly errno: number;
  /** Its name, such as `EBUSY`. */
  readonly code: string;
  /**
   * Takes the system's number besides what all errors take.
   *
   * @param attempt what was attempted, such as `Cannot open "/dev/null"`
   */
  constructor(attempt: string, errno: number, options?: ErrorOptions);
}
/** Whether `error` is the system's, with one of these names. */
declare function hasCode(error: unknown, ...codes: readonly string[]): boolean;
/**
 * Bytes as base32, in lower case, without padding.
 *
 * @example
 * ```ts
 * import { encodeBase32 } from "kozo";
 * import assert from "node:assert/strict";
 *
 * assert.equal(encodeBase32(new TextEncoder().encode("kozo")), "nnxxu3y");
 * ```
 */
declare function encodeBase32(bytes: Uint8Array): string;
/** The bytes of base32, in either case; nothing when it is none. */
declare function decodeBase32(text: string): Uint8Array | undefined;
/**
 * Gives the end of a connection through Tor its reason,
 * {@link LinkReason.Circuit}, unless the nodes have said good-bye before: all
 * that can be seen of a circuit that was torn down is a connection that ends,
 * or breaks. What {@link dialThroughTor} gives has that already.
 *
 * @returns the same socket
 *
 * @example
 * ```ts
 * import { asCircuit, LinkReason } from "kozo";
 * import assert from "node:assert/strict";
 * import { once } from "node:events";
 * import { Socket } from "node:net";
 *
 * const socket = asCircuit(new Socket());
 * const ended = once(socket, "error");
 * socket.emit("end");
 * const [error] = await ended;
 * assert.equal(error.reason, LinkReason.Circuit);
 * ```
 */
declare function asCircuit(socket: Socket): Socket;
/**
 * Connects to a host and port, or to a Unix socket. What is written goes out at
 * once: else a small message may wait 40 ms for the one before it.
 *
 * The socket has an `error` listener; whoever uses it attaches a better one.
 *
 * @throws the error of `node:net` when that fails
 * @throws the signal's reason when that is aborted; the socket is closed then
 *
 * @example
 * ```ts
 * import { dialSocket } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const { signal } = new AbortController();
 * const nobody = { host: "127.0.0.1", port: 1 };
 * await assert.rejects(dialSocket(nobody, signal), { code: "ECONNREFUSED" });
 * ```
 */
declare function dialSocket(
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Socket>;
/** Where something listens on this or another machine. */
type Endpoint = { readonly host: string; readonly port: number } | {
  readonly path: string;
};
/**
 * Reads `host:port`, or the absolute path of a Unix socket.
 *
 * @returns nothing when it is neither
 *
 * @example
 * ```ts
 * import { parseEndpoint } from "kozo";
 * import assert from "node:assert/strict";
 *
 * const tor = { host: "127.0.0.1", port: 9050 };
 * assert.deepEqual(parseEndpoint("127.0.0.1:9050"), tor);
 * assert.deepEqual(parseEndpoint("/run/tor/socks"), { path: "/run/tor/socks" });
 * assert.equal(parseEndpoint("9050"), undefined);
 * ```
 */
declare function parseEndpoint(text: string): Endpoint | undefined;
/** Where to listen. */
interface ListenOptions {
  /** An address of this machine; empty: all of them, by IPv6 and IPv4. */
  readonly host: string;
  /** The TCP port. */
  readonly port: number;
  /** Connections that the system keeps until they are accepted. */
  readonly backlog: number;
  /** Who listens, for messages: `the transport "tcp" of "clock"`. */
  readonly owner: string;
  /** Gets what goes wrong later on. */
  readonly onError: (error: Error) => void;
}
/**
 * Listens on a TCP port until `signal` is aborted, and gives away the sockets
 * of those who connect. What is written to them goes out at once; each has an
 * `error` listener, and whoever takes it attaches a better one.
 *
 * @throws {StartError} when that cannot be, with what to do about it
 *
 * @example
 * ```ts
 * import { Handoff, listenTcp } from "kozo";
 * import assert from "node:assert/strict";
 * import type { Socket } from "node:net";
 *
 * const connections = new Handoff<Socket>();
 * const { signal } = new AbortController();
 * const options = {
 *   ...{ host: "192.0.2.1", port: 6020, backlog: 1 },
 *   ...{ owner: "this example", onError() {} },
 * };
 * await assert.rejects(
 *   listenTcp(connections, options, signal),
 *   { name: "StartError" },
 * );
 * ```
 */
declare function listenTcp(
  connections: Handoff<Socket>,
  options: ListenOptions,
  signal: AbortSignal,
): Promise<void>;
/**
 * The key of an onion service, by which it has its name. Its file is PKCS#8 in
 * PEM, as `openssl genpkey -algorithm ed25519` makes it.
 */
declare class OnionKey {
  #private;
  /** The service's name, `….onion`. */
  readonly name: string;
  private constructor();
  /** Makes a new one. */
  static generate(): OnionKey;
  /**
   * Reads a key from the text of its file.
   *
   * @returns nothing when the text is no such key
   */
  static parse(pem: string): OnionKey | undefined;
  /** The public half: 32 bytes. */
  get publicKey(): Uint8Array;
  /** What its file says. */
  get pem(): string;
  /** The private half as Tor keeps it: what SHA-512 makes of the seed. */
  get expanded(): Uint8Array;
}
/** The file of the key with which a transport of a node has its service. */
declare function onionKeyFile(
  folder: string,
  node: string,
  transport: string,
): string;
/**
 * Reads the key of an onion service from its file. Where there is none, a new
 * one is made and put there, for its owner only.
 *
 * @throws {StartError} when that fails, or others may read it
 */
declare function provideOnionKey(file: string): Promise<OnionKey>;
/**
 * Reads the key of an onion service from its file.
 *
 * @returns nothing when there is no such file
 * @throws {StartError} when it cannot be read, or others may read it
 */
declare function findOnionKey(file: string): Promise<OnionKey | undefined>;
/** Whether a host is an onion service, by its name alone. */
declare function isOnionName(host: string): boolean;
/** The name of the service whose public key this is. */
declare function onionNameOf(publicKey: Uint8Array): string;
/**
 * What keeps a name from being that of an onion service, to follow "which".
 *
 * @returns nothing when it is one
 *
 * @example
 * ```ts
 * import { onionNameFault } from "kozo";
 * import assert from "node:assert/strict";
 *
 * assert.match(onionNameFault("kozo.onion") ?? "", /expected 56 letters/);
 * const name = "aaaqeayeaudaocajbifqydiob4ibceqtcqkrmfyydenbwha5dyp3kead.onion";
 * assert.equal(onionNameFault(name), undefined);
 * ```
 */
declare function onionNameFault(name: string): string | undefined;
/** Where Tor takes connections unless it is told otherwise. */
declare const TOR_SOCKS = "127.0.0.1:9050";
/** What is normal for a connection through Tor. All are seconds. */
declare const TOR_LIMITS: {
  /** * That Tor may need to build what it takes. It would try for longer, but a * new try takes another way. */ readonly connect:
    30;
  /** That two nodes may need to prove themselves, over a slow circuit. */
  readonly handshake: 60;
  /** For which a circuit may stand still and yet go on. */
  readonly patience: 20;
};
/**
 * What keeps a text from saying where Tor listens, to follow it.
 *
 * @param example what could stand there. Default: {@link TOR_SOCKS}
 * @returns nothing when it says so: `host:port`, or the path of a Unix socket
 */
declare function torEndpointFault(
  text: string,
  example?: string,
): string | undefined;
/**
 * Connects through Tor to an onion service. Tor alone gets to see its name:
 * this machine does not try to resolve it. Each attempt goes over a circuit of
 * its own, so that one that hangs cannot hold up the next. When it ends, that
 * has the reason {@link LinkReason.Circuit}.
 *
 * @param proxy where Tor listens for SOCKS: `host:port`, or the path of a Unix
 * socket
 * @throws {LinkError} with the reason: {@link LinkReason.TorDown},
 * {@link LinkReason.Unpublished}, {@link LinkReason.Circuit} and others
 * @throws the signal's reason when that is aborted; Tor itself gives up only
 * after two minutes
 */
declare function dialThroughTor(
  host: string,
  port: number,
  proxy: string,
  signal: AbortSignal,
): Promise<Socket>;
/**
 * Writes a moment in the machine's time zone, as C's and Python's `strftime`
 * do in the C locale.
 *
 * | directive | gives |
 * | --- | --- |
 * | `%a` `%A` | day of the week: `Mon`, `Monday` |
 * | `%b` `%B` | month: `Jan`, `January` |
 * | `%c` | date and time: `Mon Jan  5 09:07:03 2026` |
 * | `%d` `%e` | day of the month: `05`, ` 5` |
 * | `%f` | microseconds: 000000 to 999999 |
 * | `%F` | date: `2026-01-05` |
 * | `%H` `%I` `%p` | hour: 00 to 23, 01 to 12, `AM` or `PM` |
 * | `%j` | day of the year: 001 to 366 |
 * | `%m` | month: 01 to 12 |
 * | `%M` `%S` | minute, second: 00 to 59 |
 * | `%s` | seconds since 1970 |
 * | `%T` `%X` | time: `09:07:03` |
 * | `%U` `%W` | week of the year from its first Sunday or Monday: 00 to 53 |
 * | `%V` | week of the year by ISO 8601: 01 to 53 |
 * | `%w` | day of the week: 0 (Sunday) to 6 |
 * | `%x` | date: `01/05/26` |
 * | `%y` `%Y` | year: `26`, `2026` |
 * | `%z` `%Z` | time zone: `+0530`, and by name: `UTC`, `EST`, `GMT+5:30` |
 * | `%%` | a percent sign |
 *
 * Anything else stays as it is. No number makes it throw, since timestamps
 * come from other nodes: of one that is no moment each directive gives `?`.
 *
 * @param format the text, with directives
 * @param seconds the moment, in seconds since 1970
 *
 * @example
 * ```ts
 * import { strftime } from "kozo";
 *
 * strftime("[%Y-%m-%d %H:%M:%S] ", 1767604023); // "[2026-01-05 09:07:03] "
 * ```
 */
declare function strftime(format: string, seconds: number): string;
/**
 * Makes text from elsewhere safe for a terminal and for a log file: control
 * characters become escapes, so that one message stays one line.
 */
declare function printable(text: string): string;
/**
 * Joins the parts of a log message with spaces: strings as they are, anything
 * else as one would see it in a console, on one line.
 */
declare function joinText(parts: readonly unknown[]): string;
/** What any thrown value says, on one line. */
declare function messageOf(error: unknown): string;
/** The version of this software, as `kozo --version` prints it. */
declare const VERSION = "0.1.0";
/**
 * The version of the protocol that two linked nodes must share. All that
 * `docs/protocol.md` says is version 1, `ping`, `pong` and a second `hello`
 * included, since no release spoke less. A frame that a node of this version
 * would refuse, as it does each unknown kind, takes the next number.
 */
declare const PROTOCOL_VERSION = 1;

export {
  asCircuit,
  AuthenticatedTransport,
  BluetoothAdapter,
  BluetoothError,
  BluetoothListener,
  BluetoothService,
  BuiltIn,
  BuiltIns,
  Channel,
  ConfigError,
  ConfigFileError,
  ConnectPolicy,
  DecodeError,
  dialSocket,
  dialThroughTor,
  encodeBase32,
  Endpoint,
  Environment,
  Event,
  findOnionKey,
  FoundDevice,
  GpioBias,
  GpioEdge,
  GpioLine,
  GpioLineOptions,
  Handoff,
  isOnionName,
  KozoError,
  LinkError,
  LinkReason,
  ListenOptions,
  listenTcp,
  Log,
  LogLevel,
  Message,
  MessageError,
  messageOf,
  MessageOrigin,
  ModuleError,
  ModuleInfo,
  Node,
  NODE_NAME,
  NodeOptions,
  OnionKey,
  onionKeyFile,
  onionNameFault,
  openGpioLine,
  OptionInfo,
  OptionType,
  Order,
  OsError,
  pairSecret,
  parseEndpoint,
  Placeholder,
  printable,
  Priority,
  Problem,
  provideOnionKey,
  Publication,
  PublicationOptions,
  Role,
  ROLE_NAME,
  RoleContext,
  RoleHost,
  RoleInfo,
  ROLENODE_NAME,
  Settings,
  sleep,
  StartError,
  StorageError,
  strftime,
  System,
  TOR_LIMITS,
  TOR_SOCKS,
  torEndpointFault,
  Transport,
  TRANSPORT_NAME,
  TransportContext,
  TransportFault,
  TransportHost,
  TransportInfo,
  TRANSPORTNODE_NAME,
  TransportSurroundings,
  TypedMessage,
  UnknownNodeError,
  UsageError,
  VERSION,
};
