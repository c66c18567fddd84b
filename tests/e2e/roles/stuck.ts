import { Role, type RoleInfo } from "kozo";

/** Never gets ready. */
class Stuck extends Role {
  override localInit(): Promise<void> {
    this.info("I am stuck");
    return new Promise(() => {});
  }

  override run(): void {}
}

export const roleInfo = {
  format: "1.0",
  class: Stuck,
  author: "The Kōzō authors",
  version: "1.0",
  description: "Keeps its node from starting.",
  config: {},
} satisfies RoleInfo;
