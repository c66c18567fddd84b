import {
  type BuiltIn,
  type ConnectPolicy,
  type ModuleInfo,
  Priority,
} from "kozo";
import type { NodeConfig, SystemConfig } from "../../core/config/config.ts";
import type { Library } from "../../core/modules/library.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";
import { Runtime } from "../../core/runtime/runtime.ts";
import { seededRandom } from "../support/random.ts";
import { settings } from "../support/settings.ts";
import { VirtualEnvironment } from "../support/virtual-environment.ts";
import { Diagram } from "./diagram.ts";
import { Machine } from "./machine.ts";
import { Network } from "./network.ts";
import type { NodePlan, Plan } from "./plan.ts";
import { type Prospect, Recorder } from "./recorder.ts";
import { simulatedRoles } from "./roles.ts";
import { transportInfo } from "./sim-transport.ts";

/** A node's name, and what runs in its name at the moment. */
export interface Inhabitant {
  readonly plan: NodePlan;
  machine: Machine;
  /** Nothing while its machine is off or its program has ended. */
  runtime: Runtime | undefined;
  /** Programs so far. */
  life: number;
  /** Whether a program runs, or is about to. */
  isUp: boolean;
  /** Since when nothing comes from its machine, if that is so, in seconds. */
  silentSince: number | undefined;
  /** When its program last began to run, or to run again. */
  awakeSince: number;
}

/** The nodes of a plan, each the real runtime, on a simulated network. */
export class World {
  readonly plan: Plan;
  readonly environment: VirtualEnvironment;
  /** The network that nodes prefer. */
  readonly network: Network;
  /** Another one, which most faults leave alone. */
  readonly spare: Network;
  readonly recorder: Recorder;
  readonly diagram: Diagram;
  readonly inhabitants = new Map<string, Inhabitant>();

  readonly #isTraced: boolean;

  /** @param isTraced whether the diagram shows what nodes say to each other */
  constructor(plan: Plan, isTraced = false) {
    this.plan = plan;
    this.#isTraced = isTraced;
    this.environment = new VirtualEnvironment(plan.seed);
    const makeNetwork = (seed: number) =>
      new Network(this.environment, plan.latency, seededRandom(seed));
    this.network = makeNetwork(~plan.seed);
    this.spare = makeNetwork(~plan.seed ^ 0x5eed);
    this.diagram = new Diagram(
      plan.nodes.map(({ name }) => name),
      () => this.environment.monotonic(),
    );
    this.recorder = new Recorder({
      now: () => this.environment.monotonic(),
      prospects: (from) => this.#prospects(from),
    });
    for (const node of plan.nodes) {
      const machine = this.#makeMachine(node.name);
      this.inhabitants.set(node.name, {
        plan: node,
        machine,
        runtime: undefined,
        life: 0,
        isUp: false,
        silentSince: undefined,
        awakeSince: 0,
      });
    }
  }

  /** The inhabitant of a name. */
  find(name: string): Inhabitant {
    const inhabitant = this.inhabitants.get(name);
    if (inhabitant === undefined) throw new RangeError(`Nobody is "${name}"`);
    return inhabitant;
  }

  /** Starts a program in a node's name, unless one runs. */
  async boot(name: string): Promise<void> {
    const inhabitant = this.find(name);
    if (inhabitant.isUp) return;
    inhabitant.isUp = true;
    inhabitant.silentSince = undefined;
    inhabitant.awakeSince = this.environment.monotonic();
    inhabitant.machine.powerOn();
    const machine = inhabitant.machine = this.#makeMachine(name);
    inhabitant.life++;
    this.diagram.note(name, "starts");
    inhabitant.runtime = await Runtime.start({
      config: await this.#config(),
      node: name,
      privateKey: "",
      environment: machine.environment,
      log: (level, source, text) => {
        if (level !== "debug") this.diagram.note(name, `${source}: ${text}`);
      },
    });
  }

  /** How `from` may send to `to`, by the seed's tree. */
  policy(from: string, to: string): ConnectPolicy {
    const own = this.find(from).plan.selfToOthersConnectPolicy;
    const theirs = this.find(to).plan.othersToSelfConnectPolicy;
    if (own === "never" || theirs === "never") return "never";
    return own === "constant" && theirs === "constant"
      ? "constant"
      : "ondemand";
  }

  #makeMachine(name: string): Machine {
    const networks = [this.network, this.spare];
    const machine = new Machine(name, networks, this.environment);
    if (this.#isTraced) {
      machine.onSend = (to, bytes) => this.diagram.frames(name, to, bytes);
    }
    return machine;
  }

  #prospects(from: string): Prospect[] {
    const { runtime } = this.find(from);
    return [...this.inhabitants.values()].map(({ plan }) => {
      const peer = runtime?.peers.get(plan.name);
      return {
        to: plan.name,
        isWanted: plan.interests.includes(from),
        isAllowed: plan.name === from ||
          this.policy(from, plan.name) !== "never",
        isTaken: peer === undefined || peer.takesMessages,
        isFull: peer !== undefined &&
          peer.waiting >= this.plan.outgoingQueueLength,
      };
    });
  }

  async #config(): Promise<SystemConfig> {
    return {
      file: "simulation",
      fingerprint: "0123456789abcdef",
      nodes: new Map(
        this.plan.nodes.map((node) => [node.name, this.#nodeConfig(node)]),
      ),
      library: await this.#library(),
    };
  }

  #nodeConfig(node: NodePlan): NodeConfig {
    const { recorder, plan } = this;
    const { life } = this.find(node.name);
    return {
      name: node.name,
      privateKey: "",
      publicKey: "",
      selfToOthersConnectPolicy: node.selfToOthersConnectPolicy,
      othersToSelfConnectPolicy: node.othersToSelfConnectPolicy,
      settings: { ...settings, ...pickSettings(plan) },
      roles: [
        block("speaker", { recorder, life, period: node.period }),
        block("listener", { recorder, interests: node.interests }),
        block("thrower", { recorder }),
      ],
      transports: [
        this.#transport("simulated", this.network, Priority.BEST),
        ...plan.hasSpare
          ? [this.#transport("spare", this.spare, Priority.BAD)]
          : [],
      ],
    };
  }

  #transport(name: string, network: Network, priority: Priority) {
    const machine = (node: string) => this.find(node).machine;
    return { ...block("simulated", { machine, network, priority }), name };
  }

  async #library(): Promise<Library> {
    const entries = Object.entries(simulatedRoles)
      .map(([name, info]) => [name, builtIn(info)] as const);
    const registry = new ModuleRegistry(Object.fromEntries(entries), {
      simulated: builtIn(transportInfo),
    });
    const library = registry.open(settings);
    await Promise.all(entries.map(([type]) => library.roles.load(type)));
    await library.transports.load("simulated");
    return library;
  }
}

function builtIn<Info extends ModuleInfo>(info: Info): BuiltIn<Info> {
  return { url: import.meta.url, load: () => Promise.resolve(info) };
}

function block(type: string, options: Record<string, unknown>) {
  return { name: type, type, options };
}

function pickSettings(plan: Plan) {
  const { heartbeat, connectionRetry, messageLifetime } = plan;
  const { ondemandIdle, outgoingQueueLength, transportUpgrade } = plan;
  return {
    heartbeat,
    connectionRetry,
    messageLifetime,
    ondemandIdle,
    outgoingQueueLength,
    transportUpgrade,
  };
}
