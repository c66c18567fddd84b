/** Characters of what is remembered, at most: files are small, and change seldom. */
const MOST = 4 * 1024 * 1024;

/**
 * What a node's configuration file has said so far: what is secret in it may
 * stand in the log still. Of too much the oldest is forgotten, but never what
 * the node began with.
 */
export class FormerContents {
  readonly #first: string;
  readonly #later = new Set<string>();
  #length = 0;
  #latest: string;

  /** @param first what the node began with */
  constructor(first: string) {
    this.#first = first;
    this.#latest = first;
  }

  /** All that is remembered, what was read last at the end. */
  get all(): readonly string[] {
    const others = [this.#first, ...this.#later]
      .filter((one) => one !== this.#latest);
    return [...others, this.#latest];
  }

  /** The file was read, and says this, right or wrong. */
  add(content: string): void {
    this.#latest = content;
    if (content === this.#first) return;
    // Behind those that were read before it.
    this.#forget(content);
    this.#later.add(content);
    this.#length += content.length;
    for (const oldest of this.#later) {
      if (this.#length <= MOST) return;
      this.#forget(oldest);
    }
  }

  #forget(content: string): void {
    if (this.#later.delete(content)) this.#length -= content.length;
  }
}
