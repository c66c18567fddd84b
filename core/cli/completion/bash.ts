import { allVerbs, type Kind, type Verb, wordOf } from "./verbs.ts";

/** What finds out what the script cannot know. */
const HELPERS = `\
# Completes kozo: eval "$(kozo completion bash)"

# The configuration that is named already, or else the usual one.
_kozo_config() {
  local word
  for word in "\${COMP_WORDS[@]}"; do
    case "$word" in
      *.yml | *.yaml) echo "$word"; return ;;
    esac
  done
  echo config.yml
}

_kozo_has_config() {
  local i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      *.yml | *.yaml) return 0 ;;
    esac
  done
  return 1
}

_kozo_nodes() { kozo id "$(_kozo_config)" 2> /dev/null | awk '{ print $3 }'; }

_kozo_modules() { kozo "$1" 2> /dev/null | awk '/^[^ ]/ { print $1 }'; }

_kozo_offer() { COMPREPLY+=($(compgen "$@" -- "\${COMP_WORDS[COMP_CWORD]}")); }

# Names of files may have spaces in them.
_kozo_offer_paths() { local IFS=$'\\n'; _kozo_offer "$1"; }
`;

/** A script by which bash, and zsh too, completes the program's command line. */
export function bashCompletion(program: Verb): string {
  const verbs = allVerbs(program);
  return `${HELPERS}
_kozo() {
  local verb="" i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$verb/\${COMP_WORDS[i]}" in
${lines(verbs.flatMap(descend), 6)}
    esac
  done
  case "$verb \${COMP_WORDS[COMP_CWORD - 1]}" in
${lines(verbs.flatMap(offerValues), 4)}
  esac
  case "\${COMP_WORDS[COMP_CWORD]}" in
    -*)
      case "$verb" in
${lines(verbs.map(offerFlags), 8)}
      esac
      return
      ;;
  esac
  case "$verb" in
${lines(verbs.flatMap(offerOperands), 4)}
  esac
}

complete -o filenames -F _kozo kozo`;
}

function lines(texts: readonly string[], depth: number): string {
  return texts.map((text) => " ".repeat(depth) + text).join("\n");
}

/** How the verb becomes another by a word that follows it. */
function descend({ path, verbs }: Verb): string[] {
  return verbs.map((verb) =>
    `"${path}/${wordOf(verb)}") verb="${verb.path}" ;;`
  );
}

function offerValues({ path, flags }: Verb): string[] {
  return flags.filter(({ takesValue }) => takesValue).map(({ name, value }) =>
    `"${path} ${name}") ${offer(value ?? [])}; return ;;`
  );
}

function offerFlags({ path, flags }: Verb): string {
  return `"${path}") ${offer(flags.map(({ name }) => name))} ;;`;
}

function offerOperands({ path, verbs, operands }: Verb): string[] {
  const offers = [
    ...verbs.length > 0 ? [offer(verbs.map(wordOf))] : [],
    ...operandOffers(operands),
  ];
  return offers.length === 0 ? [] : [`"${path}") ${offers.join("; ")} ;;`];
}

/** A node is named after the configuration that it is in. */
function operandOffers(operands: readonly Kind[]): string[] {
  if (operands.includes("file") && operands.includes("node")) {
    return [
      `if _kozo_has_config; then ${offer("node")}; else ${offer("file")}; fi`,
    ];
  }
  return operands.map(offer);
}

function offer(kind: Kind): string {
  switch (kind) {
    case "file":
      return "_kozo_offer_paths -f";
    case "folder":
      return "_kozo_offer_paths -d";
    case "node":
      return '_kozo_offer -W "$(_kozo_nodes)"';
    case "role":
    case "transport":
      return `_kozo_offer -W "$(_kozo_modules ${kind}s)"`;
    default:
      return kind.length === 0 ? ":" : `_kozo_offer -W "${kind.join(" ")}"`;
  }
}
