/** What V8 answers, or tells by itself. */
export type Result = Readonly<Record<string, unknown>>;

interface Word {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Result;
  readonly result?: Result;
  readonly error?: { readonly message: string };
}

/** Speaks Chrome's protocol to V8, as a debugger does. */
export class DebugClient {
  readonly #socket: WebSocket;
  readonly #answers = new Map<number, PromiseWithResolvers<Result>>();
  /** What V8 has told by itself. */
  readonly #told: Word[] = [];
  #wake = () => {};
  readonly #closed: Promise<unknown>;
  #ids = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.onmessage = ({ data }) => this.#hear(JSON.parse(data));
    this.#closed = new Promise((resolve) => socket.onclose = resolve);
  }

  /** @throws when it is not let in */
  static async connect(address: string): Promise<DebugClient> {
    const socket = new WebSocket(address);
    const client = new DebugClient(socket);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = () => reject(new Error(`Not let in at ${address}`));
    });
    return client;
  }

  /** Asks for something, and waits for the answer. */
  async ask(method: string, params: object = {}): Promise<Result> {
    const id = ++this.#ids;
    const answer = Promise.withResolvers<Result>();
    this.#answers.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return await answer.promise;
  }

  /** Waits until V8 tells something; each is taken once. */
  async told(method: string): Promise<Result> {
    for (;;) {
      const index = this.#told.findIndex((word) => word.method === method);
      const [word] = index < 0 ? [] : this.#told.splice(index, 1);
      if (word !== undefined) return word.params ?? {};
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Hangs up. */
  async close(): Promise<void> {
    this.#socket.close();
    await this.#closed;
  }

  /** Waits until the other end has hung up. */
  async closed(): Promise<void> {
    await this.#closed;
  }

  #hear({ id, method, params, result, error }: Word): void {
    if (id === undefined) {
      this.#told.push({ ...(method && { method }), ...(params && { params }) });
      this.#wake();
    } else if (error) this.#answers.get(id)?.reject(new Error(error.message));
    else this.#answers.get(id)?.resolve(result ?? {});
  }
}
