import assert from "node:assert/strict";
import fc from "fast-check";
import {
  describeChanges,
  type Devices,
} from "../../../roles/bluetooth-discover/describe-changes.ts";
import { NameBook } from "../../../roles/bluetooth-discover/name-book.ts";

const PHONE = "00:aa:01:01:00:01";
const LAMP = "00:aa:01:02:00:02";

function devices(entries: Record<string, string | null>): Devices {
  return new Map(Object.entries(entries));
}

Deno.test("describeChanges() names what came, what went and what is called otherwise", () => {
  const before = devices({ [PHONE]: "phone", [LAMP]: "lamp" });
  assert.deepEqual(describeChanges(devices({}), before), [
    `Bluetooth device entered the range: "phone" (${PHONE})`,
    `Bluetooth device entered the range: "lamp" (${LAMP})`,
  ]);
  assert.deepEqual(describeChanges(before, devices({ [PHONE]: "phone 2" })), [
    `Bluetooth device changed its name from "phone": "phone 2" (${PHONE})`,
    `Bluetooth device left the range: "lamp" (${LAMP})`,
  ]);
});

Deno.test("describeChanges() copes with names that nobody knows", () => {
  const nameless = devices({ [LAMP]: null });
  assert.deepEqual(describeChanges(devices({}), nameless), [
    `Bluetooth device entered the range: unknown (${LAMP})`,
  ]);
  assert.deepEqual(describeChanges(nameless, devices({ [LAMP]: "lamp" })), [
    `Bluetooth device changed its name from unknown: "lamp" (${LAMP})`,
  ]);
});

Deno.test("describeChanges() says nothing of what stays, and one line of what does not", () => {
  const some = fc.dictionary(
    fc.constantFrom("a", "b", "c", "d"),
    fc.option(fc.constantFrom("one", "two")),
  ).map(devices);
  fc.assert(fc.property(some, some, (before, now) => {
    const all = new Set([...before.keys(), ...now.keys()]);
    const changed = [...all].filter((address) =>
      before.get(address) !== now.get(address)
    );
    assert.equal(describeChanges(before, now).length, changed.length);
    assert.deepEqual(describeChanges(now, now), []);
  }));
});

Deno.test("NameBook keeps the last name of a device that does not tell it", () => {
  const names = new NameBook();
  assert.equal(names.note(PHONE, undefined), null);
  assert.equal(names.note(PHONE, "phone"), "phone");
  assert.equal(names.note(PHONE, undefined), "phone");
  assert.equal(names.note(PHONE, "phone 2"), "phone 2");
});

Deno.test("NameBook forgets those that it has not seen for long, in the end", () => {
  const names = new NameBook();
  names.note(PHONE, "phone");
  names.note(LAMP, "lamp");
  for (let i = 0; i < 999; i++) {
    names.note(`passer-by ${i}`, "somebody");
    names.note(LAMP, undefined);
  }
  assert.equal(names.note(LAMP, undefined), "lamp");
  assert.equal(names.note(PHONE, undefined), null);
});
