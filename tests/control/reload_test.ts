import assert from "node:assert/strict";
import type { SystemConfig } from "../../core/config/config.ts";
import { Reloader } from "../../core/control/reload.ts";
import { ConfigFileError } from "../../core/errors.ts";
import { compareConfigs } from "../../core/runtime/changes.ts";
import { eventually } from "../support/eventually.ts";
import { parse, withNode } from "../config/support.ts";

const BEFORE = withNode();
const AFTER = withNode("roles: { bell: { type: timer } }");

/** Something that follows a file's content, and a file that is read slowly. */
class Bench {
  config: SystemConfig;
  content = BEFORE;
  /** Ends the readings of the file, in the order that they began in. */
  readonly gates: PromiseWithResolvers<void>[] = [];
  readonly reloader = new Reloader({
    runtime: {
      reload: (config) => {
        const changes = compareConfigs(this.config, config, "a");
        this.config = config;
        return Promise.resolve(changes);
      },
    },
    log: () => {},
    load: async () => {
      const { content } = this;
      const gate = Promise.withResolvers<void>();
      this.gates.push(gate);
      await gate.promise;
      return await parse(content);
    },
  });

  constructor(config: SystemConfig) {
    this.config = config;
  }

  static async make(): Promise<Bench> {
    return new Bench(await parse(BEFORE));
  }

  /** Waits until a reading of the file has begun. */
  async begun(index: number): Promise<void> {
    await eventually(
      () => this.gates.length > index,
      () => `Only ${this.gates.length} readings have begun`,
    );
  }
}

Deno.test("a reload reads the file not before the one before has ended, so that the last content counts", async () => {
  const bench = await Bench.make();
  bench.content = AFTER;
  const first = bench.reloader.reload();
  await bench.begun(0);
  bench.content = BEFORE;
  const second = bench.reloader.reload();
  await new Promise((resolve) => setTimeout(resolve));
  // One that has begun too early ends first.
  bench.gates[1]?.resolve();
  bench.gates[0]?.resolve();
  await bench.begun(1);
  bench.gates[1]?.resolve();
  const { changes } = await second;
  assert.deepEqual((await first).changes?.roles.added, ["bell"]);
  assert.deepEqual(changes?.roles.removed, ["bell"]);
  assert.equal(bench.config.fingerprint, (await parse(BEFORE)).fingerprint);
});

Deno.test("a reload follows one that has failed", async () => {
  const log: string[] = [];
  let times = 0;
  const config = await parse(BEFORE);
  const reloader = new Reloader({
    runtime: {
      reload: (after) => Promise.resolve(compareConfigs(config, after, "a")),
    },
    log: (_level, _source, text) => void log.push(text),
    load: async () => {
      if (times++ === 0) throw new ConfigFileError("There is no file");
      return await parse(AFTER);
    },
  });
  const [first, second] = await Promise.all([
    reloader.reload(),
    reloader.reload(),
  ]);
  assert.deepEqual(first?.problems, ["There is no file"]);
  assert.deepEqual(second?.changes?.roles.added, ["bell"]);
  assert.deepEqual(log, [
    "Not reloaded: There is no file",
    'Added the role "bell"',
  ]);
});
