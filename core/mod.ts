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
export {
  ConfigError,
  ConfigFileError,
  DecodeError,
  KozoError,
  LinkError,
  LinkReason,
  MessageError,
  ModuleError,
  type Problem,
  StartError,
  StorageError,
  UnknownNodeError,
  UsageError,
} from "./errors.ts";
export { type Environment, sleep } from "./environment.ts";
export { pairSecret } from "./ssh/pair-secret.ts";
export { AuthenticatedTransport } from "./ssh/authenticated-transport.ts";
export { BluetoothAdapter } from "./bluetooth/adapter.ts";
export { BluetoothError } from "./bluetooth/bluetooth-error.ts";
export type {
  BluetoothListener,
  BluetoothService,
  FoundDevice,
  Publication,
  PublicationOptions,
} from "./bluetooth/vocabulary.ts";
export { Channel } from "./model/channel.ts";
export type { LogLevel } from "./model/log-level.ts";
export {
  Event,
  Log,
  Message,
  type MessageOrigin,
  Order,
  TypedMessage,
} from "./model/message.ts";
export {
  NODE_NAME,
  type Placeholder,
  ROLE_NAME,
  ROLENODE_NAME,
  TRANSPORT_NAME,
  TRANSPORTNODE_NAME,
} from "./model/names.ts";
export { Node, type NodeOptions } from "./model/node.ts";
export { Role, type RoleContext, type RoleHost } from "./model/role.ts";
export type { ConnectPolicy, Settings } from "./model/settings.ts";
export { System } from "./model/system.ts";
export {
  Priority,
  Transport,
  type TransportContext,
  type TransportHost,
} from "./model/transport.ts";
export type {
  TransportFault,
  TransportSurroundings,
} from "./model/transport-check.ts";
export type {
  ModuleInfo,
  OptionInfo,
  OptionType,
  RoleInfo,
  TransportInfo,
} from "./modules/info.ts";
export type { BuiltIn, BuiltIns } from "./modules/built-in.ts";
export {
  type GpioBias,
  type GpioEdge,
  type GpioLine,
  type GpioLineOptions,
  openGpioLine,
} from "./os/gpio.ts";
export { Handoff } from "./handoff.ts";
export { OsError } from "./os/os-error.ts";
export { encodeBase32 } from "./net/base32.ts";
export { asCircuit } from "./net/circuit.ts";
export { dialSocket } from "./net/dial.ts";
export { type Endpoint, parseEndpoint } from "./net/endpoint.ts";
export { type ListenOptions, listenTcp } from "./net/listen.ts";
export { OnionKey } from "./net/onion-key.ts";
export {
  findOnionKey,
  onionKeyFile,
  provideOnionKey,
} from "./net/onion-key-file.ts";
export { isOnionName, onionNameFault } from "./net/onion-name.ts";
export {
  dialThroughTor,
  TOR_LIMITS,
  TOR_SOCKS,
  torEndpointFault,
} from "./net/tor.ts";
export { strftime } from "./strftime.ts";
export { messageOf, printable } from "./text.ts";
export { VERSION } from "./version.ts";
