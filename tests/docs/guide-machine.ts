import { parseDocument } from "yaml";
import { freePorts } from "../../scripts/testnet/ports.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { filesOf, writeFiles } from "./guide.ts";
import { Machine } from "./machine.ts";
import type { Document } from "./markdown.ts";

/** Options by the path of keys that leads to them. */
export type Changes = readonly (readonly [readonly string[], unknown])[];

/** Plays a guide on a machine that has all files that the guide shows. */
export async function onGuideMachine(
  guide: Document,
  play: (machine: Machine) => Promise<void>,
): Promise<void> {
  await withFolder(async (folder) => {
    const machine = await Machine.make(`${folder}/machine`);
    await writeFiles(guide, machine.folder);
    await play(machine);
  });
}

/**
 * Writes a configuration of a guide with the real keys, on ports that are free,
 * and changed as is said.
 */
export async function writeConfig(
  guide: Document,
  { folder }: Machine,
  file: string,
  changes: Changes = [],
): Promise<void> {
  const shown = filesOf(guide).find(({ path }) => path === file);
  const config = parseDocument(shown?.text ?? "");
  const names = Object.keys(config.toJS().system);
  const ports = freePorts(names.length);
  for (const [i, name] of names.entries()) {
    const key = await Deno.readTextFile(`${folder}/${name}.key.pub`);
    const tcp = ["system", name, "transports", "tcp"];
    config.setIn(["system", name, "publicKey"], key.trim());
    if (config.hasIn(tcp)) {
      config.setIn([...tcp, "bindAddress"], "127.0.0.1");
      config.setIn([...tcp, "port"], ports[i]);
    }
  }
  for (const [path, value] of changes) config.setIn(path, value);
  await Deno.writeTextFile(`${folder}/${file}`, String(config));
}
