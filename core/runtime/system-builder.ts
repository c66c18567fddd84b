import type {
  BlockConfig,
  NodeConfig,
  RoleConfig,
  SandboxConfig,
  SystemConfig,
} from "../config/config.ts";
import type { Environment } from "../environment.ts";
import { StartError, UnknownNodeError } from "../errors.ts";
import { Node } from "../model/node.ts";
import type { Role, RoleContext, RoleHost } from "../model/role.ts";
import type { Transport, TransportHost } from "../model/transport.ts";
import { messageOf } from "../text.ts";
import { SandboxedRole } from "../sandbox/sandboxed-role.ts";
import { LiveSystem } from "./live-system.ts";
import { UnknownRole } from "./unknown-role.ts";

/** A system without roles and transports, and what these are made from. */
export interface Blueprint {
  readonly system: LiveSystem;
  readonly config: SystemConfig;
}

/**
 * Makes the nodes of a configuration.
 *
 * @param self name of the node that this program runs
 * @throws {UnknownNodeError} when there is no such node
 */
export function drawBlueprint(config: SystemConfig, self: string): Blueprint {
  const nodes = new Map<string, Node>();
  for (const node of config.nodes.values()) {
    nodes.set(node.name, new Node({ ...node, isSelf: node.name === self }));
  }
  const selfNode = nodes.get(self);
  if (selfNode === undefined) throw unknownNode(config, self);
  const system = new LiveSystem(nodes, selfNode, config.fingerprint);
  return { config, system };
}

/** Gives the other nodes their roles and transports. */
export function furnishOthers(blueprint: Blueprint): void {
  for (const node of blueprint.system.others) {
    for (const block of configOf(blueprint, node).roles) {
      node.roles.set(block.name, makeRole(blueprint, node, block));
    }
  }
  furnishTransports(blueprint);
}

/**
 * Gives the other nodes their transports. One whose module is not here is left
 * out: nothing here could use it.
 */
export function furnishTransports(blueprint: Blueprint): void {
  const { transports: shelf } = blueprint.config.library;
  for (const node of blueprint.system.others) {
    for (const block of configOf(blueprint, node).transports) {
      if (shelf.get(block.type) === undefined) continue;
      node.transports.set(block.name, makeTransport(blueprint, node, block));
    }
  }
}

/** The configuration of a node of the system. */
export function configOf({ config }: Blueprint, node: Node): NodeConfig {
  return findNode(config, node.name);
}

/**
 * The configuration of a node.
 *
 * @throws {UnknownNodeError} when there is no such node
 */
export function findNode(config: SystemConfig, name: string): NodeConfig {
  const node = config.nodes.get(name);
  if (node === undefined) throw unknownNode(config, name);
  return node;
}

/** Makes a role; `host` is for those of this node. */
export function makeRole(
  { config }: Blueprint,
  node: Node,
  block: RoleConfig,
  host?: RoleHost,
): Role {
  // A role in a sandbox is not here, even if its module is.
  const module = block.sandbox === undefined
    ? config.library.roles.get(block.type)
    : undefined;
  const RoleClass = module?.info.class ?? unknownClass(node, block);
  const context = contextOf(node, block, host);
  return make(block, node, () => new RoleClass(context));
}

/** Makes a role of this node that runs in a sandbox. */
export function makeSandboxedRole(
  node: Node,
  block: RoleConfig,
  { module, ...limits }: SandboxConfig,
  host: RoleHost,
  environment: Environment,
): Role {
  if (module === undefined) throw notLoaded(block);
  const context = contextOf(node, block, host);
  return new SandboxedRole(context, { ...limits, module, environment });
}

function contextOf(
  node: Node,
  block: RoleConfig,
  host: RoleHost | undefined,
): RoleContext {
  const { messageQueueLength, messageQueueSize } = block;
  return {
    name: block.name,
    node,
    config: block.options,
    ...(messageQueueLength === undefined ? {} : { messageQueueLength }),
    ...(messageQueueSize === undefined ? {} : { messageQueueSize }),
    ...(host === undefined ? {} : { host }),
  };
}

/** Makes a transport; `host` is for those of this node. */
export function makeTransport(
  { config }: Pick<Blueprint, "config">,
  node: Node,
  block: BlockConfig,
  host?: TransportHost,
): Transport {
  const module = config.library.transports.get(block.type);
  if (module === undefined) throw notLoaded(block);
  const { class: TransportClass } = module.info;
  return make(block, node, () =>
    new TransportClass({
      name: block.name,
      node,
      config: block.options,
      ...(host === undefined ? {} : { host }),
    }));
}

/** Whatever a constructor throws keeps the node from starting. */
function make<T>(block: BlockConfig, node: Node, construct: () => T): T {
  try {
    return construct();
  } catch (cause) {
    throw new StartError(
      `Cannot make "${block.name}@${node.name}" of the type "${block.type}": ` +
        messageOf(cause),
      { cause },
    );
  }
}

/** What stands in for the class of a role whose module is not here. */
function unknownClass(node: Node, block: RoleConfig): typeof UnknownRole {
  if (node.isSelf) throw notLoaded(block);
  return UnknownRole;
}

/** What a node needs was loaded when its configuration was checked. */
function notLoaded({ type }: BlockConfig): TypeError {
  return new TypeError(`No module "${type}" is loaded`);
}

function unknownNode(config: SystemConfig, name: string): UnknownNodeError {
  const names = [...config.nodes.keys()].map((known) => `"${known}"`);
  return new UnknownNodeError(
    `Cannot run the node "${name}": "${config.file}" has no node of that ` +
      `name, it has ${names.join(", ")}`,
  );
}
