import assert from "node:assert/strict";
import {
  neededText,
  readQuestion,
  textIn,
} from "../../core/control/question.ts";

const PING = '{"kozo":1,"ask":"ping","peer":"scribe","data":null,"count":3}';

Deno.test("readQuestion() reads what is asked, and all fields", () => {
  const question = readQuestion(PING);
  assert.equal(question.ask, "ping");
  assert.equal(neededText(question, "peer"), "scribe");
  assert.equal(textIn(question, "data"), undefined);
});

Deno.test("readQuestion() says what a question is", () => {
  for (const line of ["", "{", "3", "null", "{}", '{"kozo":1,"ask":3}']) {
    assert.throws(() => readQuestion(line), {
      name: "DecodeError",
      message:
        /a question is (?:a line of JSON|an object with "kozo" and "ask")/,
    });
  }
});

Deno.test("readQuestion() refuses a question of another version", () => {
  for (const line of ['{"ask":"status"}', '{"kozo":2,"ask":"status"}']) {
    assert.throws(() => readQuestion(line), /by the Kōzō that it runs by/);
  }
});

Deno.test("a field of a question that is missing, or no text, is named", () => {
  const question = readQuestion(PING);
  assert.throws(() => neededText(question, "role"), {
    name: "UsageError",
    message: '"ping" needs the field "role"',
  });
  assert.throws(() => textIn(question, "count"), {
    name: "UsageError",
    message: 'the field "count" of "ping" is a text',
  });
});
