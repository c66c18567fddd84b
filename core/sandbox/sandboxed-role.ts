import type { Environment } from "../environment.ts";
import { KozoError, StartError } from "../errors.ts";
import { Event, Log, type Message, Order } from "../model/message.ts";
import { Role, type RoleContext } from "../model/role.ts";
import { fromFrame, toFrame } from "../runtime/message-frame.ts";
import { UNWANTED } from "../runtime/unwanted.ts";
import { decodeFrame, writeFrame } from "../wire/codec.ts";
import { FrameSplitter } from "../wire/frame.ts";
import { joined } from "../wire/joined.ts";
import type { Span } from "../wire/span.ts";
import { decodeValue, encodeValue } from "../wire/value.ts";
import { Failure } from "./failure.ts";
import type { Launcher } from "./launch.ts";
import { RoleProcess, type SandboxLimits } from "./role-process.ts";
import {
  BATCH_LENGTH,
  foldersOf,
  type FromSandbox,
  type ModulePlace,
  type RoleSpec,
  type ToSandbox,
} from "./words.ts";

/** Bytes of messages that are taken into the sandbox at once, about. */
const BATCH_SIZE = 64 * 1024;

/** Seconds that a role in a sandbox has for its last words. */
const FAREWELL = 0.3;

/** What a role in a sandbox is made with. */
export interface SandboxOptions extends SandboxLimits {
  readonly module: ModulePlace;
  readonly environment: Environment;
  /** How the sandbox is started; default: as this program needs it. */
  readonly launch?: Launcher;
}

/**
 * Stands for a role that runs in a sandbox: whatever the node asks of it, and
 * whatever it asks of the node, goes through here. It has no privilege that
 * another role lacks.
 */
export class SandboxedRole extends Role {
  readonly #context: RoleContext;
  readonly #options: SandboxOptions;
  readonly #failure = new Failure();
  #unwanted = 0;
  #process: RoleProcess | undefined;
  #hasWarned = false;
  /** What waits until the sandbox has said that something is done. */
  readonly #waiting = new Map<FromSandbox["say"], () => void>();

  constructor(context: RoleContext, options: SandboxOptions) {
    super(context);
    this.#context = context;
    this.#options = options;
  }

  /** The role itself says in the sandbox what it is interested in. */
  override isInterestedIn(): boolean {
    return true;
  }

  /** It takes all messages, since only the sandbox can tell. */
  get [UNWANTED](): number {
    return this.#unwanted;
  }

  /** The sandbox has a watchdog. */
  override getHangTimeout(): number {
    return Infinity;
  }

  override async localInit(): Promise<void> {
    const { environment, module, ...limits } = this.#options;
    this.#process = new RoleProcess({
      ...limits,
      environment,
      modulePaths: foldersOf(module),
      hear: (word) => this.#hear(word),
      print: (line) => this.info(line),
      fail: (error) => this.#failure.report(error),
    });
    const role = this.#describe(module);
    await this.#ask({ say: "begin", role }, "begun");
  }

  override async run(): Promise<void> {
    this.#process?.say({ say: "run" });
    while (!this.signal.aborted) {
      const message = await this.#failure.unless(this.getMessage());
      if (message === undefined) continue;
      const frames = await this.#batch(message);
      await this.#ask({ say: "messages", frames }, "taken");
    }
  }

  override async localStop(): Promise<void> {
    const process = this.#process;
    if (process === undefined) return;
    const { environment } = this.#options;
    const late = Promise.withResolvers<void>();
    const cancel = environment.after(FAREWELL, late.resolve);
    const ended = this.#ask({ say: "end" }, "ended");
    await Promise.race([ended, late.promise]).catch(() => {});
    cancel();
    await process.kill();
  }

  /** Says a word, and waits until the sandbox has answered that it is done. */
  async #ask(word: ToSandbox, answer: FromSandbox["say"]): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.set(answer, resolve);
    this.#process?.say(word);
    await this.#failure.unless(promise);
  }

  /** A message, and those that wait behind it, as frames. */
  async #batch(first: Message): Promise<Uint8Array> {
    const most = Math.min(this.getMessageQueueLength(), BATCH_LENGTH);
    const frames: Span[] = [];
    let size = 0;
    let next: Message | undefined = first;
    while (next !== undefined) {
      frames.push(writeFrame(toFrame(next)));
      size += next.size;
      if (frames.length >= most || size >= BATCH_SIZE) break;
      next = await this.getMessage(0);
    }
    return joined(frames);
  }

  #hear(word: FromSandbox): void {
    switch (word.say) {
      case "begun":
      case "ended":
        return this.#waiting.get(word.say)?.();
      case "taken":
        this.#unwanted += word.unwanted;
        this.#warnOfDrops(word.dropped);
        return this.#waiting.get(word.say)?.();
      case "failed":
        return this.#failure.report(failure(word));
      case "send":
        return this.#send(word.frames);
      case "log":
        return this.#print(word.level, word.text);
      case "get":
        return void this.#answer(word.id, async () => {
          const value = await this.getStorage();
          return value === undefined ? undefined : encodeValue(value);
        });
      case "set":
        return void this.#answer(word.id, async () => {
          await this.setStorage(decodeValue(word.value));
          return undefined;
        });
    }
  }

  /** It sends in its own name: what the frames say of the sender is nothing. */
  #send(frames: Uint8Array): void {
    const { maxMessageSize } = this.node.settings;
    try {
      for (const body of new FrameSplitter(maxMessageSize).push(frames)) {
        const frame = decodeFrame(body);
        if (!("sender" in frame) || frame.kind === "topic") continue;
        this.#pass(fromFrame(frame));
      }
    } catch (error) {
      this.#failure.report(error);
    }
  }

  #pass(message: Message): void {
    if (message instanceof Log) return this.sendLog(message.text);
    if (message instanceof Event) {
      this.sendEvent(message.type, message.channel, message.data);
    } else if (message instanceof Order) {
      this.sendOrder(message.type, message.channel, message.data);
    }
  }

  /** Only a role that says it has a smaller inbox than the node knows drops. */
  #warnOfDrops(count: number): void {
    if (count > 0 && !this.#hasWarned) {
      this.warn(`Dropped ${count} messages (its inbox in the sandbox: full)`);
    }
    this.#hasWarned ||= count > 0;
  }

  #print(level: "debug" | "info" | "warning" | "error", text: string): void {
    if (level === "warning") this.warn(text);
    else this[level](text);
  }

  async #answer(
    id: number,
    work: () => Promise<Uint8Array | undefined>,
  ): Promise<void> {
    try {
      const value = await work();
      this.#process?.say({ say: "answer", id, ...(value && { value }) });
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      this.#process?.say({ say: "answer", id, error: text });
    }
  }

  #describe(module: ModulePlace): RoleSpec {
    const { name, config, messageQueueLength, messageQueueSize } =
      this.#context;
    const { isSelf, publicKey, settings, ...node } = this.node;
    return {
      module,
      name,
      config: { ...config },
      node: {
        name: node.name,
        isSelf,
        publicKey,
        settings,
        selfToOthersConnectPolicy: node.selfToOthersConnectPolicy,
        othersToSelfConnectPolicy: node.othersToSelfConnectPolicy,
      },
      ...(messageQueueLength === undefined ? {} : { messageQueueLength }),
      ...(messageQueueSize === undefined ? {} : { messageQueueSize }),
    };
  }
}

function failure(
  { error, stack, isStartError }: Extract<FromSandbox, { say: "failed" }>,
): KozoError {
  const text = error.replace(
    /, run again with the --allow-(\w+) flag/,
    ': add it to the "$1" of the role\'s "permissions"',
  );
  const failure = isStartError ? new StartError(text) : new KozoError(text);
  failure.stack = stack;
  return failure;
}
