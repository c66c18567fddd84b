import type { Architecture, Image } from "./image.ts";
import { tagOf } from "./guest-script.ts";
import type { MachineOptions } from "./machine-options.ts";

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

/**
 * One CPU, for with more the emulation is no faster and crashes at times. No
 * KVM: a `/dev/kvm` that is there may still not start this kernel. And an old
 * CPU, for what newer ones have besides is slow to emulate: Deno would use it.
 */
const KINDS: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: [
    "qemu-system-x86_64",
    "-machine",
    "q35,smm=off",
    "-cpu",
    "Westmere-v1",
  ],
  arm64: ["qemu-system-aarch64", "-machine", "virt", "-cpu", "cortex-a72"],
};

const CONSOLES: Readonly<Record<Architecture, string>> = {
  amd64: "ttyS0 tsc=reliable no_timer_check",
  arm64: "ttyAMA0",
};

/** The command that starts a virtual machine. */
export function qemuCommand(
  { architecture, folder }: Image,
  files: MachineFiles,
  options: MachineOptions,
): string[] {
  return [
    ...KINDS[architecture],
    ...["-accel", "tcg", "-smp", "1", "-m", String(options.memory)],
    ...["-nodefaults", "-no-user-config", "-nographic", "-no-reboot"],
    ...["-kernel", `${folder}/vmlinux`, "-initrd", `${folder}/initrd.img`],
    "-append",
    `console=${CONSOLES[architecture]} quiet panic=-1 nokaslr mitigations=off`,
    ...["-serial", `file:${escape(files.console)}`],
    ...sharedFolder("root", `${folder}/root`, ",readonly=on"),
    ...sharedFolder("control", files.control),
    ...options.mounts.flatMap(({ folder, isShared }, index) =>
      sharedFolder(tagOf(index), folder, isShared ? "" : ",readonly=on")
    ),
    ...["-device", "virtio-serial-pci"],
    ...["stdout", "stderr"].flatMap((name) =>
      port(
        name,
        files[name as "stdout" | "stderr"],
        `virtserialport,name=${name}`,
      )
    ),
    ...options.air === undefined ? [] : port("air", options.air, "virtconsole"),
    ...architecture === "arm64"
      ? [
        ...control("qtest", files),
        "-qtest-log",
        "none",
        ...control("qmp", files),
      ]
      : [],
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

/** A way into QEMU itself. */
function control(way: "qtest" | "qmp", files: MachineFiles): string[] {
  return [`-${way}`, `unix:${escape(files[way])},server=on,wait=off`];
}

/** A value inside of an option of QEMU. */
function escape(value: string): string {
  return value.replaceAll(",", ",,");
}
