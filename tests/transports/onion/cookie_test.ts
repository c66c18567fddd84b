import assert from "node:assert/strict";
import { cookieFault } from "../../../transports/onion/cookie.ts";

const COOKIE = { isFile: true, size: 32, mode: 0o100640, uid: 7 };

Deno.test("a cookie is Tor's if Tor's user owns it, and only its group may read it", () => {
  const owners = [0, 7];
  for (const mode of [0o100600, 0o100640, 0o100400]) {
    assert.equal(cookieFault({ ...COOKIE, mode }, owners), undefined);
  }
  for (const mode of [0o100644, 0o100660, 0o100602, 0o100666]) {
    assert.match(
      cookieFault({ ...COOKIE, mode }, owners) ?? "",
      /^is open to other users/,
    );
  }
});

Deno.test("a cookie that another user has written is not Tor's", () => {
  const fault = cookieFault(COOKIE, [0, 8, null]);
  assert.match(fault ?? "", /^belongs neither to Tor nor to this user/);
});

Deno.test("what is no file, or of another length, is no cookie", () => {
  for (const other of [{ isFile: false }, { size: 31 }, { size: 33 }]) {
    assert.match(cookieFault({ ...COOKIE, ...other }, [7]) ?? "", /^is no coo/);
  }
});
