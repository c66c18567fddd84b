import { setTimeout as sleep } from "node:timers/promises";
import { judge, type Pass, type Verdict } from "./admission.ts";
import { renderAnswer, renderUpgrade } from "./http-text.ts";
import { type Head, readHead } from "./read-head.ts";
import { parseRequestHead } from "./request-head.ts";
import { Session } from "./session.ts";
import { writeAll } from "./write-all.ts";

/** Connections that are judged at a time, at most. */
const MAX_GUESTS = 16;

/** Milliseconds in which a request has to come. */
const REQUEST_PATIENCE = 5_000;

/** Milliseconds after which a wrong token or password is answered. */
const REFUSAL_DELAY = 1_000;

/** Refusals that are reported, at most. */
const MAX_REPORTS = 20;

/** What a gate needs. */
export interface GateOptions {
  readonly listener: Deno.Listener;
  /** A connection to V8's inspector, over which nothing was said yet. */
  readonly inspector: Deno.TcpConn;
  /** The inspector's own address. */
  readonly url: string;
  readonly pass: Pass;
  /** Seconds in which a debugger has to come. */
  readonly timeout: number;
  /** Something happened that should be known. */
  report(text: string): void;
}

/** A debugger that may come in. */
interface Visitor {
  readonly conn: Deno.Conn;
  /** What it has to say to the inspector. */
  readonly opening: Uint8Array;
}

/** Lets in one debugger, the first that knows the token. */
export class Gate {
  readonly #options: GateOptions;
  /** Who is being judged. */
  readonly #guests = new Set<Deno.Conn>();
  /** Those of them whose request has still to come, the oldest first. */
  readonly #silent = new Set<Deno.Conn>();
  readonly #visitor = Promise.withResolvers<Visitor | undefined>();
  #reports = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Waits until all is over, and says why. */
  async run(): Promise<string> {
    const { timeout, inspector, report } = this.#options;
    const giveUp = () => this.#visitor.resolve(undefined);
    const timer = setTimeout(giveUp, timeout * 1000);
    const accepting = this.#accept();
    const visitor = await this.#visitor.promise;
    clearTimeout(timer);
    this.#shut(visitor);
    // Only then is the port free again.
    await accepting;
    if (visitor === undefined) {
      inspector.close();
      return `nobody came within ${timeout} s`;
    }
    report(`A debugger has come from ${hostOf(visitor.conn)}`);
    return await new Session(visitor.conn, inspector).run(visitor.opening);
  }

  async #accept(): Promise<void> {
    for await (const conn of this.#options.listener) {
      this.#makeRoom();
      if (this.#guests.size < MAX_GUESTS) void this.#receive(conn);
      else conn.close();
    }
  }

  /** Who says nothing keeps nobody out: whoever is refused has to wait. */
  #makeRoom(): void {
    const [oldest] = this.#silent;
    if (this.#guests.size < MAX_GUESTS || oldest === undefined) return;
    this.#dismiss(oldest);
  }

  #shut(visitor: Visitor | undefined): void {
    this.#options.listener.close();
    if (visitor) this.#guests.delete(visitor.conn);
    for (const guest of this.#guests) this.#dismiss(guest);
  }

  #dismiss(guest: Deno.Conn): void {
    // Who is no guest any more was dismissed before, or has come in.
    if (this.#guests.delete(guest)) guest.close();
    this.#silent.delete(guest);
  }

  async #receive(conn: Deno.Conn): Promise<void> {
    this.#guests.add(conn);
    this.#silent.add(conn);
    const dismiss = () => this.#dismiss(conn);
    const timer = setTimeout(dismiss, REQUEST_PATIENCE);
    try {
      const head = await readHead(conn);
      clearTimeout(timer);
      this.#silent.delete(conn);
      if (head === undefined) return dismiss();
      await this.#settle(conn, head, this.#judge(head));
    } catch {
      // It has hung up, or was dismissed.
      clearTimeout(timer);
      dismiss();
    }
  }

  #judge({ text }: Head): Verdict {
    const request = parseRequestHead(text);
    if (request !== undefined) return judge(request, this.#options.pass);
    return { status: 400, text: "That is no request\n" };
  }

  async #settle(
    conn: Deno.Conn,
    { rest }: Head,
    verdict: Verdict,
  ): Promise<void> {
    if ("attach" in verdict) {
      const upgrade = renderUpgrade(this.#options.url, verdict.attach);
      const opening = Uint8Array.from([...upgrade, ...rest]);
      return this.#visitor.resolve({ conn, opening });
    }
    if (verdict.status === 401) {
      this.#report(`Refused ${hostOf(conn)}: wrong token or password`);
      await sleep(REFUSAL_DELAY);
    }
    await writeAll(conn, renderAnswer(verdict));
    this.#dismiss(conn);
  }

  #report(text: string): void {
    if (this.#reports++ < MAX_REPORTS) this.#options.report(text);
  }
}

function hostOf({ remoteAddr }: Deno.Conn): string {
  if (!("hostname" in remoteAddr)) return "this machine";
  // So an IPv6 socket has the address of a machine that came by IPv4.
  return remoteAddr.hostname.replace(/^::ffff:(?=\d+\.)/i, "");
}
