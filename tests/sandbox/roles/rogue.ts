import {
  BluetoothAdapter,
  type Message,
  Order,
  Role,
  type RoleInfo,
  StartError,
} from "kozo";

/** Does what it is ordered to, and reports what came of it. */
class Rogue extends Role {
  override isInterestedIn(message: Message): boolean {
    return message instanceof Order;
  }

  override localInit(): void {
    if (this.name === "late") throw new StartError("There is no pin 4");
  }

  override async run(): Promise<void> {
    const message = await this.getMessage();
    if (!(message instanceof Order)) return;
    if (message.type === "open") Deno.readTextFileSync("/etc/hostname");
    const deed = DEEDS[message.type];
    try {
      this.sendEvent("done", message.type, await deed?.(message.data) ?? null);
    } catch (error) {
      this.sendEvent("refused", message.type, String(error));
    }
  }
}

const DEEDS: Readonly<Record<string, (data: unknown) => unknown>> = {
  read: (path) => Deno.readTextFileSync(String(path)).length,
  write: (path) => Deno.writeTextFileSync(String(path), "x"),
  link: (file) => Deno.symlinkSync(String(file), `${file}.link`),
  env: (name) => Deno.env.get(String(name)),
  connect: (port) => connect("127.0.0.1", Number(port)),
  print: (text) => globalThis["console"].log(text),
  readBy: (path) => readBy(String(path)),
  run: () => new Deno.Command("true").outputSync().code,
  ffi: () => Deno.dlopen("libc.so.6", {}).close(),
  sys: () => Deno.hostname(),
  publish: () => {
    const service = { uuid: "1101", name: "rogue", channels: [1] };
    return new BluetoothAdapter("hci99").publish(
      { service, discoverable: false },
      AbortSignal.timeout(5000),
    );
  },
  import: async (url) => Object.keys(await import(String(url))),
  flood() {
    const bytes = new Uint8Array(1024 * 1024).fill(65);
    for (let i = 0; i < 64; i++) Deno.stdout.writeSync(bytes);
  },
  async busy() {
    for (const end = Date.now() + 5000; Date.now() < end;) {
      for (const breath = Date.now() + 100; Date.now() < breath;);
      await new Promise((resolve) => setTimeout(resolve));
    }
  },
  loop() {
    for (;;);
  },
  eat() {
    const all: unknown[] = [];
    for (;;) all.push(new Array(10_000).fill(Math.random()));
  },
  async gulp() {
    const all: Uint8Array[] = [];
    for (;;) {
      all.push(new Uint8Array(8 * 1024 * 1024).fill(1));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  },
  keep: () => localStorage.setItem("a", "b"),
  cache: () => caches.open("a"),
  exit: () => Deno.exit(3),
  kill: () => Deno.kill(Deno.pid, "SIGKILL"),
  forget: () => void Promise.reject(new Error("nobody waits")),
};

/** Reads a file by a program that may do what the role may not. */
function readBy(path: string): number {
  const { stdout } = new Deno.Command("cat", { args: [path] }).outputSync();
  return stdout.length;
}

async function connect(hostname: string, port: number): Promise<string> {
  using connection = await Deno.connect({ hostname, port });
  return connection.remoteAddr.transport;
}

export const roleInfo = {
  format: "1.0",
  class: Rogue,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Does whatever it is told.",
  config: {},
} satisfies RoleInfo;
