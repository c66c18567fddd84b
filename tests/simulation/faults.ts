import { pick } from "./plan.ts";

/** Something that goes wrong in a run, at a time in seconds from its start. */
export type Fault =
  & { readonly at: number }
  & (
    | {
      readonly kind: "cut";
      readonly from: string;
      readonly to: string;
      /** Whether the spare network is cut too. */
      readonly both: boolean;
      readonly seconds: number;
    }
    | {
      readonly kind: "unplug";
      readonly node: string;
      readonly seconds: number;
    }
    | {
      readonly kind: "freeze";
      readonly node: string;
      readonly seconds: number;
    }
    | { readonly kind: "kill"; readonly node: string; readonly seconds: number }
    | {
      readonly kind: "power cut";
      readonly node: string;
      readonly seconds: number;
    }
    | { readonly kind: "stop"; readonly node: string; readonly seconds: number }
    | {
      readonly kind: "forge";
      readonly node: string;
      readonly as: string;
      readonly seconds: number;
    }
    | {
      readonly kind: "clock";
      readonly node: string;
      readonly seconds: number;
    }
    | { readonly kind: "throw"; readonly node: string }
    | { readonly kind: "storm"; readonly seconds: number }
  );

/** Makes up a fault. */
export function randomFault(
  nodes: readonly string[],
  duration: number,
  random: () => number,
): Fault {
  const at = duration * random();
  const seconds = 0.1 + 25 * random() * random();
  const node = pick(random, nodes);
  const other = pick(random, nodes.filter((name) => name !== node));
  const kind = pick(
    random,
    [
      "cut",
      "cut",
      "unplug",
      "freeze",
      "kill",
      "kill",
      "power cut",
      "stop",
      "forge",
      "clock",
      "throw",
      "storm",
    ] as const,
  );
  switch (kind) {
    case "cut":
      return { kind, at, from: node, to: other, both: random() < 0.3, seconds };
    case "forge":
      return { kind, at, node, as: other, seconds };
    case "clock":
      return { kind, at, node, seconds: (random() - 0.5) * 1e9 };
    case "throw":
      return { kind, at, node };
    case "storm":
      return { kind, at, seconds };
    default:
      return { kind, at, node, seconds };
  }
}

/** A fault as one line. */
export function describeFault(fault: Fault): string {
  const { at, kind, ...rest } = fault;
  const details = Object.entries(rest).map(([key, value]) =>
    `${key} ${typeof value === "number" ? value.toFixed(3) : value}`
  );
  return [`${at.toFixed(3)} ${kind}`, ...details].join(", ");
}
