import assert from "node:assert/strict";
import { Lobby, type Place } from "../../../roles/message_injector/lobby.ts";

const REFUSAL = "are connected, the most that may be";

/** Enters from so many addresses, so often from each. */
function crowd(lobby: Lobby, addresses: number, each: number): Place[] {
  return Array.from(
    { length: addresses * each },
    (_, index) => lobby.enter(`192.0.2.${index % addresses}`),
  );
}

Deno.test("Strangers of one address keep no other address out of the injector", () => {
  const lobby = new Lobby();
  const [first] = crowd(lobby, 1, 4);
  assert.throws(() => lobby.enter("192.0.2.0"), {
    message: `4 of your address, without the password, ${REFUSAL}`,
  });
  lobby.enter("192.0.2.99").letIn();
  first?.[Symbol.dispose]();
  lobby.enter("192.0.2.0");
});

Deno.test("The injector lets 16 strangers in, and takes no place of a client for them", () => {
  const lobby = new Lobby();
  const strangers = crowd(lobby, 16, 1);
  assert.throws(() => lobby.enter("192.0.2.99"), {
    message: `16 without the password ${REFUSAL}`,
  });
  for (const stranger of strangers) stranger.letIn();
  const more = crowd(lobby, 16, 1);
  for (const stranger of more) stranger.letIn();
  const last = lobby.enter("192.0.2.99");
  assert.throws(() => last.letIn(), { message: `32 clients ${REFUSAL}` });
  more[0]?.[Symbol.dispose]();
  last.letIn();
});
