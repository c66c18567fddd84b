/** Devices whose names are kept; passers-by would add up over the years. */
const MOST_NAMES = 1000;

/** The names that devices had last. */
export class NameBook {
  readonly #names = new Map<string, string>();

  /**
   * Notes what a device is called.
   *
   * @param name nothing when it could not be read
   * @returns the name that it has, or had last, or null when it never had one
   */
  note(address: string, name: string | undefined): string | null {
    const known = name ?? this.#names.get(address);
    if (known === undefined) return null;
    // Those that were seen last stay.
    this.#names.delete(address);
    this.#names.set(address, known);
    if (this.#names.size > MOST_NAMES) this.#forgetOldest();
    return known;
  }

  #forgetOldest(): void {
    for (const address of this.#names.keys()) {
      this.#names.delete(address);
      return;
    }
  }
}
