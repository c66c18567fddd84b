import { isSameSecret } from "../secrets/same-secret.ts";
import type { RequestHead } from "./request-head.ts";
import { addressesAt, describeTarget, describeVersion } from "./targets.ts";

/** What a client has to know. */
export interface Pass {
  /** The path of the debugger's WebSocket. */
  readonly token: string;
  /** What else opens the list of addresses, by HTTP's basic authentication. */
  readonly password: string;
  /** What is debugged, for the list. */
  readonly title: string;
}

/** What becomes of a request. */
export type Verdict =
  /** It may debug; this is the key of its WebSocket. */
  | { readonly attach: string }
  | Answer;

/** An answer of HTTP. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A host that no name of another machine can stand for. */
const LITERAL =
  /^(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|\[[\da-f:.]+\])(?::\d+)?$/i;

const WEBSOCKET_KEY = /^[A-Za-z\d+/]{22}==$/;

const ASK_PASSWORD = { "www-authenticate": 'Basic realm="Kozo debugger"' };

/** Judges a request: who it comes from, then what it knows, then what it wants. */
export function judge(head: RequestHead, pass: Pass): Verdict {
  const { method, headers } = head;
  const host = headers.get("host") ?? "";
  // A page of the web may not get here under a name of its own, nor at all.
  if (!LITERAL.test(host)) return answer(403, "Call it by its IP address");
  const origin = headers.get("origin") ?? "devtools://";
  if (!origin.startsWith("devtools://")) {
    return answer(403, "Not for web pages");
  }
  if (method !== "GET") return answer(405, "Only GET");
  const [path = ""] = head.target.split("?");
  if (isSameSecret(path, `/${pass.token}`)) return judgeUpgrade(headers);
  if (isSameSecret(passwordIn(headers), pass.password)) {
    return describe(path, host, pass);
  }
  return { ...answer(401, "Wrong token or password"), headers: ASK_PASSWORD };
}

function judgeUpgrade(headers: RequestHead["headers"]): Verdict {
  const isUpgrade = headers.get("upgrade")?.toLowerCase() === "websocket";
  const key = headers.get("sec-websocket-key") ?? "";
  if (isUpgrade && WEBSOCKET_KEY.test(key)) return { attach: key };
  return answer(426, "This is a WebSocket, for a debugger");
}

function describe(path: string, host: string, { token, title }: Pass): Answer {
  const addresses = addressesAt(host, token);
  switch (path) {
    case "/json/version":
      return json(describeVersion());
    case "/json":
    case "/json/list":
      return json([describeTarget(title, addresses)]);
    default:
      return answer(404, "Look at /json/list");
  }
}

/** What a client gives by HTTP's basic authentication, under any name. */
function passwordIn(headers: RequestHead["headers"]): string {
  const [, code = ""] = /^Basic ([A-Za-z\d+/=]+)$/i
    .exec(headers.get("authorization") ?? "") ?? [];
  try {
    const bytes = Uint8Array.fromBase64(code);
    const [, password = ""] = /^[^:]*:(.*)$/s
      .exec(new TextDecoder().decode(bytes)) ?? [];
    return password;
  } catch {
    return "";
  }
}

function answer(status: number, text: string): Answer {
  return { status, text: `${text}\n` };
}

function json(value: unknown): Answer {
  return {
    ...answer(200, JSON.stringify(value, null, 2)),
    headers: { "content-type": "application/json" },
  };
}
