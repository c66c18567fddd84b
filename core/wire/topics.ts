import { writeFrame } from "./codec.ts";
import type { Span } from "./span.ts";

/** Topics that a node numbers at most: messages on others tell theirs in full. */
export const MAX_TOPICS = 256;

/** Characters of a type and a channel together that are worth a number. */
const MAX_LENGTH = 100;

/** What many messages of a node have in common. */
export interface Topic {
  /** What kind of message it is. */
  readonly of: "event" | "order";
  /** Name of the node. */
  readonly sender: string;
  /** Name of the role. */
  readonly role: string;
  readonly type: string;
  readonly channel: string | undefined;
}

/** The numbers of topics, by channel and type and so on. */
type ByChannel = Map<string | undefined, number>;
type ByType = Map<string, ByChannel>;
type ByRole = Map<string, ByType>;

/**
 * The topics that a node has sent messages on, numbered from 0 in their order,
 * so that a message need not repeat its own. Each link tells them once.
 */
export class Topics {
  readonly #numbers = { event: new Map(), order: new Map() } satisfies Record<
    Topic["of"],
    ByRole
  >;
  readonly #frames: Span[] = [];
  readonly #max: number;

  /** @param max how many there may be */
  constructor(max: number = MAX_TOPICS) {
    this.#max = max;
  }

  /** How many there are. */
  get size(): number {
    return this.#frames.length;
  }

  /** A topic's number, if it has one or can get one. */
  numberOf(topic: Topic): number | undefined {
    const { of, role, type, channel } = topic;
    const byRole: ByRole = this.#numbers[of];
    return byRole.get(role)?.get(type)?.get(channel) ?? this.#add(topic);
  }

  /** The frames that tell a peer all topics from a number on. */
  framesFrom(number: number): readonly Span[] {
    return this.#frames.slice(number);
  }

  #add(topic: Topic): number | undefined {
    const { of, role, type, channel } = topic;
    const length = type.length + (channel?.length ?? 0);
    if (this.size >= this.#max || length > MAX_LENGTH) return undefined;
    const number = this.#frames.length;
    this.#frames.push(writeFrame({ kind: "topic", number, ...topic }));
    const byType = child<ByType>(this.#numbers[of], role);
    child<ByChannel>(byType, type).set(channel, number);
    return number;
  }
}

function child<M extends Map<unknown, unknown>>(
  parent: Map<string, M>,
  key: string,
): M {
  const found = parent.get(key) ?? new Map() as M;
  parent.set(key, found);
  return found;
}
