import { shellWord } from "../../core/wording.ts";
import type { MachineOptions, Mount } from "./machine-options.ts";

/** The scripts that the machine reads, by their names. */
export const GUEST_SCRIPTS = [
  "boot.sh",
  "cable.sh",
  "gpio.sh",
  "bluetooth.sh",
] as const;

/** What the machine's programs find in their environment, unless told else. */
const ENVIRONMENT = {
  HOME: "/root",
  KOZO_LAB: "1",
  NO_COLOR: "1",
  PATH: "/opt/deno:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
  TERM: "dumb",
};

/** Where in the machine a folder of the host is. */
export function placeOf({ folder, at }: Mount): string {
  return at ?? folder;
}

/** The name under which QEMU offers a folder. */
export function tagOf(index: number): string {
  return `mount${index}`;
}

/** The script that the machine runs once it has its root folder. */
export function guestScript(options: MachineOptions): string {
  const { air, bluetooth, cable, gpio } = options;
  const { command, folder, hostname, mounts } = options;
  const environment = { ...ENVIRONMENT, ...options.environment };
  return [
    ...Object.entries(environment).map(([name, value]) =>
      `export ${name}=${shellWord(value)}`
    ),
    ...GUEST_SCRIPTS.map((script) => `. /lab/${script}`),
    `lab_boot ${shellWord(hostname)}`,
    ...mounts.map((mount, index) =>
      `lab_mount ${tagOf(index)} ${shellWord(placeOf(mount))} ` +
      (mount.isShared ? "shared" : "private")
    ),
    ...cable === undefined ? [] : [`lab_cable ${cable.number}`],
    ...gpio > 0 ? [`lab_gpio ${gpio}`] : [],
    ...bluetooth > 0 ? [`lab_bluetooth ${bluetooth}`] : [],
    ...air === undefined ? [] : ["lab_air"],
    `lab_run ${[folder, ...command].map(shellWord).join(" ")}`,
    "",
  ].join("\n");
}
