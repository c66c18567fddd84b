import type { SystemConfig } from "../config/config.ts";
import type { Environment } from "../environment.ts";
import { StartError } from "../errors.ts";
import type { Route } from "../link/dialler.ts";
import { type DropReason, Peer } from "../link/peer.ts";
import type { Log } from "../log.ts";
import type { Node } from "../model/node.ts";
import type { System } from "../model/system.ts";
import { messageOf } from "../text.ts";
import { Topics } from "../wire/topics.ts";
import { reportAbsences } from "./absences.ts";
import { Composer } from "./composer.ts";
import { Drops } from "./drops.ts";
import { OwnRoles } from "./own-roles.ts";
import { OwnTransports } from "./own-transports.ts";
import { Router } from "./router.ts";
import { prepareStorageFolder } from "./storage.ts";
import {
  type Blueprint,
  configOf,
  drawBlueprint,
  furnishOthers,
} from "./system-builder.ts";
import { reportUnlinkable } from "./unlinkable.ts";

/** What a node is run with. */
export interface RuntimeOptions {
  /** It was checked for the node: the modules that it needs are there. */
  readonly config: SystemConfig;
  /** Name of the node to run. */
  readonly node: string;
  /** The node's private key as the text of its file. */
  readonly privateKey: string;
  readonly environment: Environment;
  readonly log: Log;
}

/** One running node: its roles, its transports and its links to its peers. */
export class Runtime {
  readonly #blueprint: Blueprint;
  readonly #options: RuntimeOptions;
  readonly #drops: Drops;
  /** Tells this run of the node from the next. */
  readonly #instance: string;
  readonly #topics = new Topics();
  readonly #peers: ReadonlyMap<string, Peer>;
  readonly #roles: OwnRoles;
  readonly #transports: OwnTransports;
  readonly #router: Router;
  readonly #roleLife = new AbortController();
  readonly #peerLife = new AbortController();
  readonly #transportLife = new AbortController();
  #rolesRunning: Promise<void> = Promise.resolve();
  #peersRunning: Promise<unknown> = Promise.resolve();
  #accepting: Promise<void> = Promise.resolve();
  /** Channels that came too late to be of use. */
  readonly #closing: Promise<void>[] = [];

  private constructor(blueprint: Blueprint, options: RuntimeOptions) {
    const { environment, privateKey, log } = options;
    this.#blueprint = blueprint;
    this.#options = options;
    this.#instance = Math.floor(environment.random() * 2 ** 48).toString(16);
    this.#drops = new Drops(
      environment,
      (text) => log("warning", "queues", text),
    );
    this.#peers = new Map(
      this.system.others.map((node) => [node.name, this.#makePeer(node)]),
    );
    this.#roles = new OwnRoles({
      blueprint,
      drops: this.#drops,
      services: {
        environment,
        log,
        composer: new Composer(
          this.#topics,
          this.system.self.settings.maxMessageSize,
        ),
        send: (outgoing) => this.#router.send(outgoing),
      },
    });
    this.#transports = new OwnTransports({
      blueprint,
      environment,
      privateKey,
      log,
      signal: this.#transportLife.signal,
      attach: (route) => this.#attach(route),
    });
    this.#router = new Router({
      system: this.system,
      peers: this.#peers,
      drops: this.#drops,
      log,
      deliver: (role, message) => this.#roles.deliver(role, message),
    });
  }

  /**
   * Starts a node.
   *
   * @throws {UnknownNodeError} when the configuration has no such node
   * @throws {StartError} when something keeps it from starting; nothing of it
   * is left then
   */
  static async start(options: RuntimeOptions): Promise<Runtime> {
    const { config, node } = options;
    const blueprint = drawBlueprint(config, node);
    const runtime = new Runtime(blueprint, options);
    try {
      await runtime.#prepare();
    } catch (error) {
      await runtime.stop();
      throw error;
    }
    runtime.#run();
    return runtime;
  }

  /** The network as this node sees it. */
  get system(): System {
    return this.#blueprint.system;
  }

  /** The other nodes by name. */
  get peers(): ReadonlyMap<string, Peer> {
    return this.#peers;
  }

  /** Dropped messages by queue and reason. */
  get drops(): ReadonlyMap<string, number> {
    return this.#drops.totals;
  }

  /**
   * Makes those roles anew whose modules are files of the user's.
   *
   * @param config the configuration in which these were read anew
   * @returns the names of the roles
   */
  reloadRoles(config: SystemConfig): string[] {
    return this.#roles.reload({ ...this.#blueprint, config });
  }

  /** Ends all roles, then all links, then all transports. Never rejects. */
  async stop(): Promise<void> {
    this.#roleLife.abort();
    await this.#rolesRunning;
    // Those that never ran have to give back what their localInit took.
    await this.#roles.end();
    this.#peerLife.abort();
    await this.#peersRunning;
    this.#transportLife.abort();
    await this.#accepting;
    await Promise.allSettled(this.#closing);
  }

  /** All that may fail, before anything runs. */
  async #prepare(): Promise<void> {
    const { self, nodes } = this.system;
    const { roleStorage } = configOf(this.#blueprint, self);
    if (roleStorage !== undefined) await prepareStorageFolder(roleStorage);
    await reportAbsences(this.#blueprint, this.#options.log);
    furnishOthers(this.#blueprint);
    for (const node of nodes.values()) {
      for (const transport of node.transports.values()) {
        await begin(transport, () => transport.init());
      }
      for (const role of node.roles.values()) {
        await begin(role, () => role.init());
      }
    }
    reportUnlinkable(this.system, this.#options.log);
    for (const transport of self.transports.values()) {
      await begin(transport, () => transport.localInit());
    }
    // First the ports: where the node runs already, no role must touch its
    // files a second time.
    for (const transport of this.#transports.accepting) {
      await begin(transport, () => transport.bind());
    }
    for (const role of self.roles.values()) {
      await begin(role, () => role.localInit());
    }
  }

  #run(): void {
    const peers = [...this.#peers.values()];
    this.#accepting = this.#transports.accept();
    this.#peersRunning = Promise.all(
      peers.map((peer) => peer.run(this.#peerLife.signal)),
    );
    this.#rolesRunning = this.#roles.run(this.#roleLife.signal);
  }

  #attach(route: Route): void {
    const peer = this.#peers.get(route.channel.peer.name);
    if (peer === undefined || this.#peerLife.signal.aborted) {
      this.#closing.push(route.channel.close());
    } else peer.attach(route);
  }

  #makePeer(node: Node): Peer {
    const { environment, log } = this.#options;
    return new Peer({
      system: this.system,
      node,
      environment,
      instance: this.#instance,
      topics: this.#topics,
      log: (level, text) => log(level, "link", text),
      receive: (frame) => this.#router.receive(frame),
      drop: (reason, count) => this.#drop(node, reason, count),
    });
  }

  #drop(node: Node, reason: DropReason, count: number): void {
    const queue = `node ${node.name}`;
    // A cut link cuts the flow: that is as it should be.
    if (reason === "full") this.#drops.warn(queue, reason, count);
    else this.#drops.note(queue, reason, count);
  }
}

/** What fails at the start keeps the node from starting, whatever it throws. */
async function begin(
  what: object,
  work: () => void | Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (cause) {
    if (cause instanceof StartError) throw cause;
    throw new StartError(`Cannot start "${what}": ${messageOf(cause)}`, {
      cause,
    });
  }
}
