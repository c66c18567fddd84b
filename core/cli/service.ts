import { realpath } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { loadConfig } from "../config/load.ts";
import type { NodeConfig, RoleConfig } from "../config/config.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import type { Library } from "../modules/library.ts";
import type { Grant } from "../sandbox/permissions.ts";
import { transportFolder } from "../runtime/storage-folder.ts";
import { findNode } from "../runtime/system-builder.ts";
import { executable } from "./executable.ts";

/** Where systemd keeps the state of services. */
const STATE = "/var/lib";

/**
 * A systemd unit that runs a node by this executable, for
 * `/etc/systemd/system/kozo.service`.
 *
 * @throws {KozoError} when the configuration is wrong or has no such node, and
 * when Kōzō runs from source: a service needs one file that stays
 */
export async function describeService(
  file: string,
  name: string,
  registry: ModuleRegistry,
): Promise<string> {
  const program = executable();
  if (program === undefined) {
    throw new UsageError(
      "Cannot print a unit for Kōzō that runs from source: build the " +
        'executable by "deno task compile", and ask that one',
    );
  }
  const { library, ...config } = await loadConfig(file, registry, name);
  using _ = library;
  const node = findNode({ library, ...config }, name);
  return unitOf(
    await realpath(program),
    resolve(file),
    node.name,
    placesOf(node, library),
  );
}

/**
 * @param config the absolute path of the configuration
 * @param places folders that the node may write to
 */
function unitOf(
  program: string,
  config: string,
  node: string,
  places: readonly string[],
): string {
  const command = [program, "run", config, node].map(escapeWord);
  const reload = [program, "reload", "--node", node].map(escapeWord);
  return `\
# The node "${node}" of Kōzō, by "kozo service".
[Unit]
Description=${escapeText(`Kōzō node ${node}`)}
After=network.target
StartLimitIntervalSec=300
StartLimitBurst=10

[Service]
Type=notify
ExecStart=${command.join(" ")}
ExecReload=${reload.join(" ")}
WatchdogSec=60
Restart=on-failure
RestartSec=2
# A wrong command line or configuration stays wrong.
RestartPreventExitStatus=1 2 3 4
TimeoutStartSec=90
TimeoutStopSec=10
User=kozo
WorkingDirectory=${escapeText(dirname(config))}
# Where it can be asked: "sudo kozo status".
RuntimeDirectory=kozo
RuntimeDirectoryMode=0700
StateDirectory=kozo
StateDirectoryMode=0700
CacheDirectory=kozo
CacheDirectoryMode=0700
# Where the self-extracting form unpacks itself.
Environment=KOZO_CACHE=/var/cache/kozo
# Nobody but the network's nodes is asked for anything.
Environment=DENO_NO_UPDATE_CHECK=1
UMask=0077
${writablePaths(places)}
NoNewPrivileges=yes
CapabilityBoundingSet=
PrivateTmp=yes
ProtectSystem=strict
ProtectHome=read-only
ProtectClock=yes
ProtectControlGroups=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
LockPersonality=yes
SystemCallArchitectures=native
RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK AF_BLUETOOTH
# No MemoryDenyWriteExecute: V8 compiles JavaScript to machine code while it
# runs, in memory that it writes and then executes. No PrivateDevices: roles
# may use GPIO and cameras.

[Install]
WantedBy=multi-user.target
`.replace(/\n\n\n/g, "\n\n");
}

/** The folders that a node may write to: its storage, and those of its roles. */
function placesOf(node: NodeConfig, library: Library): string[] {
  const { roleStorage } = node;
  const storage = roleStorage === undefined
    ? []
    : [roleStorage, transportFolder(roleStorage)];
  const places = node.roles.flatMap((role) =>
    role.sandbox === undefined
      ? placesInOptions(role, library)
      : placesPermitted(role.sandbox.permissions.write)
  );
  return [...storage, ...places];
}

/** Which options are only read, a role does not say. */
function placesInOptions(
  { type, options }: RoleConfig,
  { roles }: Library,
): string[] {
  return Object.entries(roles.get(type)?.info.config ?? {})
    .filter(([, option]) => option.type === "path")
    .map(([name]) => options[name])
    .filter((path) => typeof path === "string")
    .map((path) => dirname(path));
}

function placesPermitted(write: Grant): string[] {
  const paths = write === true ? [] : write;
  return paths.map((path) => isFolder(path) ? path : dirname(path));
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    // It may become one.
    return false;
  }
}

/** Lets a node write to folders, where they are not the service's own. */
function writablePaths(places: readonly string[]): string {
  const others = new Set(places.filter((place) => !isOwn(place)));
  // The minus: a folder that is not there yet is no reason not to start.
  return [...others]
    .map((place) => `ReadWritePaths=${quoteWord(escapeText(`-${place}`))}\n`)
    .join("");
}

/** Whether systemd lets the service write there anyway, or nobody should. */
function isOwn(place: string): boolean {
  return ["/", "/dev", "/proc", "/sys"].includes(place) ||
    !relative(`${STATE}/kozo`, place).startsWith("..");
}

/** A text that systemd takes as it is: "%" would begin a specifier. */
function escapeText(text: string): string {
  return text.replaceAll("%", "%%");
}

/** One word of a command line: "$" would begin a variable there. */
function escapeWord(word: string): string {
  return quoteWord(escapeText(word).replaceAll("$", "$$$$"));
}

/** A word as systemd reads it, in quotes where it needs them. */
function quoteWord(word: string): string {
  return /^[\w@%+=:,./$-]+$/.test(word)
    ? word
    : `"${word.replace(/["\\]/g, "\\$&")}"`;
}
