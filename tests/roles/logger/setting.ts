import { join } from "node:path";
import { Log } from "kozo";
import { roleInfo } from "../../../roles/logger.ts";
import {
  fakeContext,
  fakeNode,
  FakeRoleHost,
} from "../../../core/contract/fake-role-host.ts";

const DEFAULTS = {
  timePrefix: "[%s] ",
  flushEvery: 1024,
  clearLog: false,
  nodeRestrict: ["*"] as readonly string[],
  rotateEvery: 524288,
  rotateMax: 9,
};

type Config = Partial<typeof DEFAULTS> & { file: string };

/** A logger on its own node, and what that node sees of it. */
export function buildLogger(config: Config, node = fakeNode()) {
  const host = new FakeRoleHost();
  const options = { ...DEFAULTS, ...config };
  const logger = new roleInfo.class(fakeContext("logger", options, host, node));
  return { host, logger, file: config.file };
}

/** A log message of the role timer1. */
export function log(text: string, timestamp = 7, sender = "node1") {
  return new Log({ sender, senderRole: "timer1", timestamp }, text);
}

/** Has a logger write messages from its start to its stop. */
export async function logAll(config: Config, ...messages: Log[]) {
  const built = buildLogger(config);
  await built.logger.localInit();
  built.host.push(...messages);
  built.host.stop();
  await built.logger.localStop();
  return built;
}

/** The file's lines without those that the logger writes of itself. */
export function linesOf(file: string): string[] {
  return Deno.readTextFileSync(file).split("\n")
    .filter((line) => line !== "" && !line.endsWith("Log started."));
}

/** Registers a test that has a folder for a log file. */
export function logTest(
  behaviour: string,
  body: (file: string) => Promise<void>,
): void {
  Deno.test(`Logger ${behaviour}`, async () => {
    const folder = await Deno.makeTempDir({ prefix: "kozo-" });
    try {
      await body(join(folder, "log", "kozo.log"));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}
