import { Event, type Message, Role, type RoleInfo } from "kozo";
import type { Recorder } from "./recorder.ts";

const ABOUT = {
  format: "1.0",
  author: "The Kōzō authors",
  version: "1.0",
} as const;

/** The content of every message of a run. */
export interface Note {
  /** Who really sent it. */
  readonly node: string;
  /** Which of the node's programs. */
  readonly life: number;
  /** Its number among that program's messages. */
  readonly number: number;
}

interface SpeakerConfig {
  readonly recorder: Recorder;
  readonly life: number;
  readonly period: number;
}

/** Sends numbered messages. */
class Speaker extends Role<SpeakerConfig> {
  override getRateControl(): number {
    return this.config.period;
  }

  override run(): void {
    const { recorder, life } = this.config;
    if (recorder.isQuiet) return;
    const note = recorder.send(this.node.name, life);
    this.sendEvent("note", undefined, note);
  }
}

interface ListenerConfig {
  readonly recorder: Recorder;
  readonly interests: readonly string[];
}

/** Takes down what it hears. */
class Listener extends Role<ListenerConfig> {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Event && message.type === "note" &&
      this.config.interests.includes(message.sender);
  }

  override async run(): Promise<void> {
    const message = await this.getMessage();
    if (message !== undefined) {
      this.config.recorder.hear(this.node.name, message);
    }
  }
}

/** Throws when it is told to, wherever it can. */
class Thrower extends Role<{ readonly recorder: Recorder }> {
  override isInterestedIn(): boolean {
    this.config.recorder.throwIfAsked(this.node.name);
    return false;
  }

  override getRateControl(): number {
    return 0.5;
  }

  override run(): void {
    this.config.recorder.throwIfAsked(this.node.name);
    this.config.recorder.markAlive(this.node.name);
  }
}

const RECORDER = { description: "Who takes everything down." };

/** The roles of all simulated nodes, by type. */
export const simulatedRoles = {
  speaker: {
    ...ABOUT,
    class: Speaker,
    description: "Sends numbered messages.",
    config: {
      recorder: RECORDER,
      life: { description: "Which of the node's programs it is part of." },
      period: { description: "Seconds between two messages." },
    },
  },
  listener: {
    ...ABOUT,
    class: Listener,
    description: "Takes down what it hears.",
    config: {
      recorder: RECORDER,
      interests: { description: "The nodes that it listens to." },
    },
  },
  thrower: {
    ...ABOUT,
    class: Thrower,
    description: "Throws when it is told to.",
    config: { recorder: RECORDER },
  },
} satisfies Record<string, RoleInfo>;
