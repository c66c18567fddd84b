import assert from "node:assert/strict";
import { sshKeygen } from "../ssh/key-files.ts";

/** Where Debian has it; it insists on being called by its whole path. */
const SSHD = "/usr/sbin/sshd";

/** Runs what follows as root whose home is the folder that a file names. */
const MOVE_IN = 'mount --bind "$1" /etc/passwd && shift && exec "$@"';

/** Runs what follows with a `/run` of its own, and in it what `sshd` needs. */
const OWN_RUN = 'mount -t tmpfs run /run && mkdir /run/sshd && exec "$@"';

/** Takes root's home for another one. */
const HOME = /^(root:(?:[^:]*:){4})[^:]*/m;

/** Root on a machine of a `Cabling`, with a home of its own. */
export class Account {
  /** What goes before a command that root runs there. */
  readonly wrapper: readonly string[];
  readonly #home: string;

  private constructor(home: string, wrapper: readonly string[]) {
    this.#home = home;
    this.wrapper = wrapper;
  }

  /**
   * Makes the home and, in it, the key that `ssh` uses.
   *
   * @param home a folder that is there
   * @param machine what goes before a command that is to run on the machine,
   * in a mount namespace of its own
   */
  static async make(
    home: string,
    machine: readonly string[],
  ): Promise<Account> {
    await Deno.mkdir(`${home}/.ssh`, { mode: 0o700 });
    const users = await Deno.readTextFile("/etc/passwd");
    const passwd = `${home}/passwd`;
    await Deno.writeTextFile(passwd, users.replace(HOME, `$1${home}`));
    await makeKey(`${home}/.ssh/id_ed25519`);
    const moveIn = ["sh", "-c", MOVE_IN, "sh", passwd];
    return new Account(home, [...machine, ...moveIn]);
  }

  /** Lets another account in, which has seen this machine's key before. */
  async admit(other: Account, address: string): Promise<void> {
    const key = await Deno.readTextFile(`${other.#home}/.ssh/id_ed25519.pub`);
    await Deno.writeTextFile(`${this.#home}/.ssh/authorized_keys`, key);
    await makeKey(`${this.#home}/host_key`);
    const host = await Deno.readTextFile(`${this.#home}/host_key.pub`);
    const known = `${address} ${host}`;
    await Deno.writeTextFile(`${other.#home}/.ssh/known_hosts`, known);
  }

  /** Starts OpenSSH's server at an address of the machine. */
  serve(address: string): Promise<SshServer> {
    return SshServer.start(this.#home, this.wrapper, address);
  }
}

/** A running `sshd`. */
export class SshServer implements AsyncDisposable {
  readonly #child: Deno.ChildProcess;
  #said = "";

  private constructor(child: Deno.ChildProcess) {
    this.#child = child;
  }

  /** Starts it, and waits until it listens. */
  static async start(
    home: string,
    wrapper: readonly string[],
    address: string,
  ): Promise<SshServer> {
    const options = [
      `ListenAddress=${address}`,
      `HostKey=${home}/host_key`,
      "PermitRootLogin=prohibit-password",
      "UsePAM=no",
      "Subsystem=sftp internal-sftp",
    ].flatMap((option) => ["-o", option]);
    const sshd = [SSHD, "-D", "-e", "-f", "none", ...options];
    const [command = "", ...args] = [
      ...wrapper,
      ...["sh", "-c", OWN_RUN, "sh"],
      ...sshd,
    ];
    const server = new SshServer(
      new Deno.Command(command, {
        args,
        stdin: "null",
        stdout: "null",
        stderr: "piped",
      }).spawn(),
    );
    await server.#waitFor("Server listening on");
    return server;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGTERM");
    await this.#child.stderr.cancel();
    await this.#child.status;
  }

  async #waitFor(text: string): Promise<void> {
    const decoder = new TextDecoder();
    const read = this.#child.stderr.values({ preventCancel: true });
    for await (const bytes of read) {
      this.#said += decoder.decode(bytes, { stream: true });
      if (this.#said.includes(text)) return;
    }
    await this.#child.status;
    assert.fail(`sshd has ended: ${this.#said}`);
  }
}

/** Why there can be no {@link SshServer} on this computer, if that is so. */
export async function whyNoSshServer(): Promise<string | undefined> {
  try {
    await Deno.stat(SSHD);
    return undefined;
  } catch {
    return "it needs Debian's openssh-server";
  }
}

async function makeKey(path: string): Promise<void> {
  await sshKeygen("-q", "-t", "ed25519", "-N", "", "-f", path);
}
