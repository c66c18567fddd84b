import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import type { SystemConfig } from "../config/config.ts";
import { NO_NODE, parseConfig, readConfigFile } from "../config/load.ts";
import { UsageError } from "../errors.ts";
import type { ModuleRegistry } from "../modules/registry.ts";
import { realPath } from "../modules/trust.ts";
import { replaceFile } from "../durable-file.ts";
import { messageOf } from "../text.ts";
import { quotePath } from "../wording.ts";
import { checkDraft } from "./check-draft.ts";

/** What of a configuration a verb needs that changes it. */
export type Nodes = Pick<SystemConfig, "file" | "nodes">;

/** A configuration file that is right, and may be changed. */
export class EditableConfig implements Nodes {
  readonly file: string;
  readonly nodes: SystemConfig["nodes"];
  readonly text: string;
  readonly #registry: ModuleRegistry;

  private constructor(
    { file, nodes }: Nodes,
    text: string,
    registry: ModuleRegistry,
  ) {
    this.file = file;
    this.nodes = nodes;
    this.text = text;
    this.#registry = registry;
  }

  /**
   * Opens a file. No module has to be here: it is for other machines too.
   *
   * @throws {KozoError} when it cannot be read, or is wrong before any change
   */
  static async open(
    file: string,
    registry: ModuleRegistry,
  ): Promise<EditableConfig> {
    const text = await readConfigFile(file);
    const { library, nodes } = await parseConfig(
      file,
      text,
      registry,
      NO_NODE,
    );
    library[Symbol.dispose]();
    return new EditableConfig({ file, nodes }, text, registry);
  }

  /**
   * Makes sure that a changed text is right.
   *
   * @param node a node whose modules have to be here; default: none
   * @throws {UsageError} that says why it is not
   */
  async check(text: string, node: string = NO_NODE): Promise<void> {
    await checkDraft(this.file, text, this.#registry, node);
  }

  /**
   * Writes a changed text: after a power cut the file has the old one or this
   * one. Its mode and owner stay.
   *
   * @throws {UsageError} when it cannot be written
   */
  async save(text: string): Promise<void> {
    // A link to the file stays one.
    const path = realPath(this.file) ?? this.file;
    const temporary = join(dirname(path), `.kozo-${randomUUID()}`);
    try {
      const { mode, uid, gid } = await Deno.stat(path);
      const ownership = {
        mode: (mode ?? 0o644) & 0o7777,
        uid: uid ?? 0,
        gid: gid ?? 0,
      };
      const bytes = new TextEncoder().encode(text);
      await replaceFile(path, temporary, bytes, ownership);
    } catch (cause) {
      throw new UsageError(
        `Cannot write ${quotePath(this.file)}: ${messageOf(cause)}`,
        { cause },
      );
    }
  }
}
