import type { Command } from "commander";
import type { ModuleRegistry } from "../modules/registry.ts";
import { examples } from "./examples.ts";
import { print } from "./print.ts";
import { describeService } from "./service.ts";
import { describeVersion } from "./version.ts";

/** Adds `kozo service` and `kozo version`, which print something and end. */
export function addQuestions(program: Command, registry: ModuleRegistry): void {
  program.command("service")
    .description("print a systemd unit that runs a node")
    .argument("<config>", "the network's configuration file")
    .argument("<node>", "the name of the node that this machine is")
    .addHelpText("after", SERVICE_HELP)
    .action(async (config: string, node: string) =>
      print(await describeService(config, node, registry))
    );
  program.command("version")
    .description("tell which Kōzō this is")
    .option("--json", "as one JSON object")
    .addHelpText("after", VERSION_HELP)
    .action(({ json = false }: { json?: boolean }) =>
      print(describeVersion(json))
    );
}

const SERVICE_HELP = examples([
  ["kozo service config.yml clock", "shows the unit"],
  [
    "kozo service config.yml clock | sudo tee /etc/systemd/system/kozo.service",
    "installs it",
  ],
], [0, 1, 2, 3, 4]);

const VERSION_HELP = examples([
  ["kozo version", "a line for each fact"],
  ["kozo version --json", "the same for programs"],
], [0, 1]);
