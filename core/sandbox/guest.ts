import { setTimeout as sleep } from "node:timers/promises";
import { realEnvironment } from "../environment.ts";
import { StartError } from "../errors.ts";
import type { Message } from "../model/message.ts";
import { Node } from "../model/node.ts";
import type { Role, RoleHost } from "../model/role.ts";
import { roleInfoOf } from "../modules/check-info.ts";
import { Importer } from "../modules/importer.ts";
import type { RoleInfo } from "../modules/info.ts";
import { misfitsOf } from "../modules/misfits.ts";
import { Composer } from "../runtime/composer.ts";
import { fromFrame } from "../runtime/message-frame.ts";
import type { RoleIdentity, RoleServices } from "../runtime/role-host.ts";
import { RoleLife } from "../runtime/role-life.ts";
import { messageOf } from "../text.ts";
import { decodeFrame } from "../wire/codec.ts";
import { FrameSplitter } from "../wire/frame.ts";
import { joined } from "../wire/joined.ts";
import type { Span } from "../wire/span.ts";
import { Topics } from "../wire/topics.ts";
import { packInfo } from "./packed-info.ts";
import type { Pipe } from "./pipe.ts";
import { RemoteStore } from "./remote-store.ts";
import {
  BATCH_LENGTH,
  type FromSandbox,
  type ModulePlace,
  type RoleSpec,
  type ToSandbox,
} from "./words.ts";

/** Milliseconds between two looks whether there is room for messages. */
const BREATH = 5;

/** A role in a sandbox, as the sandbox sees it: it lives as any other does. */
export class Guest {
  readonly #pipe: Pipe;
  readonly #store: RemoteStore;
  #life: RoleLife | undefined;
  /** Frames that go out together. */
  #outgoing: Span[] = [];
  #hasWarned = false;

  constructor(pipe: Pipe) {
    this.#pipe = pipe;
    this.#store = new RemoteStore((word) => this.#say(word));
  }

  /** Does what the node says, until it says that the role is to end. */
  run(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pipe.listen((word) => {
      // The node is trusted: it is the sandbox that is not.
      this.#hear(word as ToSandbox).catch((error) => this.#fail(error))
        .then((isOver) => isOver === true && resolve());
    }, () => resolve());
    return promise;
  }

  /** @returns whether the role has ended */
  async #hear(word: ToSandbox): Promise<boolean> {
    switch (word.say) {
      case "describe":
        this.#say({
          say: "described",
          info: packInfo(await load(word.module)),
        });
        break;
      case "begin":
        this.#life = await this.#make(word.role);
        await this.#life.begin();
        this.#say({ say: "begun" });
        break;
      case "run":
        await this.#life?.run();
        break;
      case "messages":
        await this.#take(word.frames);
        break;
      case "answer":
        this.#store.answer(word);
        break;
      case "ping":
        this.#say({ say: "pong" });
        break;
      case "end":
        await this.#life?.end();
        this.#flush();
        this.#say({ say: "ended" });
        return true;
    }
    return false;
  }

  async #make(spec: RoleSpec): Promise<RoleLife> {
    const info = await load(spec.module);
    assertOptions(info, spec);
    const { module: _, node: options, ...context } = spec;
    const node = new Node(options);
    const create = (host: RoleHost): Role => {
      const role = new info.class({ ...context, node, host });
      node.roles.set(spec.name, role);
      return role;
    };
    const identity: RoleIdentity = {
      name: spec.name,
      node,
      storage: this.#store,
    };
    return new RoleLife(create, identity, this.#services(node));
  }

  #services(node: Node): RoleServices {
    return {
      environment: realEnvironment,
      log: (level, _source, text) => this.#say({ say: "log", level, text }),
      composer: new Composer(new Topics(0), node.settings.maxMessageSize),
      send: ({ frame }) => this.#send(frame),
    };
  }

  #send(frame: Span): void {
    if (this.#outgoing.length === 0) queueMicrotask(() => this.#flush());
    this.#outgoing.push(frame);
  }

  #flush(): void {
    if (this.#outgoing.length === 0) return;
    const frames = joined(this.#outgoing);
    this.#outgoing = [];
    this.#say({ say: "send", frames });
  }

  /** Takes messages, and says so once there is room for more. */
  async #take(frames: Uint8Array): Promise<void> {
    const outcome = this.#deliver(frames);
    while (!this.#hasRoom()) await sleep(BREATH);
    this.#say({ say: "taken", ...outcome });
  }

  #hasRoom(): boolean {
    if (this.#life === undefined) return true;
    const { waiting, role } = this.#life;
    const room = role.getMessageQueueLength() - waiting;
    return waiting === 0 || room >= BATCH_LENGTH;
  }

  /** @returns how many dropped out of the inbox, and did not come into it */
  #deliver(frames: Uint8Array): { dropped: number; unwanted: number } {
    let dropped = 0;
    let unwanted = 0;
    for (const body of new FrameSplitter(Infinity).push(frames)) {
      const frame = decodeFrame(body);
      if (!("sender" in frame) || frame.kind === "topic") continue;
      const message = fromFrame(frame);
      if (this.#isInterested(message)) {
        dropped += this.#life?.deliver(message) ?? 0;
      } else unwanted++;
    }
    return { dropped, unwanted };
  }

  #isInterested(message: Message): boolean {
    try {
      return this.#life?.role.isInterestedIn(message) === true;
    } catch (error) {
      this.#warnOnce(
        `The role gets no message that its isInterestedIn fails for: ` +
          messageOf(error),
      );
      return false;
    }
  }

  #warnOnce(text: string): void {
    if (!this.#hasWarned) this.#say({ say: "log", level: "warning", text });
    this.#hasWarned = true;
  }

  #fail(error: unknown): void {
    this.#flush();
    this.#say({
      say: "failed",
      error: messageOf(error),
      stack: error instanceof Error ? error.stack ?? "" : "",
      isStartError: error instanceof StartError,
    });
  }

  #say(word: FromSandbox): void {
    this.#pipe.say(word);
  }
}

/**
 * Only here is the code that can tell.
 *
 * @throws {StartError} with all options that are wrong
 */
function assertOptions(info: RoleInfo, { name, config }: RoleSpec): void {
  const misfits = misfitsOf(info, { ...config });
  if (misfits.size === 0) return;
  const faults = [...misfits].map(([option, fault]) => `"${option}" ${fault}`);
  throw new StartError(`Cannot start the role "${name}": ${faults.join("; ")}`);
}

async function load({ file, paths }: ModulePlace): Promise<RoleInfo> {
  const importer = new Importer(paths, realEnvironment);
  return roleInfoOf(file, await importer.import(file));
}
