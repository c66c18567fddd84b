/** The command line with a role of its own, which forgets a promise. */
import { Role } from "kozo";
import { runCommandLine } from "../../core/cli/command-line.ts";
import { ModuleRegistry } from "../../core/modules/registry.ts";

class Forgetful extends Role {
  override async run(): Promise<void> {
    void Promise.reject(new Error("a forgotten promise"));
    setTimeout(() => {
      throw new Error("a forgotten timer");
    }, 0);
    await this.sleep(1e6);
  }
}

const roleInfo = {
  format: "1.0",
  class: Forgetful,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Forgets a promise.",
  config: {},
} as const;

const registry = new ModuleRegistry({
  forgetful: {
    url: import.meta.url,
    load: () => Promise.resolve(roleInfo),
  },
  faulty: {
    url: import.meta.url,
    load: () => Promise.reject(new TypeError("a fault of the program")),
  },
}, {});

Deno.exit(await runCommandLine(Deno.args, registry));
