import { type Command, Option } from "commander";
import { basename } from "node:path";
import {
  generateKeyPair,
  keyLine,
  parsePublicKey,
  publicPath,
  writeKeyPair,
} from "../ssh/keys.ts";
import { examples } from "./examples.ts";
import { print } from "./print.ts";

type KeyType = "ed25519" | "rsa";

/** Adds `kozo keygen`. */
export function addKeygen(program: Command): void {
  program.command("keygen")
    .description("make the key pair of a node")
    .argument("<path>", "where the private key goes; the public one is beside")
    .addOption(
      new Option("--type <type>", "ed25519 or rsa")
        .choices(["ed25519", "rsa"]).default("ed25519"),
    )
    .addHelpText("after", HELP)
    .action((path: string, { type }: { type: KeyType }) => keygen(path, type));
}

/** @throws {KozoError} when there is a file already, or it cannot be written */
async function keygen(path: string, type: KeyType): Promise<void> {
  const name = basename(path, ".key");
  const pair = generateKeyPair(type);
  await writeKeyPair(path, pair, name);
  const key = parsePublicKey(pair.publicKey);
  print(`Wrote ${path}, which stays on its node, and ${publicPath(path)}`);
  print(keyLine(key, name));
  print(`In the configuration:\n  publicKey: ${key.line}`);
}

const HELP = examples([
  ["kozo keygen clock.key", "an ed25519 key, as nodes have it"],
  ["kozo keygen --type rsa clock.key", "an RSA key of 3072 bits"],
], [0, 1]);
