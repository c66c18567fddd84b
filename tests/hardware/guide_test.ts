import assert from "node:assert/strict";
import {
  fakeContext,
  FakeRoleHost,
} from "../../core/contract/fake-role-host.ts";
import { roleChecks } from "../../core/contract/role.ts";
import { filesOf } from "../docs/guide.ts";
import { readDocument } from "../docs/markdown.ts";
import { withFolder } from "../scripts/temporary-folder.ts";
import { eventually } from "../support/eventually.ts";
import { hardwareTest } from "./hardware-test.ts";
import { SimulatedChip } from "./simulated-chip.ts";

/** Loads the button that docs/writing-roles.md shows. */
async function loadButton() {
  const guide = await readDocument("docs/writing-roles.md");
  const file = filesOf(guide).find(({ path }) => /pin-button/.test(path));
  return await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/pin-button.ts`, file?.text ?? "");
    return (await import(`${folder}/pin-button.ts`)).roleInfo;
  });
}

hardwareTest("the guide's button passes what every role has to", async () => {
  await using _chip = await SimulatedChip.plugIn("pinctrl-bcm2711");
  const contract = { config: {} };
  for (const check of roleChecks("button", await loadButton(), contract)) {
    await check.run();
  }
});

hardwareTest(
  "the guide's button says when it is pressed and released",
  async () => {
    await using chip = await SimulatedChip.plugIn("pinctrl-bcm2711");
    const info = await loadButton();
    const host = new FakeRoleHost();
    const role = new info.class(fakeContext("button", { pin: 4 }, host));
    const life = role.run().catch((error: unknown) => error);
    const said = () => host.sent.map(({ type }) => type);
    for (const isHigh of [false, true]) {
      const { length } = said();
      await chip.drive(4, isHigh);
      await eventually(() => said().length > length, () => `${said()}`);
    }
    assert.deepEqual(said(), ["press", "release"]);
    host.stop();
    await life;
  },
);
