import { roleInfo } from "../../roles/bluetooth-discover.ts";
import { roleContract } from "../contract/role.ts";

roleContract("bluetooth-discover", roleInfo, {
  config: { searchDuration: 1.28, cooldown: 0.1 },
  types: ["bluetooth devices in range"],
});
