import { allVerbs, type Flag, type Kind, type Verb, wordOf } from "./verbs.ts";

/** What finds out what the script cannot know. */
const HELPERS = `\
# Completes kozo: kozo completion fish | source

# The configuration that is named already, or else the usual one.
function __kozo_config
    for word in (commandline -opc)
        string match -q -r '\\.ya?ml$' -- $word; and echo $word; and return
    end
    echo config.yml
end

function __kozo_has_config
    string match -q -r '\\.ya?ml$' -- (commandline -opc)[2..]
end

function __kozo_nodes
    kozo id (__kozo_config) 2>/dev/null | awk '{ print $3 }'
end

function __kozo_modules
    kozo $argv[1] 2>/dev/null | awk '/^[^ ]/ { print $1 }'
end

function __kozo_at
    test "$argv[1]" = "$(__kozo_verb)"
end
`;

/** A script by which fish completes the program's command line. */
export function fishCompletion(program: Verb): string {
  const verbs = allVerbs(program);
  return [
    HELPERS,
    "function __kozo_verb",
    "    set -l verb",
    "    for word in (commandline -opc)[2..]",
    '        switch "$verb/$word"',
    ...verbs.flatMap(descend).map((line) => `            ${line}`),
    "        end",
    "    end",
    "    echo $verb",
    "end",
    "",
    "complete -c kozo -f",
    ...verbs.flatMap((verb) => [
      ...verb.verbs.map((below) => offerVerb(verb, below)),
      ...verb.flags.map((flag) => offerFlag(verb, flag)),
      ...offerOperands(verb),
    ]),
  ].join("\n");
}

/** How the verb becomes another by a word that follows it. */
function descend({ path, verbs }: Verb): string[] {
  return verbs.flatMap((verb) => [
    `case ${quoted(`${path}/${wordOf(verb)}`)}`,
    `    set verb ${quoted(verb.path)}`,
  ]);
}

function offerVerb({ path }: Verb, below: Verb): string {
  return complete(path, `-a ${wordOf(below)}`, below.description);
}

function offerFlag(
  { path }: Verb,
  { name, description, takesValue, value }: Flag,
): string {
  const long = `-l ${name.replace(/^-+/, "")}`;
  if (!takesValue) return complete(path, long, description);
  const values = value === "file" || value === "folder"
    ? "-r -F"
    : `-x${value === undefined ? "" : ` ${offer(value)}`}`;
  return complete(path, `${long} ${values}`, description);
}

/** A node is named after the configuration that it is in. */
function offerOperands({ path, operands }: Verb): string[] {
  const hasBoth = operands.includes("file") && operands.includes("node");
  return operands.map((kind) => {
    const also = !hasBoth
      ? ""
      : kind === "file"
      ? "; and not __kozo_has_config"
      : "; and __kozo_has_config";
    return complete(path, offer(kind), undefined, also);
  });
}

function complete(
  path: string,
  what: string,
  description?: string,
  also = "",
): string {
  const condition = quoted(`__kozo_at "${path}"${also}`);
  return `complete -c kozo -n ${condition} ${what}` +
    (description === undefined ? "" : ` -d ${quoted(description)}`);
}

function offer(kind: Kind): string {
  switch (kind) {
    case "file":
      return "-F";
    case "folder":
      return `-a '(__fish_complete_directories)'`;
    case "node":
      return "-a '(__kozo_nodes)'";
    case "role":
    case "transport":
      return `-a '(__kozo_modules ${kind}s)'`;
    default:
      return `-a ${quoted(kind.join(" "))}`;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
