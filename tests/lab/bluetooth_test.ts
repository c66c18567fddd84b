import assert from "node:assert/strict";
import { parseLabArguments } from "../../scripts/lab/arguments.ts";
import { Air } from "../../scripts/lab/air.ts";
import { denoParts, withDeno } from "../../scripts/lab/deno-parts.ts";
import { BARE_MACHINE } from "../../scripts/lab/machine-options.ts";
import { wholeLines } from "../../scripts/support/lines.ts";
import { ROOT } from "../../scripts/support/root.ts";
import { NetworkFolder } from "../../scripts/testnet/network-folder.ts";
import { Template } from "../../scripts/testnet/template.ts";
import { documented } from "../docs/documented.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { labTest, resultOf } from "./lab-test.ts";

/** Each machine has one adapter, and tells nobody its address. */
const NETWORK = `system:
  near:
    privateKey: keys/near
    publicKey: <public key of near>
    roles:
      clock: { type: timer }
    transports:
      bluetooth: { uuid: 3f1b6a52-7c0e-4d7b-9a45-0b1d5c2e8f01 }
  far:
    privateKey: keys/far
    publicKey: <public key of far>
    roles:
      cuckoo: { timer: clock }
    transports:
      bluetooth: { uuid: 3f1b6a52-7c0e-4d7b-9a45-0b1d5c2e8f02 }
connectionRetry: 5
`;

/** A program of the checkout, for a machine that has Deno. */
function program(file: string, ...args: string[]): string[] {
  const flags = ["--quiet", "-A", "--no-check", "--cached-only"];
  return ["deno", "run", ...flags, `${ROOT}/${file}`, ...args];
}

await labTest(
  "amd64",
  "Nodes on two machines find each other over Bluetooth, and link",
  ({ image, start }) =>
    withFolder(async (folder) => {
      const template = new Template(NETWORK);
      const network = await NetworkFolder.make(folder, template);
      const parts = await denoParts();
      await using air = await Air.open(image);
      const startNode = (name: string) =>
        start(withDeno({
          ...BARE_MACHINE,
          command: program("main.ts", "run", network.config, name),
          folder,
          mounts: [
            { folder, isShared: false },
            { folder: ROOT, isShared: false },
          ],
          hostname: name,
          air: air.socket,
          timeLimit: 300,
        }, parts));
      await using machines = new AsyncDisposableStack();
      const near = machines.use(await startNode("near"));
      const far = machines.use(await startNode("far"));
      const unread = near.stderr.pipeTo(new WritableStream()).catch(() => {});
      const seen: string[] = [];
      const isCuckoo = /INF cuckoo: Received message .* from timer clock@near$/;
      for await (const line of wholeLines(far.stderr)) {
        seen.push(line);
        if (isCuckoo.test(line)) break;
      }
      assert.match(seen.at(-1) ?? "", isCuckoo, seen.join("\n"));
      assert.ok(
        seen.some((line) => /Linked with "near" over bluetooth/.test(line)),
      );
      await machines.disposeAsync();
      await unread;
    }),
);

await labTest(
  "amd64",
  "What a link over Bluetooth costs is measured",
  async ({ start }) => {
    const [, , , ...args] = documented(
      "deno task lab --bt 2 -- deno run -A --no-check --cached-only scripts/lab/measure-bluetooth.ts",
    );
    const lab = parseLabArguments(args, ROOT);
    assert.ok(lab !== undefined);
    await using machine = await start(withDeno({
      ...lab.options,
      mounts: [{ folder: ROOT, isShared: false }],
      timeLimit: 300,
    }, await denoParts()));
    const { stdout, stderr, status } = await resultOf(machine);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^search for .* end: \d+ ms \(\d+ ms to \d+ ms\)$/m);
    assert.match(stdout, /^round trip of 100 bytes: \d+ ms/m);
    assert.match(stdout, /^throughput: [1-9]\d* KiB\/s$/m);
  },
);
