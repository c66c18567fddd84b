import type { TransportInfo } from "../modules/info.ts";
import type { Check } from "./check.ts";
import {
  makePair,
  type Pair,
  type PairOptions,
  type PairTerms,
  type Side,
} from "./transport-pair.ts";

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
  /**
   * How many times as fast clocks run where a check waits for a time limit: all
   * that is in time has to be done by then. Default: 10; of a slow medium less.
   */
  readonly haste?: number;
  /** How the two nodes are made. Default: {@link makePair}, in this process. */
  makePair?(options: PairOptions): Pair;
}

/** What {@link TransportContract.big} is by default. */
export const BIG = 16 * 1024 * 1024;

/** What {@link TransportContract.haste} is by default. */
export const HASTE = 10;

/** Makes a check of what happens between two nodes, once bob listens. */
export type PairCheck = (
  name: string,
  body: (alice: Side, bob: Side) => Promise<void>,
  terms?: () => Partial<PairTerms>,
) => Check;

/** Makes checks of one transport. */
export function pairCheck(contract: TransportContract): PairCheck {
  const { info, makePair: make = makePair } = contract;
  return (name, body, terms = () => ({})) => ({
    name,
    async run() {
      const options = contract.options();
      const { alice, bob } = make({ info, options, ...terms() });
      try {
        for (const { transport } of [alice, bob]) {
          await transport.init();
          await transport.localInit();
        }
        await bob.transport.bind();
        await body(alice, bob);
      } finally {
        await alice.stop();
        await bob.stop();
      }
    },
  });
}
