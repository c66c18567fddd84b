import { describeFault, type Fault } from "./faults.ts";
import { forge } from "./forge.ts";
import type { Inhabitant, World } from "./world.ts";

/** Lets faults happen in a world, and ends them again. */
export class FaultPlayer {
  readonly #world: World;
  /** What ends each fault that is on. */
  readonly #remedies = new Set<() => void>();
  readonly #work = new Set<Promise<unknown>>();

  constructor(world: World) {
    this.#world = world;
  }

  /** A fault happens now; it ends by itself after its time. */
  play(fault: Fault): void {
    this.#world.diagram.mark(describeFault(fault));
    const end = this.#begin(fault);
    if (end === undefined) return;
    const remedy = () => {
      if (!this.#remedies.delete(remedy)) return;
      this.#world.diagram.mark(`end of: ${describeFault(fault)}`);
      end();
    };
    this.#remedies.add(remedy);
    const seconds = "seconds" in fault ? fault.seconds : 0;
    this.#world.environment.after(seconds, remedy);
  }

  /** Ends all faults. */
  mendAll(): void {
    for (const remedy of [...this.#remedies]) remedy();
  }

  /** Does the fault. @returns what ends it, if anything has to */
  #begin(fault: Fault): (() => void) | undefined {
    const { network, spare, recorder, inhabitants } = this.#world;
    switch (fault.kind) {
      case "cut": {
        const cut = fault.both ? [network, spare] : [network];
        for (const one of cut) one.cut(fault.from, fault.to);
        return () => cut.forEach((one) => one.mend(fault.from, fault.to));
      }
      case "unplug":
        return this.#unplug(fault.node);
      case "freeze":
        return this.#freeze(fault.node);
      case "kill":
        return this.#kill(fault.node);
      case "power cut":
        return this.#powerCut(fault.node);
      case "stop":
        return this.#stop(fault.node);
      case "forge":
        return this.#forge(fault.node, fault.as);
      case "clock":
        this.#world.find(fault.node).machine.jump(fault.seconds);
        return undefined;
      case "throw":
        recorder.askToThrow(fault.node);
        return undefined;
      case "storm": {
        const ends = [...inhabitants.keys()].map((name) => this.#kill(name));
        return () => ends.forEach((end) => end());
      }
    }
  }

  #unplug(node: string): () => void {
    const { network, inhabitants } = this.#world;
    const others = [...inhabitants.keys()].filter((name) => name !== node);
    for (const other of others) {
      network.cut(node, other);
      network.cut(other, node);
    }
    return () => {
      for (const other of others) {
        network.mend(node, other);
        network.mend(other, node);
      }
    };
  }

  #freeze(node: string): () => void {
    const inhabitant = this.#world.find(node);
    const { machine } = inhabitant;
    if (!inhabitant.isUp) return () => {};
    machine.freeze();
    this.#silence(inhabitant);
    return () => {
      machine.thaw();
      if (inhabitant.machine === machine) this.#unsilence(inhabitant);
    };
  }

  /** Nothing comes from a machine any more, not even that it is gone. */
  #silence(inhabitant: Inhabitant): void {
    inhabitant.silentSince ??= this.#world.environment.monotonic();
  }

  #unsilence(inhabitant: Inhabitant): void {
    inhabitant.silentSince = undefined;
    inhabitant.awakeSince = this.#world.environment.monotonic();
  }

  #kill(node: string): () => void {
    const inhabitant = this.#world.find(node);
    if (inhabitant.isUp) inhabitant.machine.kill();
    // Its machine's system says that it is gone.
    this.#unsilence(inhabitant);
    inhabitant.runtime = undefined;
    inhabitant.isUp = false;
    return () => this.#boot(node);
  }

  #powerCut(node: string): () => void {
    const inhabitant = this.#world.find(node);
    inhabitant.machine.powerOff();
    inhabitant.runtime = undefined;
    inhabitant.isUp = false;
    this.#silence(inhabitant);
    return () => {
      this.#unsilence(inhabitant);
      this.#boot(node);
    };
  }

  /** A clean stop; the program is killed if the machine is frozen meanwhile. */
  #stop(node: string): () => void {
    const inhabitant = this.#world.find(node);
    const { runtime, machine } = inhabitant;
    if (runtime === undefined) return () => {};
    this.#watch(
      runtime.stop().then(() => {
        if (inhabitant.machine === machine) inhabitant.runtime = undefined;
      }),
    );
    return () => {
      if (inhabitant.machine === machine) this.#kill(node);
      this.#boot(node);
    };
  }

  #forge(node: string, as: string): () => void {
    const { machine } = this.#world.find(node);
    machine.tamper = (bytes) => forge(bytes, as);
    return () => machine.tamper = (bytes) => bytes;
  }

  #boot(node: string): void {
    this.#watch(this.#world.boot(node));
  }

  #watch(work: Promise<unknown>): void {
    this.#work.add(work);
    work.finally(() => this.#work.delete(work));
  }
}
