/**
 * All that is tested over a real Tor network is in this one file's tests, for
 * they share that network.
 *
 * @module
 */
import { contractTests } from "./contract.ts";
import { faultTests } from "./faults.ts";
import { onionnetTests } from "./onionnet.ts";
import { serviceTests } from "./services.ts";
import { SharedTor, whyNoTor } from "./shared-tor.ts";

const whyNot = await whyNoTor();
if (whyNot === undefined) {
  const tor = new SharedTor();
  contractTests(tor);
  onionnetTests(tor);
  serviceTests(tor);
  faultTests(tor);
} else {
  Deno.test.ignore(`Kōzō over Tor (skipped: ${whyNot})`, () => {});
}
