import type { Command } from "commander";
import { loadConfig } from "../config/load.ts";
import { NegativeAnswer } from "../control/errors.ts";
import { examine } from "../doctor/examine.ts";
import type { Diagnosis, Finding } from "../doctor/finding.ts";
import { standIn } from "../doctor/stand-in.ts";
import { realEnvironment } from "../environment.ts";
import { UnknownNodeError, UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { findNode } from "../runtime/system-builder.ts";
import { readPrivateKey } from "../ssh/keys.ts";
import { quote, remedy } from "../wording.ts";
import { Colours } from "./colours.ts";
import { diagnosisLines, findingLines } from "./doctor-text.ts";
import { examples } from "./examples.ts";
import { addNodeOptions, askNode, type NodeFlags } from "./node-to-ask.ts";
import { print } from "./print.ts";

interface DoctorFlags extends NodeFlags {
  readonly config?: string;
  readonly json: boolean;
}

/** Shows each finding as it comes. */
type Show = (finding: Finding) => Promise<void>;

/** Adds `kozo doctor`. */
export function addDoctor(program: Command, registry: ModuleRegistry): void {
  const verb = program.command("doctor")
    .description("find out why a node is not linked with another")
    .argument("<peer>", "the other node")
    .option("--config <file>", "ask no running node, but be --node for it")
    .option("--json", "a JSON object a line, the diagnosis last", false);
  addNodeOptions(verb).addHelpText(
    "after",
    examples([
      ["kozo doctor scribe", "asks the only node that runs here"],
      ["kozo doctor scribe --config config.yml --node clock", "without one"],
    ], [0, 1, 2, 3, 4, 5, 7, 8]),
  ).action((peer: string, flags: DoctorFlags) => doctor(peer, flags, registry));
}

async function doctor(
  peer: string,
  flags: DoctorFlags,
  registry: ModuleRegistry,
): Promise<void> {
  const { json, config } = flags;
  const colours = Colours.ofOutput();
  let address: string | null = null;
  const show = (finding: Finding): Promise<void> => {
    if (json) print(JSON.stringify(finding));
    else findingLines(finding, address, colours).forEach(print);
    address = finding.address;
    return Promise.resolve();
  };
  const diagnosis = config === undefined
    ? await askRunning(peer, flags, show)
    : await standInFor(peer, config, flags, registry, show);
  if (json) print(JSON.stringify(diagnosis));
  else diagnosisLines(diagnosis, colours).forEach(print);
  if (!diagnosis.healthy) throw new NegativeAnswer(diagnosis.text);
}

async function askRunning(
  peer: string,
  flags: NodeFlags,
  show: Show,
): Promise<Diagnosis> {
  const onItem = (item: unknown) => show(item as Finding);
  const question = { ask: "doctor", peer };
  return await askNode(flags, question, undefined, onItem) as Diagnosis;
}

/** Does what the node itself would do, in its place. */
async function standInFor(
  peer: string,
  file: string,
  { node: name }: NodeFlags,
  registry: ModuleRegistry,
  show: Show,
): Promise<Diagnosis> {
  if (name === undefined) {
    throw new UsageError(
      'Cannot look without a running node: say by "--node" which node of ' +
        `${quote(file)} this machine is`,
    );
  }
  const config = await loadConfig(file, registry, name);
  using _ = config.library;
  const node = findNode(config, name);
  const privateKey = await readPrivateKey(
    node.privateKey,
    node.publicKey,
    config.nodes.values(),
  );
  const life = new AbortController();
  const environment = realEnvironment;
  try {
    const system = await standIn({
      config,
      node: name,
      privateKey,
      environment,
      log: () => {},
      signal: life.signal,
    });
    const other = system.nodes.get(peer);
    if (other === undefined || other === system.self) {
      throw noPeer(peer, name, system.others.map(({ name }) => name));
    }
    const readFingerprint = () => Promise.resolve(config.fingerprint);
    return await examine(
      {
        system,
        other,
        config,
        privateKey,
        environment,
        peer: undefined,
        restart: [],
        readFingerprint,
      },
      show,
      life.signal,
    );
  } finally {
    life.abort();
  }
}

function noPeer(
  peer: string,
  self: string,
  others: readonly string[],
): UnknownNodeError {
  return new UnknownNodeError(
    peer === self
      ? `Cannot look at ${quote(peer)}: it is the node itself`
      : `Cannot look at ${quote(peer)}: the configuration has no node of ` +
        `that name${remedy(peer, others)}`,
  );
}
