import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import {
  Log,
  type Message,
  messageOf,
  NODE_NAME,
  printable,
  Role,
  type RoleContext,
  type RoleInfo,
  StartError,
  strftime,
} from "kozo";
import { LogFile } from "./logger/log-file.ts";

/** The options of a {@link Logger}, as `roleInfo` describes them. */
interface LoggerConfig {
  readonly file: string;
  readonly timePrefix: string;
  readonly flushEvery: number;
  readonly clearLog: boolean;
  readonly nodeRestrict: readonly string[];
  readonly rotateEvery: number;
  readonly rotateMax: number;
}

/** Prints log messages and writes them to a file. */
class Logger extends Role<LoggerConfig> {
  readonly #file: LogFile;
  /** Whether an earlier life of this role, which failed, has logged already. */
  readonly #isRestart: boolean;

  constructor(context: RoleContext<LoggerConfig>) {
    super(context);
    this.#isRestart = this.node.roles.has(this.name);
    this.#file = new LogFile({
      path: this.config.file,
      flushEvery: this.config.flushEvery,
      rotateEvery: this.config.rotateEvery,
      rotateMax: this.config.rotateMax,
      warn: (text) => this.warn(text),
      formatLoss: (lines) => this.#ownLine(`${lines} lines were lost.`),
    });
  }

  override async localInit(): Promise<void> {
    const { file, clearLog } = this.config;
    try {
      await mkdir(dirname(file), { recursive: true, mode: 0o750 });
      await this.#file.start(
        this.#ownLine("Log started."),
        clearLog && !this.#isRestart,
      );
    } catch (cause) {
      throw new StartError(
        `Cannot write the log "${file}": ${messageOf(cause)}; let this user ` +
          `write there, or set "file" of the role "${this.name}" to another path`,
        { cause },
      );
    }
  }

  override isInterestedIn(message: Message): boolean {
    return message instanceof Log && this.#listensTo(message.sender);
  }

  override async run(): Promise<void> {
    const message = await this.getMessage(this.#file.secondsUntilFlush);
    if (message === undefined) await this.#file.flush();
    else await this.#write(message);
  }

  /** What is in the inbox still gets into the file. */
  override async localStop(): Promise<void> {
    let message = await this.getMessage(0);
    while (message !== undefined) {
      await this.#write(message);
      message = await this.getMessage(0);
    }
    await this.#file.stop();
  }

  #listensTo(node: string): boolean {
    const nodes = this.config.nodeRestrict;
    return nodes.includes("*") || nodes.includes(node);
  }

  async #write(message: Message): Promise<void> {
    if (!(message instanceof Log)) return;
    const { senderRole, sender, text, timestamp } = message;
    const line = this.#line(`<${senderRole}@${sender}> ${text}`, timestamp);
    this.info(line);
    await this.#file.add(line);
  }

  /** A line of the logger itself. */
  #ownLine(text: string): string {
    return this.#line(text, Date.now() / 1000);
  }

  #line(text: string, seconds: number): string {
    return strftime(this.config.timePrefix, seconds) + printable(text);
  }
}

/** What Kōzō needs to know about this module. */
export const roleInfo = {
  format: "1.0",
  class: Logger,
  author: "Kōzō",
  version: "1.0",
  sends: [],
  description: "Prints log messages and writes them to a file.",
  config: {
    file: {
      default: "/var/log/kozo/kozo.log",
      type: "path",
      description: "Path of the file; its folder is made when missing.",
    },
    timePrefix: {
      default: "[%Y-%m-%d %H:%M:%S] ",
      description:
        "What each line starts with, in strftime's format; the time is the " +
        "sender's.",
    },
    flushEvery: {
      default: 1024,
      type: "integer",
      minimum: 1,
      description:
        "Lines after which they are written; they never wait longer than a " +
        "second.",
    },
    clearLog: {
      default: false,
      description: "Whether to empty the file when the node starts.",
    },
    nodeRestrict: {
      default: NODE_NAME,
      type: "list",
      names: "node",
      description: 'Names of the nodes whose messages are logged; "*": all.',
    },
    rotateEvery: {
      default: 524288,
      type: "integer",
      minimum: 1,
      description:
        "Lines after which a new file is begun. The lines of an earlier run " +
        "count too; in a big file they are estimated.",
    },
    rotateMax: {
      default: 9,
      type: "integer",
      minimum: 0,
      description: "Old files that are kept: kozo.log.1 is the newest.",
    },
  },
} satisfies RoleInfo;
