import assert from "node:assert/strict";
import {
  allFolders,
  nodeOf,
  ownFolder,
  ownFolders,
  type PlaceVariables,
  socketIn,
} from "../../core/control/places.ts";

const NOTHING: PlaceVariables = {
  only: undefined,
  service: undefined,
  runtime: undefined,
  uid: 1000,
};

const CASES: readonly [Partial<PlaceVariables>, string, readonly string[]][] = [
  [{}, "/tmp/kozo-1000", ["/tmp/kozo-1000", "/run/kozo"]],
  [{ uid: 0 }, "/run/kozo", ["/run/kozo"]],
  [{ runtime: "/run/user/1000" }, "/run/user/1000/kozo", [
    "/run/user/1000/kozo",
    "/tmp/kozo-1000",
    "/run/kozo",
  ]],
  [{ service: "/run/kozo:/run/x", uid: 990 }, "/run/kozo", [
    "/run/kozo",
    "/tmp/kozo-990",
  ]],
  [{ only: "/here", service: "/run/kozo", runtime: "/there" }, "/here", [
    "/here",
  ]],
];

for (const [variables, own, all] of CASES) {
  Deno.test(`with ${JSON.stringify(variables)} a node's socket is in ${own}, and found there`, () => {
    const place = { ...NOTHING, ...variables };
    assert.equal(ownFolder(place), own);
    assert.deepEqual(allFolders(place), all);
    assert.ok(all.includes(own));
  });
}

Deno.test("whose folder was taken away by systemd has another in which nodes are found", () => {
  const place = { ...NOTHING, runtime: "/run/user/1000" };
  const folders = ownFolders(place);
  assert.deepEqual(folders, ["/run/user/1000/kozo", "/tmp/kozo-1000"]);
  for (const folder of folders) assert.ok(allFolders(place).includes(folder));
  assert.deepEqual(ownFolders({ ...place, only: "/here" }), ["/here"]);
});

Deno.test("a socket's name is that of its node", () => {
  assert.equal(nodeOf(socketIn("/run/kozo", "clock.2")), "clock.2");
  assert.equal(nodeOf("/run/kozo/clock.lock"), undefined);
});
