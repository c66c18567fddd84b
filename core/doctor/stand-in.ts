import type { SystemConfig } from "../config/config.ts";
import type { Environment } from "../environment.ts";
import type { Log } from "../log.ts";
import type { System } from "../model/system.ts";
import { OwnTransports } from "../runtime/own-transports.ts";
import { drawBlueprint, furnishTransports } from "../runtime/system-builder.ts";

/** What a {@link standIn} is made from. */
export interface StandInOptions {
  readonly config: SystemConfig;
  /** Name of the node. */
  readonly node: string;
  readonly privateKey: string;
  readonly environment: Environment;
  readonly log: Log;
  /** Ends all that its transports have open. */
  readonly signal: AbortSignal;
}

/**
 * A node that does not run, but can dial: it has its transports, which listen
 * nowhere and announce nothing, and no roles.
 *
 * @throws {UnknownNodeError} when the configuration has no such node
 * @throws {StartError} when a transport cannot be made
 */
export async function standIn(options: StandInOptions): Promise<System> {
  const { config, node, environment, privateKey, log, signal } = options;
  const blueprint = drawBlueprint(config, node);
  furnishTransports(blueprint);
  new OwnTransports({
    blueprint,
    environment,
    privateKey,
    log,
    signal,
    isStandIn: true,
    attach: ({ channel }) => void channel.close(),
  });
  const { system } = blueprint;
  for (const { transports } of system.nodes.values()) {
    for (const transport of transports.values()) await transport.init();
  }
  for (const transport of system.self.transports.values()) {
    await transport.localInit();
  }
  return system;
}
