/**
 * All that is tested over a real Tor network is in this one file's tests, for
 * they share that network.
 *
 * @module
 */
import { whyNoCabling } from "../support/namespaces.ts";
import { whyNoCapture } from "./capture.ts";
import { contractTests } from "./contract.ts";
import { faultTests } from "./faults.ts";
import { leakTests } from "./leaks.ts";
import { onionnetTests } from "./onionnet.ts";
import { serviceTests } from "./services.ts";
import { startingTests } from "./starting.ts";
import { SharedTor, whyNoTor } from "./shared-tor.ts";
import { timeTest } from "./time.ts";

const whyNot = await whyNoTor();
const noCapture = await whyNoCapture() ?? await whyNoCabling();

/** Captures need more than Tor does. */
function testLeaks(name: string, fn: () => Promise<void>): void {
  const reason = noCapture === undefined ? "" : ` (skipped: ${noCapture})`;
  Deno.test({ name: name + reason, ignore: noCapture !== undefined, fn });
}

if (whyNot === undefined) {
  const tor = new SharedTor();
  contractTests(tor);
  onionnetTests(tor);
  serviceTests(tor);
  faultTests(tor);
  leakTests(tor, testLeaks);
  startingTests();
  timeTest(tor);
} else {
  Deno.test.ignore(`Kōzō over Tor (skipped: ${whyNot})`, () => {});
}
