import { messageOf } from "kozo";
import { LineBuffer } from "./line-buffer.ts";
import { appendWhole, clear, measure, rotate } from "./text-file.ts";

/** Seconds that a line waits at most before it is written. */
const LONGEST_WAIT = 1;

/** Seconds from a failure to the next try. */
const RETRY = 5;

/** Characters that wait at most before they are written. */
const FLUSH_SIZE = 64 * 1024;

/** Characters that wait at most while the file cannot be written. */
const BUFFER_SIZE = 1024 * 1024;

/** What a {@link LogFile} is made from. */
export interface LogFileOptions {
  readonly path: string;
  /** Lines that wait at most before they are written. */
  readonly flushEvery: number;
  /** Lines in a file. */
  readonly rotateEvery: number;
  /** Old files that are kept. */
  readonly rotateMax: number;
  /** Is told, once, that the file cannot be written, and when it can again. */
  readonly warn: (text: string) => void;
  /** The line that stands in the file where so many lines are missing. */
  readonly formatLoss: (lines: number) => string;
}

/**
 * A file of lines that are written many at a time, to spare the SD card.
 *
 * While it cannot be written the lines wait, and when they are too many the
 * oldest are lost. Nothing stays open: a file that somebody moved, or a disk
 * that was gone, makes a difference for one write only.
 */
export class LogFile {
  readonly #options: LogFileOptions;
  readonly #waiting = new LineBuffer(BUFFER_SIZE);
  /** When what waits has to be written, by {@link now}. */
  #flushAt: number | undefined;
  #isFailing = false;
  /** Lines in the file. */
  #written = 0;

  constructor(options: LogFileOptions) {
    this.#options = options;
  }

  /**
   * Writes the first line, to a file that is emptied before if so wanted.
   *
   * @throws {Error} of the operating system when the file cannot be written
   */
  async start(line: string, empty: boolean): Promise<void> {
    const { path } = this.#options;
    if (empty) await clear(path);
    const { lines, endsInHalfLine } = await measure(path);
    // A power cut may have left half a line: it must not run into ours.
    await appendWhole(path, endsInHalfLine ? `\n${line}\n` : `${line}\n`);
    this.#written = lines + 1;
    this.#isFailing = false;
  }

  /** Seconds until {@link LogFile.flush} is due, or nothing if it is not. */
  get secondsUntilFlush(): number | undefined {
    if (this.#flushAt === undefined) return undefined;
    return Math.max(0, this.#flushAt - now());
  }

  /** Adds a line, and writes what waits if it is time. */
  async add(line: string): Promise<void> {
    this.#waiting.push(line);
    this.#flushAt ??= now() + LONGEST_WAIT;
    if (this.#isDue) await this.flush();
  }

  /** Writes what waits. A failure is told to `warn`. */
  async flush(): Promise<void> {
    if (this.#waiting.length === 0) return;
    await this.#rotateIfFull();
    try {
      await appendWhole(this.#options.path, this.#loss + this.#waiting);
    } catch (error) {
      return this.#fail(error);
    }
    this.#succeed();
  }

  /** Writes what waits, or tells how much of it is lost. */
  async stop(): Promise<void> {
    await this.flush();
    const lost = this.#waiting.lost + this.#waiting.length;
    if (lost > 0) this.#warn(`ends early: ${lost} lines could not be written`);
    this.#forgetWaiting();
  }

  get #isDue(): boolean {
    if (this.secondsUntilFlush === 0) return true;
    if (this.#isFailing) return false;
    const { flushEvery, rotateEvery } = this.#options;
    const { length, size } = this.#waiting;
    return length >= flushEvery || size >= FLUSH_SIZE ||
      this.#written + length >= rotateEvery;
  }

  get #loss(): string {
    const { lost } = this.#waiting;
    return lost === 0 ? "" : `${this.#options.formatLoss(lost)}\n`;
  }

  /** When that fails the file grows on, since a big log beats none. */
  async #rotateIfFull(): Promise<void> {
    const { path, rotateEvery, rotateMax } = this.#options;
    if (this.#written < rotateEvery) return;
    this.#written = 0;
    await rotate(path, rotateMax).catch((error) => {
      this.#warn(
        `cannot be rotated: ${messageOf(error)}; let this user write in its ` +
          `folder, or it grows by ${rotateEvery} lines before the next try`,
      );
    });
  }

  #succeed(): void {
    const { length, lost } = this.#waiting;
    if (this.#isFailing) {
      this.#warn(`can be written again; ${lost} lines were lost`);
    }
    this.#isFailing = false;
    this.#written += length;
    this.#forgetWaiting();
  }

  #fail(error: unknown): void {
    this.#flushAt = now() + RETRY;
    if (this.#isFailing) return;
    this.#isFailing = true;
    this.#warn(
      `cannot be written: ${messageOf(error)}; see that its folder is there ` +
        "and that the disk has room. Until then the latest lines wait",
    );
  }

  #forgetWaiting(): void {
    this.#waiting.clear();
    this.#flushAt = undefined;
  }

  #warn(text: string): void {
    this.#options.warn(`The log "${this.#options.path}" ${text}`);
  }
}

/** Seconds by a clock that never jumps. */
function now(): number {
  return performance.now() / 1000;
}
