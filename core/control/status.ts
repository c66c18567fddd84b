import { resolve } from "node:path";
import { type Environment, withDeadline } from "../environment.ts";
import type { Peer } from "../link/peer.ts";
import type { Pong } from "../link/pings.ts";
import { troubleOf } from "../link/trouble.ts";
import type { Transport } from "../model/transport.ts";
import { KozoError } from "../errors.ts";
import type { RoleHealth } from "../runtime/role-health.ts";
import type { Runtime } from "../runtime/runtime.ts";
import { findNode } from "../runtime/system-builder.ts";
import { VERSION } from "../version.ts";
import type {
  LinkStatus,
  NodeStatus,
  PeerStatus,
  RoleStatus,
  TransportStatus,
} from "./status-shape.ts";

/** Seconds that peers have to answer the pings of a status. */
const PATIENCE = 0.5;

/**
 * Says how a node is doing. Its peers are asked for a sign of life, all at
 * once.
 */
export async function statusOf(
  runtime: Runtime,
  environment: Environment,
  signal: AbortSignal,
): Promise<NodeStatus> {
  const { system, config, startedAt, uptime } = runtime;
  const peers = [...runtime.peers.values()];
  const pongs = await Promise.all(
    peers.map((peer) => pongOf(peer, environment, signal)),
  );
  return {
    node: system.self.name,
    version: VERSION,
    pid: Deno.pid,
    now: environment.now(),
    startedAt,
    uptime,
    configuration: {
      file: resolve(config.file),
      fingerprint: system.fingerprint,
      restart: runtime.restart,
    },
    peers: peers.map((peer, index) => peerStatus(runtime, peer, pongs[index])),
    transports: [...system.self.transports.values()].map(transportStatus),
    roles: runtime.roles.map((role) => roleStatus(runtime, role)),
  };
}

async function pongOf(
  peer: Peer,
  environment: Environment,
  signal: AbortSignal,
): Promise<Pong | undefined> {
  if (peer.route === undefined) return undefined;
  const late = () => new KozoError("no answer");
  try {
    return await withDeadline(
      environment,
      PATIENCE,
      signal,
      late,
      (limited) => peer.ping(limited),
    );
  } catch {
    return undefined;
  }
}

function peerStatus(
  runtime: Runtime,
  peer: Peer,
  pong: Pong | undefined,
): PeerStatus {
  const { name } = peer.node;
  const { sent, received } = peer.traffic;
  return {
    name,
    state: peer.state,
    policy: { to: peer.policy, from: peer.policyBack },
    link: linkStatus(runtime, peer, pong),
    waiting: peer.waiting,
    sent: { ...sent },
    received: { ...received },
    drops: runtime.dropsOf("node", name),
    failure: peer.failure ?? null,
    nextDial: peer.nextDial ?? null,
    twofold: peer.isTwofold,
    closings: peer.closings,
  };
}

function linkStatus(
  { system }: Runtime,
  { route, greeting, linkedSince }: Peer,
  pong: Pong | undefined,
): LinkStatus | null {
  if (route === undefined || greeting === undefined) return null;
  const { channel, transport } = route;
  return {
    since: linkedSince ?? 0,
    direction: channel.fromNode === system.self ? "out" : "in",
    transport: transport.name,
    address: channel.address ?? null,
    roundTrip: pong?.roundTrip ?? null,
    clockSkew: pong?.clockSkew ?? null,
    version: greeting.version,
    fingerprint: greeting.fingerprint,
    drift: greeting.fingerprint !== system.fingerprint,
  };
}

function transportStatus(transport: Transport): TransportStatus {
  const error = troubleOf(transport);
  const { name } = transport;
  if (error === undefined) return { name, trouble: null };
  const { reason, message } = error;
  return { name, trouble: { reason, message } };
}

function roleStatus(runtime: Runtime, health: RoleHealth): RoleStatus {
  const { name, lastFailure, ...rest } = health;
  const { roles } = findNode(runtime.config, runtime.system.self.name);
  const block = roles.find((one) => one.name === name);
  return {
    name,
    type: block?.type ?? name,
    ...rest,
    sandboxed: block?.sandbox !== undefined,
    lastFailure: lastFailure ?? null,
    drops: runtime.dropsOf("role", name),
  };
}
