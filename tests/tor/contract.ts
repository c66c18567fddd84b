import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { transportInfo } from "../../transports/onion.ts";
import { ONION_OPTIONS } from "../../transports/onion/options.ts";
import { transportContract } from "../contract/transport.ts";
import { documentedTask } from "../docs/documented.ts";
import type { SharedTor } from "./shared-tor.ts";

/** SSH's buffers are 4 MiB; Tor carries about one in a second. */
const BIG = 6 * 1024 * 1024;

/** What every transport has to get right, over a real Tor network. */
export function contractTests(tor: SharedTor): void {
  const options = () => optionsOf(tor);
  transportContract("onion", { info: transportInfo, options, big: BIG });

  Deno.test("deno task bench --tor measures links through a Tor network of its own", async () => {
    const { success, stdout, stderr } = await new Deno.Command(
      Deno.execPath(),
      {
        args: [...documentedTask("deno task bench --tor"), "--quick"],
        cwd: ROOT,
        stdin: "null",
      },
    ).output();
    const [output, complaint] = [stdout, stderr]
      .map((bytes) => new TextDecoder().decode(bytes));
    assert.ok(success, complaint);
    const lines = (output ?? "").trim().split("\n");
    assert.equal(lines.length, 8);
    for (const line of lines) assert.match(line, / \d+(?:\.\d+)? \S+$/);
    const [figure] = lines.flatMap((line) =>
      /^throughput to the service +([\d.]+) /.exec(line)?.[1] ?? []
    );
    assert.ok(Number(figure) > 0, output);
  });
}

/** Options of the end that dials, and of the one that listens. */
function optionsOf(tor: SharedTor): readonly [object, object] {
  const defaults = Object.fromEntries(
    Object.entries(ONION_OPTIONS)
      .map(([name, option]) => [name, option.default]),
  );
  return [
    { ...defaults, ...tor.dialling },
    { ...defaults, ...tor.listening },
  ];
}
