import type { Node } from "./node.ts";

/** All nodes of the configuration, as one of them sees them. */
export class System {
  /** The node that this program runs. */
  readonly self: Node;
  readonly #nodes: ReadonlyMap<string, Node>;
  readonly #fingerprint: string;

  /** `self` is one of `nodes`. */
  constructor(
    nodes: ReadonlyMap<string, Node>,
    self: Node,
    fingerprint: string,
  ) {
    this.#nodes = nodes;
    this.self = self;
    this.#fingerprint = fingerprint;
  }

  /** Every node by name, this one included. */
  get nodes(): ReadonlyMap<string, Node> {
    return this.#nodes;
  }

  /** The first 16 hexadecimal digits of the configuration's SHA-256. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** All nodes but this one. */
  get others(): Node[] {
    return [...this.nodes.values()].filter((node) => node !== this.self);
  }
}
