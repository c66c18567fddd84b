import assert from "node:assert/strict";
import { roleInfo } from "../../roles/bluetooth-discover.ts";
import { roleContract } from "../contract/role.ts";

roleContract("bluetooth-discover", roleInfo, {
  config: { searchDuration: 1.28, cooldown: 0.1 },
  types: ["bluetooth devices in range"],
});

Deno.test("bluetooth-discover takes no adapter that none can be called", () => {
  const check = (adapter: string | null) =>
    roleInfo.check({ searchDuration: 8, cooldown: 30, log: true, adapter });
  for (const adapter of [null, "hci0", "HCI12", "b8:27:EB:01:02:03"]) {
    assert.deepEqual(check(adapter), {});
  }
  for (const adapter of ["", "hci", "usb", "b8:27"]) {
    assert.match(check(adapter).adapter ?? "", /which is no Bluetooth adapter/);
  }
});
