import type {
  BlockConfig,
  NodeConfig,
  RoleConfig,
  SystemConfig,
} from "../config/config.ts";
import { StartError, UnknownNodeError } from "../errors.ts";
import { Node } from "../model/node.ts";
import type { Role, RoleHost } from "../model/role.ts";
import { System } from "../model/system.ts";
import type { Transport, TransportHost } from "../model/transport.ts";
import type { RoleInfo, TransportInfo } from "../modules/info.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { messageOf } from "../text.ts";

/** A system without roles and transports, and what these are made from. */
export interface Blueprint {
  readonly system: System;
  readonly config: SystemConfig;
  /** The metadata of every type of role in the configuration. */
  readonly roleInfos: ReadonlyMap<string, RoleInfo>;
  /** The metadata of every type of transport in the configuration. */
  readonly transportInfos: ReadonlyMap<string, TransportInfo>;
}

/**
 * Makes the nodes of a configuration, and loads the modules that they need.
 *
 * @param self name of the node that this program runs
 * @throws {UnknownNodeError} when there is no such node
 */
export async function drawBlueprint(
  config: SystemConfig,
  self: string,
  registry: ModuleRegistry,
): Promise<Blueprint> {
  const nodes = new Map<string, Node>();
  for (const node of config.nodes.values()) {
    nodes.set(node.name, new Node({ ...node, isSelf: node.name === self }));
  }
  const selfNode = nodes.get(self);
  if (selfNode === undefined) throw unknownNode(config, self);
  const blocks = [...config.nodes.values()];
  return {
    config,
    system: new System(nodes, selfNode, config.fingerprint),
    roleInfos: await load(
      blocks.flatMap(({ roles }) => roles),
      (type) => registry.role(type),
    ),
    transportInfos: await load(
      blocks.flatMap(({ transports }) => transports),
      (type) => registry.transport(type),
    ),
  };
}

/** Gives the other nodes their roles and transports. */
export function furnishOthers(blueprint: Blueprint): void {
  for (const node of blueprint.system.others) {
    const { roles, transports } = configOf(blueprint, node);
    for (const block of roles) {
      node.roles.set(block.name, makeRole(blueprint, node, block));
    }
    for (const block of transports) {
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
  { roleInfos }: Blueprint,
  node: Node,
  block: RoleConfig,
  host?: RoleHost,
): Role {
  const { messageQueueLength, messageQueueSize } = block;
  const { class: RoleClass } = known(roleInfos, block.type);
  return make(block, node, () =>
    new RoleClass({
      name: block.name,
      node,
      config: block.options,
      ...(messageQueueLength === undefined ? {} : { messageQueueLength }),
      ...(messageQueueSize === undefined ? {} : { messageQueueSize }),
      ...(host === undefined ? {} : { host }),
    }));
}

/** Makes a transport; `host` is for those of this node. */
export function makeTransport(
  { transportInfos }: Blueprint,
  node: Node,
  block: BlockConfig,
  host?: TransportHost,
): Transport {
  const { class: TransportClass } = known(transportInfos, block.type);
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

async function load<Info>(
  blocks: readonly BlockConfig[],
  find: (type: string) => Promise<Info | undefined>,
): Promise<Map<string, Info>> {
  const infos = new Map<string, Info>();
  for (const type of new Set(blocks.map((block) => block.type))) {
    const info = await find(type);
    if (info !== undefined) infos.set(type, info);
  }
  return infos;
}

/** The configuration was checked against the same registry. */
function known<Info>(infos: ReadonlyMap<string, Info>, type: string): Info {
  const info = infos.get(type);
  if (info === undefined) throw new TypeError(`No module "${type}" is loaded`);
  return info;
}

function unknownNode(config: SystemConfig, name: string): UnknownNodeError {
  const names = [...config.nodes.keys()].map((known) => `"${known}"`);
  return new UnknownNodeError(
    `Cannot run the node "${name}": "${config.file}" has no node of that ` +
      `name, it has ${names.join(", ")}`,
  );
}
