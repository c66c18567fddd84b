/** A folder of the host that the virtual machine sees. */
export interface Mount {
  /** Absolute. */
  readonly folder: string;
  /** Where it is in the machine, if not at the same path. */
  readonly at?: string;
  /**
   * Whether the host sees what the machine writes there; or else that stays in
   * the machine's memory.
   */
  readonly isShared: boolean;
}

/** One end of a network cable between two machines; nobody else is on it. */
export interface CableEnd {
  /** A folder of the host that is the cable. */
  readonly folder: string;
  /** Which end this is. The machine's address there is 10.0.0.1 or 10.0.0.2. */
  readonly number: 1 | 2;
}

/** What a virtual machine is to be, and to do. */
export interface MachineOptions {
  /** The program that it runs, and its arguments. It ends when that does. */
  readonly command: readonly string[];
  /** The folder that the program starts in. */
  readonly folder: string;
  readonly mounts: readonly Mount[];
  readonly environment: Readonly<Record<string, string>>;
  readonly hostname: string;
  /** MiB. */
  readonly memory: number;
  /** Bluetooth adapters that hear one another, with BlueZ. */
  readonly bluetooth: number;
  /** Socket of an {@link Air} to which one adapter is attached. */
  readonly air: string | undefined;
  /** All that the machine has of a network. */
  readonly cable: CableEnd | undefined;
  /** Simulated pins. */
  readonly gpio: number;
  /** Seconds after which it is switched off, with the exit status 124. */
  readonly timeLimit: number;
}

/** A machine that has nothing yet. */
export const BARE_MACHINE: MachineOptions = {
  command: ["true"],
  folder: "/",
  mounts: [],
  environment: {},
  hostname: "lab",
  memory: 2048,
  bluetooth: 0,
  air: undefined,
  cable: undefined,
  gpio: 0,
  timeLimit: 120,
};
