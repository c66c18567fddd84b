import { DecodeError } from "../errors.ts";
import type { BriefFrame, TopicFrame, TypedFrame } from "./codec.ts";
import { MAX_TOPICS } from "./topics.ts";

/** The topics that a peer has told over one link. */
export class PeerTopics {
  readonly #topics: TopicFrame[] = [];

  /**
   * Takes the next one.
   *
   * @throws {DecodeError} when it is not the next, or one too many
   */
  add(topic: TopicFrame): void {
    const next = this.#topics.length;
    if (topic.number !== next) {
      throw new DecodeError(`topic ${topic.number} comes instead of ${next}`);
    }
    if (next >= MAX_TOPICS) {
      throw new DecodeError(`there are more than ${MAX_TOPICS} topics`);
    }
    this.#topics.push(topic);
  }

  /**
   * The message in full.
   *
   * @throws {DecodeError} when its topic was not told
   */
  expand({ topic, time, data }: BriefFrame): TypedFrame {
    const found = this.#topics[topic];
    if (found === undefined) {
      throw new DecodeError(`topic ${topic} was not told`);
    }
    const { of: kind, sender, role, type, channel } = found;
    return { kind, sender, role, time, type, channel, data };
  }
}
