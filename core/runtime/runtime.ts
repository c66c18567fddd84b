import type { SystemConfig } from "../config/config.ts";
import { type Environment, withDeadline } from "../environment.ts";
import { KozoError } from "../errors.ts";
import type { Peer } from "../link/peer.ts";
import type { Log } from "../log.ts";
import type { System } from "../model/system.ts";
import type { Transport } from "../model/transport.ts";
import { Topics } from "../wire/topics.ts";
import { reportAbsences } from "./absences.ts";
import { begin } from "./begin.ts";
import {
  type Changes,
  compareConfigs,
  isUnchanged,
  withLasting,
} from "./changes.ts";
import { Composer } from "./composer.ts";
import { Drops } from "./drops.ts";
import { prepareOthers } from "./other-nodes.ts";
import { OwnRoles } from "./own-roles.ts";
import { OwnTransports } from "./own-transports.ts";
import { Peers } from "./peers.ts";
import type { RoleHealth } from "./role-health.ts";
import { type Audience, Router, type Tap } from "./router.ts";
import { prepareStorageFolder } from "./storage.ts";
import {
  type Blueprint,
  configOf,
  drawBlueprint,
  furnishOthers,
} from "./system-builder.ts";

/** Seconds that a reload may take to end when the node does. */
const FAREWELL = 0.4;

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

/** What a message is made of. */
export type MessageParts =
  | { readonly kind: "log"; readonly text: string }
  | {
    readonly kind: "event" | "order";
    readonly type: string;
    readonly channel: string | undefined;
    readonly data: unknown;
  };

/** One running node: its roles, its transports and its links to its peers. */
export class Runtime {
  #blueprint: Blueprint;
  readonly #options: RuntimeOptions;
  readonly #drops: Drops;
  readonly #topics = new Topics();
  readonly #peers: Peers;
  readonly #roles: OwnRoles;
  readonly #transports: OwnTransports;
  readonly #router: Router;
  readonly #composer: Composer;
  /** When it was started, by both clocks. */
  readonly #started: { readonly at: number; readonly monotonic: number };
  readonly #roleLife = new AbortController();
  readonly #peerLife = new AbortController();
  readonly #transportLife = new AbortController();
  #rolesRunning: Promise<void> = Promise.resolve();
  #peersRunning: Promise<void> = Promise.resolve();
  #accepting: Promise<void> = Promise.resolve();
  #restart: readonly string[] = [];
  /** The reload that is on, or was last. */
  #reloading: Promise<unknown> = Promise.resolve();

  private constructor(blueprint: Blueprint, options: RuntimeOptions) {
    const { environment, privateKey, log } = options;
    this.#blueprint = blueprint;
    this.#options = options;
    this.#started = {
      at: environment.now(),
      monotonic: environment.monotonic(),
    };
    this.#composer = new Composer(
      this.#topics,
      this.system.self.settings.maxMessageSize,
    );
    this.#drops = new Drops(
      environment,
      (text) => log("warning", "queues", text),
    );
    this.#peers = new Peers({
      system: this.system,
      environment,
      instance: Math.floor(environment.random() * 2 ** 48).toString(16),
      topics: this.#topics,
      drops: this.#drops,
      log,
      receive: (frame) => this.#router.receive(frame),
    });
    this.#roles = new OwnRoles({
      blueprint,
      drops: this.#drops,
      services: {
        environment,
        log,
        composer: this.#composer,
        send: (outgoing) => this.#router.send(outgoing),
      },
    });
    this.#transports = new OwnTransports({
      blueprint,
      environment,
      privateKey,
      log,
      signal: this.#transportLife.signal,
      attach: (route) => this.#peers.attach(route),
    });
    this.#router = new Router({
      system: this.system,
      peers: this.#peers.byName,
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

  /** Options of the configuration that count once the node is started anew. */
  get restart(): readonly string[] {
    return this.#restart;
  }

  /** The other nodes by name. */
  get peers(): ReadonlyMap<string, Peer> {
    return this.#peers.byName;
  }

  /** How the node's own roles are doing. */
  get roles(): RoleHealth[] {
    return this.#roles.health;
  }

  /** When it was started, in seconds since 1970. */
  get startedAt(): number {
    return this.#started.at;
  }

  /** Seconds for which it has run. */
  get uptime(): number {
    return this.#options.environment.monotonic() - this.#started.monotonic;
  }

  /** Lets somebody see all messages; dispose of it to end that. */
  tap(tap: Tap): Disposable {
    return this.#router.tap(tap);
  }

  /**
   * Sends a message that no role of the node has sent.
   *
   * @param role in whose name
   * @returns whom it has gone to
   * @throws {MessageError} when no node could read the data, or it is too big
   */
  send(role: string, parts: MessageParts): Audience {
    const { environment } = this.#options;
    const origin = {
      sender: this.system.self.name,
      senderRole: role,
      timestamp: environment.now(),
    };
    const outgoing = parts.kind === "log"
      ? this.#composer.log(origin, parts.text)
      : this.#composer.typed(
        parts.kind,
        origin,
        parts.type,
        parts.channel,
        parts.data,
      );
    const audience = this.#router.audienceOf(outgoing.message);
    this.#router.send(outgoing);
    return audience;
  }

  /** Dropped messages by queue and reason. */
  get drops(): ReadonlyMap<string, number> {
    return this.#drops.totals;
  }

  /** Dropped messages of one queue by reason. */
  dropsOf(of: "node" | "role", name: string): Record<string, number> {
    return this.#drops.of(`${of} ${name}`);
  }

  /** The configuration that it runs by. */
  get config(): SystemConfig {
    return this.#blueprint.config;
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

  /**
   * Follows another configuration as far as that is possible while the node
   * runs. What has not changed does not notice.
   *
   * @returns what has changed
   * @throws {UnknownNodeError} when the node is not in it
   * @throws {StartError} when something new cannot begin; all else is then as
   * it was before
   */
  async reload(config: SystemConfig): Promise<Changes> {
    const reloading = this.#reloading.then(() => this.#follow(config));
    this.#reloading = reloading.catch(() => {});
    return await reloading;
  }

  /** Ends all roles, then all links, then all transports. Never rejects. */
  async stop(): Promise<void> {
    await this.#endReload();
    this.#roleLife.abort();
    await this.#rolesRunning;
    // Those that never ran have to give back what their localInit took.
    await this.#roles.end();
    this.#peerLife.abort();
    await this.#peersRunning;
    this.#transportLife.abort();
    await this.#accepting;
    await this.#peers.settled();
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

  /** One that something new holds up must not hold up the end. */
  async #endReload(): Promise<void> {
    const { environment } = this.#options;
    const { signal } = new AbortController();
    const late = () => new KozoError("The reload has not ended in time");
    const work = async () => void await this.#reloading;
    await withDeadline(environment, FAREWELL, signal, late, work)
      .catch(() => {});
  }

  async #follow(config: SystemConfig): Promise<Changes> {
    const before = this.#blueprint;
    const { system } = before;
    const { name } = system.self;
    const changes = compareConfigs(before.config, config, name);
    const effective = withLasting(before.config, config, name, changes);
    const after = { system, config: effective };
    const others = await prepareOthers(before.config, after, changes.nodes);
    const takeAway = this.#roles.add(after, changes.roles.added);
    let gone: Transport[];
    try {
      const { transports } = changes;
      const install = () => others.install();
      gone = await this.#transports.change(before, after, transports, install);
    } catch (error) {
      takeAway();
      throw error;
    }
    // From here on nothing fails.
    this.#blueprint = after;
    this.#restart = changes.restart;
    this.#roles.follow(changes.roles);
    this.#peers.follow();
    for (const transport of gone) {
      const isChanged = system.self.transports.has(transport.name);
      if (!isChanged) this.#peers.leave(transport);
    }
    this.#peers.renew();
    if (!isUnchanged(changes.nodes)) await this.#transports.nodesChanged();
    return changes;
  }

  #run(): void {
    this.#accepting = this.#transports.accept();
    this.#peersRunning = this.#peers.run(this.#peerLife.signal);
    this.#rolesRunning = this.#roles.run(this.#roleLife.signal);
  }
}
