import { KozoError } from "../../core/errors.ts";
import { messageOf } from "../../core/text.ts";

/** The bridge inside a switch. */
const BRIDGE = "bridge";

/** The table of each machine's packet filter. */
const TABLE = ["inet", "kozo"] as const;

/**
 * Machines and the cables between them, made of Linux network namespaces: each
 * has an address, a packet filter and a loopback interface of its own. Nothing
 * of it can be seen from outside, or is left when it is disposed of.
 */
export class Cabling implements AsyncDisposable {
  readonly #prefix = `kozo-${crypto.randomUUID().slice(0, 8)}-`;
  readonly #names: string[] = [];

  /** Makes machines on one switch, `10.77.0.1/24` and so on their addresses. */
  static async lan(...machines: readonly string[]): Promise<Cabling> {
    const cabling = new Cabling();
    try {
      await cabling.addSwitch("lan");
      for (const [index, machine] of machines.entries()) {
        await cabling.addMachine(machine);
        await cabling.plug(machine, "lan", `10.77.0.${index + 1}/24`);
      }
      return cabling;
    } catch (error) {
      await cabling[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Adds a machine without any cable. */
  async addMachine(name: string): Promise<void> {
    await run("ip", "netns", "add", this.#prefix + name);
    this.#names.push(name);
    await this.ip(name, "link", "set", "lo", "up");
    await this.filter(name, "add", "table", ...TABLE);
  }

  /** Adds a switch without any cable. */
  async addSwitch(name: string): Promise<void> {
    await this.addMachine(name);
    // One that looks for multicasts joins groups, and so sends packets itself.
    const silence = ["mcast_snooping", "0"];
    await this.ip(name, "link", "add", BRIDGE, "type", "bridge", ...silence);
    await this.ip(name, "link", "set", BRIDGE, "up");
  }

  /**
   * Puts a cable from a machine into a switch. At each end its name is what is
   * at the other.
   *
   * @param address the machine's, with the length of its prefix
   */
  async plug(machine: string, toSwitch: string, address: string) {
    const peer = ["peer", "name", machine, "netns", this.#prefix + toSwitch];
    await this.ip(machine, "link", "add", toSwitch, "type", "veth", ...peer);
    await this.ip(toSwitch, "link", "set", machine, "master", BRIDGE, "up");
    await this.ip(machine, "address", "add", address, "dev", toSwitch);
    await this.ip(machine, "link", "set", toSwitch, "up");
  }

  /** Pulls a machine's cable out of a switch. */
  async pull(machine: string, fromSwitch: string): Promise<void> {
    await this.ip(fromSwitch, "link", "set", machine, "down");
  }

  /** Puts it back. */
  async mend(machine: string, toSwitch: string): Promise<void> {
    await this.ip(toSwitch, "link", "set", machine, "up");
  }

  /** Loses on the way all that comes to a machine from an address. */
  async deafen(machine: string, from: string): Promise<void> {
    const chain = [...TABLE, "deaf"];
    const hook = "{ type filter hook input priority 0; }";
    await this.filter(machine, "add", "chain", ...chain, hook);
    const rule = ["ip", "saddr", from, "drop"];
    await this.filter(machine, "add", "rule", ...chain, ...rule);
  }

  /** Loses nothing any more. */
  async undeafen(machine: string): Promise<void> {
    await this.filter(machine, "delete", "chain", ...TABLE, "deaf");
  }

  /** Lets a machine send on what comes to it, as its own, over one cable. */
  async masquerade(machine: string, cable: string): Promise<void> {
    const chain = [...TABLE, "nat"];
    const hook = "{ type nat hook postrouting priority 100; }";
    const forward = "echo 1 > /proc/sys/net/ipv4/ip_forward";
    await this.run(machine, "sh", "-c", forward);
    await this.filter(machine, "add", "chain", ...chain, hook);
    const rule = ["oifname", cable, "masquerade"];
    await this.filter(machine, "add", "rule", ...chain, ...rule);
  }

  /** Runs `ip` for a machine. */
  ip(machine: string, ...args: readonly string[]): Promise<string> {
    return run("ip", "-netns", this.#prefix + machine, ...args);
  }

  /** Runs `nft`, the packet filter, on a machine. */
  filter(machine: string, ...args: readonly string[]): Promise<string> {
    return this.run(machine, "nft", ...args);
  }

  /** Runs a command on a machine, and gives what it prints. */
  run(machine: string, ...command: readonly string[]): Promise<string> {
    return run(...this.inside(machine), ...command);
  }

  /** What goes before a command that is to run on a machine. */
  inside(machine: string): [string, ...string[]] {
    return ["ip", "netns", "exec", this.#prefix + machine];
  }

  /** Removes everything; processes on the machines have to be gone before. */
  async [Symbol.asyncDispose](): Promise<void> {
    for (const name of this.#names.splice(0)) {
      await run("ip", "netns", "delete", this.#prefix + name);
    }
  }
}

/** Why there can be no {@link Cabling} on this computer, if that is so. */
export async function whyNoCabling(): Promise<string | undefined> {
  if (Deno.build.os !== "linux") return "only Linux has network namespaces";
  if (Deno.uid() !== 0) return "only root can make network namespaces";
  try {
    await using cabling = await Cabling.lan("machine");
    await cabling.masquerade("machine", "lan");
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

async function run(command: string, ...args: readonly string[]) {
  const { success, stdout, stderr } = await new Deno.Command(command, {
    args: [...args],
    stdin: "null",
  }).output();
  const decoder = new TextDecoder();
  if (success) return decoder.decode(stdout);
  const complaint = decoder.decode(stderr).trim();
  throw new KozoError(`${[command, ...args].join(" ")}: ${complaint}`);
}
