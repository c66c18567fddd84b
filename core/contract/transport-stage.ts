import type { TransportInfo } from "../modules/info.ts";
import type { Check } from "./check.ts";
import { makePair, type PairOptions, type Side } from "./transport-pair.ts";

/** What the checks need to know of a transport. */
export interface TransportContract {
  readonly info: TransportInfo;
  /** Fresh options for a transport that dials and one that listens. */
  options(): readonly [object, object];
  /**
   * Bytes that are more than all buffers on the way take, SSH's 4 MiB among
   * them. Default: 16 MiB; of a slow medium less, lest it take for ever.
   */
  readonly big?: number;
}

/** What {@link TransportContract.big} is by default. */
export const BIG = 16 * 1024 * 1024;

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
