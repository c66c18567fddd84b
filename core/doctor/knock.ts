import { Buffer } from "node:buffer";
import type { Duplex } from "node:stream";
import { type Environment, withDeadline } from "../environment.ts";
import { LinkError, LinkReason } from "../errors.ts";
import { toLinkError } from "../failure.ts";
import type { Channel } from "../model/channel.ts";
import type { System } from "../model/system.ts";
import type { Transport } from "../model/transport.ts";
import type { AuthenticatedTransport } from "../ssh/authenticated-transport.ts";
import { authenticateAsClient } from "../ssh/client.ts";
import { SshChannel } from "../ssh/ssh-channel.ts";
import { printable } from "../text.ts";
import type { Step } from "./finding.ts";

/** Who knocks. */
export interface Visitor {
  readonly system: System;
  readonly privateKey: string;
  readonly environment: Environment;
}

/** A door: a transport of this node, and an address of one of another's. */
export interface Door {
  readonly own: AuthenticatedTransport;
  readonly other: Transport;
  readonly address: unknown;
}

/** How far one comes at a door. */
export interface Knock {
  /** When each step was done, by the clock that never jumps. */
  readonly done: Map<Step, number>;
  /** The first words of who has answered. */
  banner: string | undefined;
  /** The key that it has shown. */
  hostKey: Uint8Array | undefined;
  /** What is beyond the door, if that was reached. */
  channel: Channel | undefined;
  /** What went wrong, if it was not. */
  error: LinkError | undefined;
}

/** Characters of the first words that are kept. */
const LONGEST_BANNER = 60;

/**
 * Goes as far as one can at a door, and tells how far that is. The channel is
 * to be closed.
 *
 * @throws the signal's reason when that is aborted
 */
export async function knock(
  visitor: Visitor,
  door: Door,
  signal: AbortSignal,
): Promise<Knock> {
  const knock: Knock = {
    done: new Map(),
    banner: undefined,
    hostKey: undefined,
    channel: undefined,
    error: undefined,
  };
  const reach = (step: Step) => {
    knock.done.set(step, visitor.environment.monotonic());
  };
  try {
    const socket = await dial(visitor, door, signal);
    reach("connection");
    knock.channel = await enter(visitor, door, socket, signal, knock, reach);
    reach("channel");
  } catch (error) {
    signal.throwIfAborted();
    knock.error = toLinkError(error, String(door.address));
  }
  return knock;
}

function dial(
  { environment }: Visitor,
  { own, other, address }: Door,
  signal: AbortSignal,
): Promise<Duplex> {
  const seconds = own.getConnectTimeout(address);
  const work = async (limited: AbortSignal) => {
    const socket = await own.getUnauthenticatedSocket(
      other,
      0,
      address,
      limited,
    );
    if (limited.aborted) socket.destroy();
    return socket;
  };
  const late = lateBy("answer", seconds);
  return withDeadline(environment, seconds, signal, late, work);
}

async function enter(
  visitor: Visitor,
  { own, other: { node }, address }: Door,
  socket: Duplex,
  signal: AbortSignal,
  knock: Knock,
  reach: (step: Step) => void,
): Promise<Channel> {
  const seconds = own.getHandshakeTimeout(address);
  const late = lateBy("authentication", seconds);
  socket.once("data", (bytes: Buffer) => {
    knock.banner = bannerIn(bytes);
    reach("banner");
  });
  const session = await withDeadline(
    visitor.environment,
    seconds,
    signal,
    late,
    (limited) =>
      authenticateAsClient(socket, node, visitor, limited, {
        onHostKey(key) {
          knock.hostKey = Uint8Array.from(key);
          reach("host key");
        },
        onAuthenticated: () => reach("our key"),
      }),
  );
  return new SshChannel(visitor.system.self, node, session, visitor);
}

function lateBy(what: string, seconds: number): () => LinkError {
  return () =>
    new LinkError(LinkReason.Timeout, `no ${what} within ${seconds} s`);
}

function bannerIn(bytes: Buffer): string {
  const [line = ""] = Buffer.from(bytes).toString("latin1").split(/[\r\n]/, 1);
  return printable(line.slice(0, LONGEST_BANNER));
}

/** The addresses at which a node can be reached over a pair of transports. */
export function addressesOf(
  own: AuthenticatedTransport,
  other: Transport,
): unknown[] {
  return [...own.getUnauthenticatedConnectAddresses(other)];
}
