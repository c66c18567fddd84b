import { transportInfo } from "../../transports/onion.ts";
import { ONION_OPTIONS } from "../../transports/onion/options.ts";
import { transportContract } from "../contract/transport.ts";
import type { SharedTor } from "./shared-tor.ts";

/** SSH's buffers are 4 MiB; Tor carries about one in a second. */
const BIG = 6 * 1024 * 1024;

/** What every transport has to get right, over a real Tor network. */
export function contractTests(tor: SharedTor): void {
  const defaults = Object.fromEntries(
    Object.entries(ONION_OPTIONS)
      .map(([name, option]) => [name, option.default]),
  );
  transportContract("onion", {
    info: transportInfo,
    options: () => [
      { ...defaults, ...tor.dialling },
      { ...defaults, ...tor.listening },
    ],
    big: BIG,
  });
}
