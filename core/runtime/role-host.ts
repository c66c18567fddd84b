import { type Environment, sleep } from "../environment.ts";
import { MessageError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { MessageOrigin } from "../model/message.ts";
import type { Node } from "../model/node.ts";
import type { RoleHost } from "../model/role.ts";
import type { Composer, Outgoing } from "./composer.ts";
import type { Inbox } from "./inbox.ts";
import { SendBudget } from "./send-budget.ts";

/** What the roles of a node have in common. */
export interface RoleServices {
  readonly environment: Environment;
  readonly log: Log;
  readonly composer: Composer;
  /** Sends a message to all interested roles. */
  send(outgoing: Outgoing): void;
}

/** Which role a host is for. */
export interface RoleIdentity {
  readonly name: string;
  readonly node: Node;
  readonly storage: ValueStore;
}

/** Where one role's value is kept. */
export interface ValueStore {
  /** See `Role.getStorage`. */
  get(): Promise<unknown>;
  /** See `Role.setStorage`. */
  set(value: unknown): Promise<void>;
}

/**
 * What one role, in one of its lives, gets from the node.
 *
 * @param inbox gives the role's inbox, which is made after the role
 * @param signal aborted when the role is to end
 * @param over aborted when it has ended, or was left behind
 */
export function makeRoleHost(
  { name, node, storage }: RoleIdentity,
  { environment, log, composer, send }: RoleServices,
  inbox: () => Inbox,
  signal: AbortSignal,
  over: AbortSignal,
): RoleHost {
  const { connectionRetry } = node.settings;
  const origin = (): MessageOrigin => ({
    sender: node.name,
    senderRole: name,
    timestamp: environment.now(),
  });
  const budget = new SendBudget(environment, signal);
  const assertMaySend = () => {
    over.throwIfAborted();
    budget.spend();
  };
  return {
    signal,
    getMessage: (timeout = connectionRetry) =>
      inbox().take(Math.min(timeout, connectionRetry)),
    pollMessage: () => inbox().poll(),
    send(kind, type, channel, data) {
      assertLabel("type", type);
      if (channel !== undefined) assertLabel("channel", channel);
      assertMaySend();
      // Encoded once, whoever gets it, and also if nobody does: whether it can
      // be sent must not depend on who listens.
      send(composer.typed(kind, origin(), type, channel, data));
    },
    sendLog(text) {
      assertMaySend();
      send(composer.log(origin(), text));
    },
    log: (level, text) => log(level, name, text),
    sleep: (seconds) => sleep(environment, seconds, signal),
    getStorage: () => storage.get(),
    setStorage: (value) => storage.set(value),
  };
}

/** A module in plain JavaScript can pass anything. */
function assertLabel(what: string, value: unknown): void {
  if (typeof value === "string") return;
  throw new MessageError(
    `Cannot send the message: its ${what} is a ${typeof value}, ` +
      "expected a string",
  );
}
