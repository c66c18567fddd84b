import { KozoError } from "../../core/errors.ts";

/** Fingerprints of the two keys of an authority. */
export interface AuthorityKeys {
  /** Of the key that signs its votes. */
  readonly voter: string;
  /** Of its key as a relay. */
  readonly relay: string;
}

/** Makes the keys of an authority in its folder; RSA takes about a second. */
export async function makeAuthorityKeys(
  folder: string,
  name: string,
  dirPort: number,
): Promise<AuthorityKeys> {
  const keys = `${folder}/keys`;
  await Deno.mkdir(keys, { mode: 0o700 });
  await Promise.all([
    makeVoter(keys, dirPort),
    makeRelay(folder, name),
  ]);
  const certificate = await Deno.readTextFile(`${keys}/authority_certificate`);
  const [, voter] = /^fingerprint ([0-9A-F]{40})$/m.exec(certificate) ?? [];
  const [, relay] = (await Deno.readTextFile(`${folder}/fingerprint`))
    .trim().split(" ");
  if (voter === undefined || relay === undefined) {
    throw new KozoError(`Tor has made no fingerprints in "${folder}"`);
  }
  return { voter, relay };
}

/** It wants a passphrase for the key, which nobody needs again. */
async function makeVoter(keys: string, dirPort: number): Promise<void> {
  const gencert = [
    ...["tor-gencert", "--create-identity-key", "--passphrase-fd", "0"],
    ...["-m", "12", "-a", `127.0.0.1:${dirPort}`],
    ...["-i", `${keys}/authority_identity_key`],
    ...["-s", `${keys}/authority_signing_key`],
    ...["-c", `${keys}/authority_certificate`],
  ];
  await run(gencert, "testnet\n");
}

/** Tor makes the key on its way to telling its fingerprint. */
async function makeRelay(folder: string, name: string): Promise<void> {
  await run([
    ...["tor", "--ignore-missing-torrc", "-f", `${folder}/none`],
    ...["--defaults-torrc", "/dev/null", "--quiet", "--list-fingerprint"],
    ...["--orport", "1", "--Nickname", name, "--DataDirectory", folder],
    // Somebody has to be the authority, even now.
    ...["--DirAuthority", `x 127.0.0.1:1 ${"f".repeat(40)}`],
  ]);
}

async function run(
  [program = "", ...args]: readonly string[],
  input = "",
): Promise<void> {
  const child = new Deno.Command(program, {
    args,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // Whoever reads nothing may have ended already.
  await writer.write(new TextEncoder().encode(input)).catch(() => {});
  await writer.close().catch(() => {});
  const { success, stdout, stderr } = await child.output();
  if (success) return;
  const words = [stdout, stderr].map((bytes) =>
    new TextDecoder().decode(bytes)
  );
  throw new KozoError(`Cannot make Tor's keys: ${program}: ${words.join("")}`);
}
