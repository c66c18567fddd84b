import type { Node } from "../model/node.ts";
import { System } from "../model/system.ts";

/** A system that follows its configuration when that is read anew. */
export class LiveSystem extends System {
  #presentNodes: ReadonlyMap<string, Node>;
  #presentFingerprint: string;

  constructor(
    nodes: ReadonlyMap<string, Node>,
    self: Node,
    fingerprint: string,
  ) {
    super(nodes, self, fingerprint);
    this.#presentNodes = nodes;
    this.#presentFingerprint = fingerprint;
  }

  override get nodes(): ReadonlyMap<string, Node> {
    return this.#presentNodes;
  }

  override get fingerprint(): string {
    return this.#presentFingerprint;
  }

  /** From now on these are the nodes, `self` still among them. */
  follow(nodes: ReadonlyMap<string, Node>, fingerprint: string): void {
    this.#presentNodes = nodes;
    this.#presentFingerprint = fingerprint;
  }
}
