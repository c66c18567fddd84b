import { Buffer } from "node:buffer";
import type { OnionKey } from "kozo";

/** What Tor writes before a key, padded to 32 bytes. */
const HEADS = {
  secret: "== ed25519v1-secret: type0 ==",
  public: "== ed25519v1-public: type0 ==",
};

/** Makes the folder in which Tor looks for the key of a service of its own. */
export async function makeServiceFolder(
  folder: string,
  { expanded, publicKey }: OnionKey,
): Promise<void> {
  await Deno.mkdir(folder, { mode: 0o700 });
  const write = async (kind: keyof typeof HEADS, key: Uint8Array) =>
    await Deno.writeFile(
      `${folder}/hs_ed25519_${kind}_key`,
      Buffer.concat([Buffer.from(HEADS[kind].padEnd(32, "\0")), key]),
      { mode: 0o600 },
    );
  await write("secret", expanded);
  await write("public", publicKey);
}
