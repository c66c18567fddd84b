import type { BlockConfig } from "../config/config.ts";
import type { Log } from "../log.ts";
import type { Node } from "../model/node.ts";
import type { Shelf } from "../modules/shelf.ts";
import { doubt, quote } from "../wording.ts";
import { type Blueprint, configOf } from "./system-builder.ts";

/** What follows from a module that is not here, by its kind. */
const CONSEQUENCES = {
  role: "its options are not checked, and its node is sent every message",
  transport: "that node cannot be reached over it from here",
} as const;

/** Says once of which modules of other nodes this one knows nothing. */
export async function reportAbsences(
  blueprint: Blueprint,
  log: Log,
): Promise<void> {
  const { roles, transports } = blueprint.config.library;
  for (const node of blueprint.system.others) {
    const config = configOf(blueprint, node);
    for (const block of config.roles) {
      if (block.sandbox === undefined) await report(block, node, roles, log);
    }
    for (const block of config.transports) {
      await report(block, node, transports, log);
    }
  }
}

async function report(
  { name, type }: BlockConfig,
  node: Node,
  shelf: Shelf,
  log: Log,
): Promise<void> {
  if (shelf.get(type) !== undefined) return;
  const { noun } = shelf;
  const fault = shelf.faultOf(type);
  const what = `The ${noun} "${name}@${node.name}" is of the type ` +
    `${quote(type)}, for which there is no module here: `;
  // One that is there, but wrong, its owner wants to hear of.
  log(
    fault === undefined ? "info" : "warning",
    "modules",
    what + CONSEQUENCES[noun] +
      (fault === undefined ? doubt(type, await shelf.types()) : `; ${fault}`),
  );
}
