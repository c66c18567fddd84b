import { stringify } from "yaml";

/** What a new node's block says. */
export interface NodeDraft {
  readonly name: string;
  /** Path of its private key, from the folder of the file. */
  readonly privateKey: string;
  readonly publicKey: string;
  /** The folder that its roles store in, from the folder of the file. */
  readonly roleStorage: string;
  /** YAML: its roles by name. */
  readonly roles: string;
  /** Its transport, which takes `address` and `port`; or "": none. */
  readonly transport: string;
  /** Where others reach it, the best first. */
  readonly address: readonly string[];
  readonly port?: number;
}

/** A block of two spaces more for each level, as lines. */
const INDENT = "  ";

/**
 * The block of a new node as YAML, its name in the first column.
 *
 * @param isExplained whether comments say what it is all for
 */
export function nodeText(draft: NodeDraft, isExplained = false): string {
  const { name, privateKey, publicKey, roleStorage, roles } = draft;
  const note = (text: string) => isExplained ? ` # ${text}` : "";
  return [
    `${yamlText(name)}:`,
    ...indent([
      `privateKey: ${yamlText(privateKey)}${note("on this machine alone")}`,
      `publicKey: ${publicKey}`,
      `roleStorage: ${yamlText(roleStorage)}${note("what its roles remember")}`,
      ...roles === "" ? [] : ["roles:", ...indent(linesOf(roles))],
      ...draft.transport === ""
        ? []
        : ["transports:", ...indent(transportLines(draft, note))],
    ]),
  ].join("\n");
}

function transportLines(
  { transport, address, port }: NodeDraft,
  note: (text: string) => string,
): string[] {
  const options = [
    ...address.length === 0 ? [] : [
      `address: ${yamlText(address.join(", "))}` +
      note("where others reach it"),
    ],
    ...port === undefined ? [] : [`port: ${port}`],
  ];
  return options.length === 0
    ? [`${transport}:${note("nobody can dial it: it dials all others")}`]
    : [`${transport}:`, ...indent(options)];
}

/** A text as a value in YAML, in quotes where it needs them. */
export function yamlText(text: string): string {
  return stringify(text, { lineWidth: 0, defaultStringType: "PLAIN" })
    .trimEnd();
}

function linesOf(text: string): string[] {
  return text.trimEnd().split("\n");
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => INDENT + line);
}
