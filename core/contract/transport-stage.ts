import type { TransportInfo } from "../modules/info.ts";
import type { Check } from "./check.ts";
import { makePair, type PairOptions, type Side } from "./transport-pair.ts";

/** What the checks need to know of a transport. */
export interface TransportContract {
  readonly info: TransportInfo;
  /** Fresh options for a transport that dials and one that listens. */
  options(): readonly [object, object];
  /** Bytes that are more than all buffers on the way take. Default: 16 MiB. */
  readonly bulk?: number;
}

/** Much more than any buffer on the way takes. */
const MUCH = 16 * 1024 * 1024;

/** How many bytes the checks of one transport send at once. */
export function bulkOf({ bulk = MUCH }: TransportContract): number {
  return bulk;
}

/** Makes a check of what happens between two nodes, once bob listens. */
export type PairCheck = (
  name: string,
  body: (alice: Side, bob: Side) => Promise<void>,
  pairOptions?: () => Partial<PairOptions>,
) => Check;

/** Makes checks of one transport. */
export function pairCheck({ info, options }: TransportContract): PairCheck {
  return (name, body, pairOptions = () => ({})) => ({
    name,
    async run() {
      const { alice, bob } = makePair({
        info,
        options: options(),
        ...pairOptions(),
      });
      try {
        for (const { transport } of [alice, bob]) {
          await transport.init();
          await transport.localInit();
        }
        await bob.transport.bind();
        await body(alice, bob);
      } finally {
        alice.stop();
        bob.stop();
      }
    },
  });
}
