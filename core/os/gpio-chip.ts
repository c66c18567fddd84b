import { KozoError } from "../errors.ts";
import { quote, quotePath } from "../wording.ts";
import type { FileDescriptor } from "./file-descriptor.ts";
import {
  CHIP_INFO_SIZE,
  type ChipInfo,
  GET_CHIP_INFO,
  GET_LINE_INFO,
  grantedDescriptor,
  type LineInfo,
  type LineRequest,
  packLineInfo,
  packLineRequest,
  REQUEST_LINE,
  unpackChipInfo,
  unpackLineInfo,
} from "./gpio-abi.ts";
import type { Kernel } from "./kernel.ts";
import { hasCode } from "./os-error.ts";

const O_RDWR = 2;
const O_CLOEXEC = 0o2000000;

/** A device `/dev/gpiochipN`, open until it is disposed of. */
export class GpioChip implements Disposable {
  readonly path: string;
  readonly info: ChipInfo;
  readonly #kernel: Kernel;
  readonly #device: FileDescriptor;

  /** @throws {OsError} when it cannot be opened, or is no such device */
  constructor(kernel: Kernel, path: string) {
    const attempt = `Cannot open the GPIO chip ${quotePath(path)}`;
    const name = new TextEncoder().encode(`${path}\0`);
    this.path = path;
    this.#kernel = kernel;
    this.#device = kernel.open(
      attempt,
      (libc) => libc.open(name, O_RDWR | O_CLOEXEC),
    );
    try {
      this.info = this.#askForInfo(attempt);
    } catch (error) {
      this[Symbol.dispose]();
      throw error;
    }
  }

  /**
   * Takes one of its lines, which stays ours when the chip is closed.
   *
   * @throws {KozoError} when there is no such line, another has it, or it
   * cannot do what is wanted
   */
  take(request: LineRequest): FileDescriptor {
    const pin = `pin ${request.offset} of the GPIO chip ${this}`;
    if (request.offset >= this.info.lines) {
      throw new KozoError(
        `Cannot use ${pin}: its pins are 0 to ${this.info.lines - 1}`,
      );
    }
    const bytes = packLineRequest(request);
    try {
      this.#device.call(
        `Cannot use ${pin}`,
        (libc, fd) => libc.ioctl(fd, REQUEST_LINE, bytes),
      );
    } catch (cause) {
      throw this.#refusal(request, pin, cause);
    }
    return this.#kernel.open("", () => grantedDescriptor(bytes));
  }

  toString(): string {
    return quote(this.info.label || this.info.name);
  }

  [Symbol.dispose](): void {
    this.#device[Symbol.dispose]();
  }

  #askForInfo(attempt: string): ChipInfo {
    const info = new Uint8Array(CHIP_INFO_SIZE);
    this.#device.call(
      attempt,
      (libc, fd) => libc.ioctl(fd, GET_CHIP_INFO, info),
    );
    return unpackChipInfo(info);
  }

  #refusal({ offset }: LineRequest, pin: string, cause: unknown): unknown {
    if (hasCode(cause, "EBUSY")) {
      const { consumer } = this.#describe(offset);
      const user = consumer === "" ? "something" : quote(consumer);
      return new KozoError(
        `Cannot use ${pin}: ${user} has it; end that, or take another pin`,
        { cause },
      );
    }
    // It has no interrupts, or not for this line.
    if (hasCode(cause, "ENXIO", "ENODEV")) {
      return new KozoError(
        `Cannot use ${pin}: it does not tell when its level changes; read it ` +
          "from time to time instead",
        { cause },
      );
    }
    return cause;
  }

  #describe(offset: number): LineInfo {
    const info = packLineInfo(offset);
    this.#device.call(
      `Cannot look at pin ${offset}`,
      (libc, fd) => libc.ioctl(fd, GET_LINE_INFO, info),
    );
    return unpackLineInfo(info);
  }
}
