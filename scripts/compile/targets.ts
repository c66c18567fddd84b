/** A kind of machine that Kōzō is built for. */
export interface Target {
  /** Its name, as Deno and Rust have it. */
  readonly name: string;
  /** What `uname -m` says there. */
  readonly machine: string;
  /** The npm package that has Deno for it. */
  readonly package: string;
  /** What that package's archive has to be, as npm writes it. */
  readonly integrity: string;
}

/** The version of Deno inside; `.ci/run` and the README name it too. */
export const DENO_VERSION = "2.9.5";

/** All targets there are. */
export const TARGETS: readonly Target[] = [
  {
    name: "x86_64-unknown-linux-gnu",
    machine: "x86_64",
    package: "@deno/linux-x64-glibc",
    integrity:
      "sha512-TDqcnoLe3jlgqYEQm7H7MK6q0JOth+o8iSZzknRODnVkJfPiNnjVn1M1Zc6vnp+ipkyb6Av1/CUlHgHtlq59Gw==",
  },
  {
    name: "aarch64-unknown-linux-gnu",
    machine: "aarch64",
    package: "@deno/linux-arm64-glibc",
    integrity:
      "sha512-IuYjsz9PGl7CJcNXMuN27KNDB8Q40brK3SG3l+TXMDVW61ZKwcn0fQHBHnXFiiygEwI8by/fKnASEluhZB1atw==",
  },
];

/** Whether this machine is of that kind. */
export function isHost({ name }: Target): boolean {
  return name === Deno.build.target;
}
