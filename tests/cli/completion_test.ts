import assert from "node:assert/strict";
import { ROOT } from "../../scripts/support/root.ts";
import { hasTmux, ShellTerminal } from "../support/shell-terminal.ts";
import { authorTest, type Desk } from "./authoring.ts";

/** How each shell is started without anybody's settings, and told of kozo. */
const SHELLS = {
  bash: {
    command: ["env", "PS1=$ ", "bash", "--norc", "--noprofile"],
    setup: 'eval "$(kozo completion bash)"',
  },
  zsh: {
    command: ["env", "PS1=$ ", "zsh", "-f"],
    setup: 'eval "$(kozo completion zsh)"',
  },
  fish: {
    command: [
      ...["fish", "--no-config", "--init-command"],
      "function fish_prompt; echo -n '$ '; end; " +
      "set -g fish_autosuggestion_enabled 0",
    ],
    setup: "kozo completion fish | source",
  },
} as const;

/** What is typed before Tab, and what then stands there. */
const COMPLETIONS: readonly (readonly [typed: string, completed: string])[] = [
  ["kozo chec", "kozo check "],
  ["kozo node rek", "kozo node rekey "],
  ["kozo help transp", "kozo help transports "],
  ["kozo new tr", "kozo new transport "],
  ["kozo check --js", "kozo check --json "],
  ["kozo keygen --type r", "kozo keygen --type rsa "],
  ["kozo check conf", "kozo check config.yml "],
  ["kozo run config.yml towe", "kozo run config.yml tower "],
  ["kozo node rm towe", "kozo node rm tower "],
  ["kozo roles cuck", "kozo roles cuckoo "],
  ["kozo new role x --folder my", "kozo new role x --folder my roles/"],
];

/** Without tmux there is no terminal to type at. */
const canTest = await hasTmux();

for (const [shell, { command, setup }] of Object.entries(SHELLS)) {
  const ignore = !canTest || !await isInstalled(shell);
  const name =
    `kozo completion ${shell} completes verbs, flags, files and nodes`;
  if (ignore) Deno.test({ name, ignore, fn: () => {} });
  else {
    authorTest(name, async (desk) => {
      await prepare(desk);
      const path = `PATH=${desk.folder}/bin:${Deno.env.get("PATH")}`;
      await using terminal = await ShellTerminal.open(
        desk.folder,
        ["env", path, ...command],
      );
      await terminal.press(setup, "Enter");
      await terminal.press("clear", "Enter");
      await terminal.waitFor(/^\$ $/);
      for (const [typed, completed] of COMPLETIONS) {
        await terminal.press(typed, "Tab");
        await terminal.waitFor(linePattern(completed));
        await terminal.press("C-u");
        await terminal.waitFor(/^\$ $/m);
      }
    });
  }
}

/** A network with the node "tower", and the program as `kozo`. */
async function prepare({ kozo, folder, write }: Desk): Promise<void> {
  const made = await kozo("init", "--name", "tower", "--address", "a");
  assert.equal(made.code, 0, made.stderr);
  await Deno.mkdir(`${folder}/bin`);
  await Deno.mkdir(`${folder}/my roles`);
  await write(
    "bin/kozo",
    `#!/bin/sh\nexec "${Deno.execPath()}" run -qA "${ROOT}/main.ts" "$@"\n`,
  );
  await Deno.chmod(`${folder}/bin/kozo`, 0o755);
}

/** Shells write a space in a name as `\ `, or in quotes. */
function linePattern(line: string): RegExp {
  const [before, after] = line.trimEnd().split("my roles");
  const words = RegExp.escape(before ?? "");
  return after === undefined
    ? new RegExp(`^\\$ ${words}\\s*$`, "m")
    : new RegExp(`^\\$ ${words}(?:my\\\\ roles|'my roles)/?'?\\s*$`, "m");
}

async function isInstalled(shell: string): Promise<boolean> {
  try {
    return (await new Deno.Command(shell, { args: ["-c", "true"] }).output())
      .success;
  } catch {
    return false;
  }
}
