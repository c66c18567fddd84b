import { ofTree } from "./process-usage.ts";
import type { PartFigures } from "./way-figures.ts";
import type { Parts } from "./ways.ts";

/** A figure of each process of a way, and of what it has started. */
export async function ofParts(
  { publisher, subscriber, broker }: Parts,
  figure: (pid: number) => Promise<number>,
): Promise<PartFigures> {
  const parts = {
    publisher: await ofTree(publisher, figure),
    subscriber: await ofTree(subscriber, figure),
    broker: broker === undefined ? 0 : await ofTree(broker, figure),
  };
  const sum = parts.publisher + parts.subscriber + parts.broker;
  return { ...parts, sum };
}

/** A figure by what process it is of. */
export function eachPart(
  figure: (part: keyof PartFigures) => number,
): PartFigures {
  return {
    publisher: figure("publisher"),
    subscriber: figure("subscriber"),
    broker: figure("broker"),
    sum: figure("sum"),
  };
}
