/** One thing that a module has to get right. */
export interface Check {
  /** What it is, in words that go on from the module's name. */
  readonly name: string;
  /** @throws what the module gets wrong */
  run(): void | Promise<void>;
}
