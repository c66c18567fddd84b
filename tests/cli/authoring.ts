import { type Outcome, runKozo } from "../support/run-kozo.ts";
import { withFolder } from "../scripts/temporary-folder.ts";

/** What an author types, in a folder of his own. */
export interface Desk {
  readonly folder: string;
  kozo(...args: string[]): Promise<Outcome>;
  write(file: string, text: string): Promise<void>;
}

/** Registers a test that has a new folder. */
export function authorTest(
  name: string,
  work: (desk: Desk) => Promise<void>,
): void {
  Deno.test(name, () =>
    withFolder((folder) =>
      work({
        folder,
        kozo: (...args) => runKozo(folder, args),
        write: (file, text) =>
          Deno.writeTextFile(`${folder}/${file}`, text, { mode: 0o644 }),
      })
    ));
}

/** The source of a role whose class has this body. */
export function roleSource(body: string, config = "{}"): string {
  return `import { Event, type Message, Role, type RoleInfo } from "kozo";
class Mine extends Role {
  override run(): void | Promise<void> { return this.sleep(1); }
${body}
}
export const roleInfo = {
  format: "1.0",
  class: Mine,
  author: "Me",
  version: "1",
  description: "It tries things out.",
  config: ${config},
} satisfies RoleInfo;
void Event;
type _Message = Message;
`;
}
