import { KozoError } from "../errors.ts";
import { messageOf } from "../text.ts";

/** The C library of every Linux but Alpine's kind. */
const FILE = "libc.so.6";

/** What Kōzō calls of it. Layouts are those of 64-bit Linux. */
const SYMBOLS = {
  accept4: { parameters: ["i32", "buffer", "buffer", "i32"], result: "i32" },
  bind: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  close: { parameters: ["i32"], result: "i32" },
  connect: { parameters: ["i32", "buffer", "u32"], result: "i32" },
  eventfd: { parameters: ["u32", "i32"], result: "i32" },
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "buffer"],
    result: "i32",
  },
  ioctl: { parameters: ["i32", "u64", "buffer"], result: "i32" },
  listen: { parameters: ["i32", "i32"], result: "i32" },
  open: { parameters: ["buffer", "i32"], result: "i32" },
  // The only one that blocks: it has a thread of its own meanwhile.
  poll: {
    parameters: ["buffer", "u64", "i32"],
    result: "i32",
    nonblocking: true,
  },
  read: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  recv: { parameters: ["i32", "buffer", "usize", "i32"], result: "isize" },
  send: { parameters: ["i32", "buffer", "usize", "i32"], result: "isize" },
  setsockopt: {
    parameters: ["i32", "i32", "i32", "buffer", "u32"],
    result: "i32",
  },
  shutdown: { parameters: ["i32", "i32"], result: "i32" },
  socket: { parameters: ["i32", "i32", "i32"], result: "i32" },
  write: { parameters: ["i32", "buffer", "usize"], result: "isize" },
  __errno_location: { parameters: [], result: "pointer" },
} as const satisfies Deno.ForeignLibraryInterface;

/** The functions of the C library that can be called. */
export type LibcCalls = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** Bytes that the C library may read and write. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** The C library, loaded until it is disposed of. */
export class Libc implements Disposable {
  readonly #library: Deno.DynamicLibrary<typeof SYMBOLS>;
  readonly #errno: Deno.UnsafePointerView;

  /** @throws {KozoError} when this system has none that Kōzō can use */
  constructor() {
    this.#library = load();
    const errno = this.calls.__errno_location();
    if (errno === null) throw new TypeError("The C library has no errno");
    this.#errno = new Deno.UnsafePointerView(errno);
  }

  /** Its functions. */
  get calls(): LibcCalls {
    return this.#library.symbols;
  }

  /**
   * Why the last call failed. It belongs to this thread: true right after a
   * call that failed and did not block, and at no other time.
   */
  get errno(): number {
    return this.#errno.getInt32();
  }

  [Symbol.dispose](): void {
    this.#library.close();
  }
}

function load(): Deno.DynamicLibrary<typeof SYMBOLS> {
  try {
    return Deno.dlopen(FILE, SYMBOLS);
  } catch (cause) {
    throw new KozoError(
      `Cannot reach the hardware: the C library "${FILE}" cannot be loaded ` +
        `(${messageOf(cause)}): it takes a 64-bit Linux with glibc, and in a ` +
        'sandbox the permission "ffi: true"',
      { cause },
    );
  }
}
