import assert from "node:assert/strict";
import fc from "fast-check";
import {
  parseRequestHead,
  type RequestHead,
} from "../../../roles/debugger/request-head.ts";

function parse(...lines: string[]): RequestHead | undefined {
  return parseRequestHead(lines.join("\r\n"));
}

Deno.test("A request's head has a method, a target and headers by small letters", () => {
  assert.deepEqual(parse("GET /json?a=1 HTTP/1.1", "Host: x ", "A-b:"), {
    method: "GET",
    target: "/json?a=1",
    headers: new Map([["host", "x"], ["a-b", ""]]),
  });
});

Deno.test("What is no request, or could be read in two ways, is refused", () => {
  const lines: readonly string[][] = [
    [""],
    ["GET / HTTP/1.0"],
    ["GET http://x/ HTTP/1.1"],
    ["GET /a b HTTP/1.1"],
    ["get / HTTP/1.1"],
    ["GET / HTTP/1.1", "Host"],
    ["GET / HTTP/1.1", " Host: x"],
    ["GET / HTTP/1.1", "Host : x"],
    ["GET / HTTP/1.1", "Host: x", "host: y"],
    ["GET / HTTP/1.1", "Host: x", ""],
  ];
  for (const one of lines) assert.equal(parse(...one), undefined, `${one}`);
});

Deno.test("Whatever comes instead of a request is read or refused", () => {
  const part = fc.oneof(
    fc.constantFrom("GET", " ", "/", "HTTP/1.1", "\r\n", ":", "Host", "\n"),
    fc.string({ unit: "binary", maxLength: 4 }),
  );
  fc.assert(fc.property(fc.array(part), (parts) => {
    const head = parseRequestHead(parts.join(""));
    assert.ok(head === undefined || head.target.startsWith("/"));
  }));
});
