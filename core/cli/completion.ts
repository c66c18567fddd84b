import { Argument, type Command } from "commander";
import { bashCompletion } from "./completion/bash.ts";
import { fishCompletion } from "./completion/fish.ts";
import { type Verb, verbOf } from "./completion/verbs.ts";
import { examples } from "./examples.ts";
import { print } from "./print.ts";

/** A script for each shell. */
const SCRIPTS = {
  bash: bashCompletion,
  // zsh knows how to use what is meant for bash.
  zsh: (program: Verb) =>
    "autoload -Uz compinit && compinit -u\n" +
    `autoload -Uz bashcompinit && bashcompinit\n${bashCompletion(program)}`,
  fish: fishCompletion,
} as const;

/** Adds `kozo completion`, which knows every verb that the program has. */
export function addCompletion(program: Command): void {
  program.command("completion")
    .description("print what completes commands in a shell")
    .addArgument(
      new Argument("<shell>", "which").choices(Object.keys(SCRIPTS)),
    )
    .addHelpText("after", HELP)
    .action((shell: keyof typeof SCRIPTS) =>
      print(SCRIPTS[shell](verbOf(program)))
    );
}

const HELP = `
To have it in every shell from now on, put the line into ~/.bashrc, ~/.zshrc or
~/.config/fish/config.fish.
` + examples([
  ['eval "$(kozo completion bash)"', "in bash"],
  ["kozo completion fish | source", "in fish"],
], [0, 1]);
