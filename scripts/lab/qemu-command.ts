import type { Architecture, Image } from "./image.ts";
import { tagOf } from "./guest-script.ts";
import type { CableEnd, MachineOptions } from "./machine-options.ts";

/** The files of one start of a machine. */
export interface MachineFiles {
  /** The folder that the machine and the host write to each other. */
  readonly control: string;
  /** What the kernel prints. */
  readonly console: string;
  /** Unix sockets that take the command's output. */
  readonly stdout: string;
  readonly stderr: string;
  /** Unix sockets by which the host drives the machine's own pins. */
  readonly qtest: string;
  readonly qmp: string;
}

/** What QEMU has to be told of a kind of machine. */
interface Kind {
  readonly program: string;
  readonly machine: string;
  readonly cpu: string;
  /** The device that the kernel prints to, and what else it has to know. */
  readonly console: string;
}

/**
 * An old CPU, for what newer ones have besides is slow to emulate: Deno would
 * use it.
 */
const KINDS: Readonly<Record<Architecture, Kind>> = {
  amd64: {
    program: "qemu-system-x86_64",
    machine: "q35,smm=off",
    cpu: "Westmere-v1",
    console: "ttyS0 tsc=reliable no_timer_check",
  },
  arm64: {
    program: "qemu-system-aarch64",
    machine: "virt",
    cpu: "cortex-a72",
    console: "ttyAMA0",
  },
};

/** As few parts as will do. */
const BARE = ["-nodefaults", "-no-user-config", "-nographic", "-no-reboot"];

/**
 * The command that starts a virtual machine. It has one CPU, for with more the
 * emulation is no faster and crashes at times. And it goes without KVM: where
 * `/dev/kvm` is there, this kernel may still not start.
 */
export function qemuCommand(
  { architecture, folder }: Image,
  files: MachineFiles,
  { air, cable, memory, mounts }: MachineOptions,
): string[] {
  const { program, machine, cpu, console } = KINDS[architecture];
  return [
    ...[program, ...BARE, "-machine", machine, "-cpu", cpu],
    ...["-accel", "tcg", "-smp", "1", "-m", String(memory)],
    ...["-kernel", `${folder}/vmlinux`, "-initrd", `${folder}/initrd.img`],
    "-append",
    `console=${console} quiet panic=-1 nokaslr mitigations=off`,
    ...["-serial", `file:${escape(files.console)}`],
    ...sharedFolder("root", `${folder}/root`, ",readonly=on"),
    ...sharedFolder("control", files.control),
    ...mounts.flatMap(({ folder, isShared }, index) =>
      sharedFolder(tagOf(index), folder, isShared ? "" : ",readonly=on")
    ),
    ...["-device", "virtio-serial-pci"],
    ...(["stdout", "stderr"] as const).flatMap((name) =>
      port(name, files[name], `virtserialport,name=${name}`)
    ),
    ...air === undefined ? [] : port("air", air, "virtconsole"),
    ...cable === undefined ? [] : network(cable),
    ...architecture === "arm64" ? pins(files) : [],
  ];
}

/** A folder of the host, by the name under which the machine mounts it. */
function sharedFolder(tag: string, folder: string, more = ""): string[] {
  return [
    "-fsdev",
    `local,id=${tag},path=${
      escape(folder)
    },security_model=none,multidevs=remap${more}`,
    "-device",
    `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`,
  ];
}

/** A stream of bytes to a Unix socket of the host. */
function port(id: string, socket: string, device: string): string[] {
  return [
    "-chardev",
    `socket,id=${id},path=${escape(socket)}`,
    "-device",
    `${device},chardev=${id}`,
  ];
}

/** A network card whose frames go to the other end's socket, and no further. */
function network({ folder, number }: CableEnd): string[] {
  const [here, there] = [number, 3 - number].map((end) =>
    escape(`${folder}/end${end}`)
  );
  return [
    "-netdev",
    `dgram,id=cable,local.type=unix,local.path=${here},` +
    `remote.type=unix,remote.path=${there}`,
    "-device",
    `virtio-net-pci,netdev=cable,mac=52:54:00:00:00:0${number},romfile=`,
  ];
}

/** The ways into QEMU itself by which the host finds and drives pins. */
function pins({ qtest, qmp }: MachineFiles): string[] {
  return [
    ...["-qtest", `unix:${escape(qtest)},server=on,wait=off`],
    ...["-qtest-log", "none"],
    ...["-qmp", `unix:${escape(qmp)},server=on,wait=off`],
  ];
}

/** A value inside of an option of QEMU. */
function escape(value: string): string {
  return value.replaceAll(",", ",,");
}
