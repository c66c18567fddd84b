import assert from "node:assert/strict";
import fc from "fast-check";
import { NODE_NAME, Role, ROLENODE_NAME, Transport } from "kozo";
import { ROLE_BLOCK, TRANSPORT_BLOCK } from "../../core/config/module-block.ts";
import {
  RESERVED_OPTIONS,
  roleInfoOf,
  transportInfoOf,
} from "../../core/modules/check-info.ts";
import { builtInRoles } from "../../roles/mod.ts";
import { builtInTransports } from "../../transports/mod.ts";

class Bell extends Role {
  override run(): void {}
}

abstract class Wire extends Transport {}

const INFO = {
  format: "1.0",
  class: Bell,
  author: "You",
  version: "1.0",
  description: "Rings.",
  config: {},
};

/** What is wrong with metadata, as one text. */
function faultsOf(exports: Record<string, unknown>): string {
  try {
    roleInfoOf("/r/bell.ts", exports);
    return "";
  } catch (error) {
    assert.ok(
      error instanceof Error && error.name === "ModuleError",
      `${error}`,
    );
    return error.message.replace('Cannot use "/r/bell.ts" as a role: ', "");
  }
}

/** What is wrong with an option of the name `pin`. */
function faultsOfOption(option: unknown): string {
  return faultsOf({ roleInfo: { ...INFO, config: { pin: option } } })
    .replaceAll("roleInfo.config.pin", "PIN");
}

Deno.test("roleInfoOf() gives the metadata of a right module", () => {
  assert.equal(roleInfoOf("/r/bell.ts", { roleInfo: INFO }), INFO);
});

Deno.test("roleInfoOf() refuses a check that is no function", () => {
  assert.equal(
    faultsOf({ roleInfo: { ...INFO, check: "yes" } }),
    'roleInfo.check is the text "yes", expected a function',
  );
});

Deno.test("the modules of Kōzō itself pass the check", async () => {
  for (const { load } of Object.values(builtInRoles)) {
    const roleInfo = await load();
    assert.equal(roleInfoOf("/r/x.ts", { roleInfo }), roleInfo);
  }
  for (const { load } of Object.values(builtInTransports)) {
    const transportInfo = await load();
    assert.equal(transportInfoOf("/t/x.ts", { transportInfo }), transportInfo);
  }
});

Deno.test("roleInfoOf() says that a module is a transport", () => {
  assert.equal(
    faultsOf({ transportInfo: INFO }),
    'it exports no "roleInfo", by which a role is known: it exports ' +
      '"transportInfo", so it is a transport',
  );
});

Deno.test("roleInfoOf() names every wrong field, what was found and what is expected", () => {
  assert.equal(
    faultsOf({ roleInfo: { class: Wire, version: 1, author: "", confg: {} } }),
    'roleInfo has the unknown field "confg", did you mean "config"?; ' +
      'roleInfo.format is missing, expected the text "1.0"; ' +
      "roleInfo.class is the function Wire, expected a class that extends " +
      "Role; roleInfo.author is empty, expected text; " +
      "roleInfo.version is 1, expected text; " +
      "roleInfo.description is missing, expected text; " +
      "roleInfo.config is missing, expected the options by name",
  );
});

Deno.test("roleInfoOf() wants to know whether a role stores something, roles alone", () => {
  assert.equal(
    faultsOf({ roleInfo: { ...INFO, stores: "yes" } }),
    'roleInfo.stores is the text "yes", expected true or false',
  );
  assert.throws(
    () => transportInfoOf("/t", { transportInfo: { ...INFO, stores: true } }),
    /transportInfo has the unknown field "stores"/,
  );
});

Deno.test("roleInfoOf() wants types of messages in a list", () => {
  assert.equal(
    faultsOf({ roleInfo: { ...INFO, sends: "tick", hears: [3] } }),
    'roleInfo.sends is the text "tick", expected a list of texts; ' +
      "roleInfo.hears is [ 3 ], expected a list of texts",
  );
});

Deno.test("transportInfoOf() says which class a transport extends", () => {
  assert.throws(
    () => transportInfoOf("/t/bell.ts", { transportInfo: INFO }),
    /transportInfo\.class is the function Bell, expected a class that extends Transport, as AuthenticatedTransport does$/,
  );
});

Deno.test("roleInfoOf() keeps the options of all blocks for them", () => {
  const { role, transport } = RESERVED_OPTIONS;
  const isReserved = (names: readonly string[]) => (name: string) =>
    names.includes(name);
  assert.ok(Object.keys(ROLE_BLOCK).every(isReserved(role)));
  assert.ok(Object.keys(TRANSPORT_BLOCK).every(isReserved(transport)));
  const config = { type: { description: "The type" } };
  assert.equal(
    faultsOf({ roleInfo: { ...INFO, config } }),
    'roleInfo.config has "type", which every role block takes: name the ' +
      "option otherwise",
  );
});

const TEXT = { description: "The pin" };

/** Options that are wrong, and what is said of them. */
const WRONG: readonly [option: unknown, fault: string][] = [
  [4, "PIN is 4, expected { description, … }"],
  [{}, "PIN.description is missing, expected text"],
  [
    { ...TEXT, max: 3 },
    'PIN has the unknown field "max", known: "description", "default", ' +
    '"type", "minimum", "maximum", "choices", "names" and "listens"',
  ],
  [
    { type: "integer", minimum: 3, default: 2, maximun: 4 },
    'PIN has the unknown field "maximun", did you mean "maximum"? Known: ' +
    '"description", "default", "type", "minimum", "maximum", "choices", "names" and "listens"; ' +
    "PIN.description is missing, expected text; PIN.default is 2, expected " +
    'a value of the type "integer" of at least 3',
  ],
  [
    { ...TEXT, type: "int" },
    'PIN.type is the text "int", expected "string", "number", "integer", ' +
    '"boolean", "path", "list" or "any"',
  ],
  [
    { ...TEXT, type: "integer", minimum: "0" },
    'PIN.minimum is the text "0", expected a number',
  ],
  [
    { ...TEXT, type: "integer", minimum: 3, maximum: 2 },
    "PIN.minimum is 3, above its maximum 2",
  ],
  [
    { ...TEXT, minimum: 3 },
    'PIN has bounds, but takes values of the type "any": give it the type ' +
    '"number" or "integer"',
  ],
  [
    { ...TEXT, type: "number", choices: ["a"] },
    'PIN has choices, but takes values of the type "number": give it the ' +
    'type "string" or "list"',
  ],
  [
    { ...TEXT, type: "list", names: "timer" },
    'PIN.names is the text "timer", expected "role" or "node"',
  ],
  [
    { ...TEXT, type: "integer", listens: true },
    'PIN.listens is true, expected "port" or "address"',
  ],
  [
    { ...TEXT, type: "string", listens: "port" },
    "PIN says at which port it listens, but takes values of the type " +
    '"string": give it the type "integer"',
  ],
  [
    { ...TEXT, type: "integer", listens: "address" },
    "PIN says at which address it listens, but takes values of the type " +
    '"integer": give it the type "string" or "boolean"',
  ],
  [
    { ...TEXT, names: "role" },
    'PIN takes names, but values of the type "any": give it the type ' +
    '"string" or "list"',
  ],
  [
    { ...TEXT, choices: [] },
    "PIN.choices is [], expected a list of texts",
  ],
  [
    { ...TEXT, default: "c", choices: ["a", "b"] },
    'PIN.default is the text "c", expected a value of the type "string", ' +
    '"a" or "b"',
  ],
  [
    { ...TEXT, type: "integer", default: 1.5 },
    'PIN.default is 1.5, expected a value of the type "integer"',
  ],
  [
    { ...TEXT, default: {} },
    "",
  ],
  [
    { ...TEXT, type: "boolean", default: NODE_NAME },
    'PIN.default is Symbol(NODE_NAME), expected a value of the type "boolean"',
  ],
];

for (const [option, fault] of WRONG) {
  Deno.test(`roleInfoOf() says of an option: ${fault || "nothing"}`, () => {
    assert.equal(faultsOfOption(option), fault);
  });
}

Deno.test("roleInfoOf() takes every default that is within its option's bounds, and no other", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.integer(), (value, a, b) => {
      const [minimum, maximum] = [Math.min(a, b), Math.max(a, b)];
      const option = { ...TEXT, default: value, minimum, maximum };
      const isWithin = value >= minimum && value <= maximum;
      assert.equal(faultsOfOption(option) === "", isWithin);
    }),
  );
});

Deno.test("roleInfoOf() takes names as defaults of texts and lists", () => {
  for (const type of ["string", "list", "path", "any", undefined]) {
    const option = { ...TEXT, default: ROLENODE_NAME, ...type && { type } };
    assert.equal(faultsOfOption(option), "");
  }
});

Deno.test("roleInfoOf() comes to an end with a ModuleError, whatever a module exports", () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: true }), (anything) => {
      faultsOf({ roleInfo: anything });
      faultsOf({ roleInfo: { ...INFO, config: anything } });
      faultsOfOption(anything);
    }),
  );
});
