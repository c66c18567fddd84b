import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import type { Socket } from "node:net";
import { TorControl } from "../../../transports/onion/control.ts";
import {
  answering,
  type Answers,
  OPEN,
  withListener,
  withServer,
} from "./fake-tor.ts";
import { withFolder } from "../../scripts/temporary-folder.ts";

const NONCE = Buffer.alloc(32, 9);

function open(port: number): Promise<TorControl> {
  const { signal } = new AbortController();
  return TorControl.open({ host: "127.0.0.1", port }, signal, () => {});
}

/** How a Tor answers that keeps its cookie in a file, and knows `known`. */
function torWith(cookieFile: string, known: Uint8Array): Answers {
  const prove = (name: string, nonce: Uint8Array) =>
    createHmac("sha256", `Tor safe cookie authentication ${name} hash`)
      .update(known).update(nonce).update(NONCE).digest("hex").toUpperCase();
  let clientNonce: Uint8Array = new Uint8Array();
  return {
    PROTOCOLINFO: () =>
      "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=COOKIE,SAFECOOKIE " +
      `COOKIEFILE="${cookieFile}"\r\n250 OK\r\n`,
    AUTHCHALLENGE: (line) => {
      clientNonce = Buffer.from(line.split(" ")[2] ?? "", "hex");
      const hash = prove("server-to-controller", clientNonce);
      return `250 AUTHCHALLENGE SERVERHASH=${hash} ` +
        `SERVERNONCE=${NONCE.toString("hex").toUpperCase()}\r\n`;
    },
    AUTHENTICATE: (line) => {
      const proof = prove("controller-to-server", clientNonce);
      return line === `AUTHENTICATE ${proof.toLowerCase()}`
        ? "250 OK\r\n"
        : "515 Authentication failed\r\n";
    },
  };
}

Deno.test("TorControl proves that it can read the cookie, without telling it", async () => {
  await withFolder(async (folder) => {
    const cookie = Buffer.alloc(32, 7);
    await Deno.writeFile(`${folder}/cookie`, cookie, { mode: 0o600 });
    const asked: string[] = [];
    const tor = torWith(`${folder}/cookie`, cookie);
    await withServer((socket) => {
      socket.on("data", (bytes) => asked.push(String(bytes)));
      answering(tor)(socket);
    }, async (port) => {
      using control = await open(port);
      control.close();
      await control.closed;
    });
    assert.ok(!asked.join("").includes(cookie.toString("hex")));
  });
});

Deno.test("TorControl tells nothing to a server that has not read the cookie", async () => {
  await withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/cookie`, Buffer.alloc(32, 7), {
      mode: 0o600,
    });
    const other = torWith(`${folder}/cookie`, Buffer.alloc(32, 8));
    await withServer(answering(other), async (port) => {
      await assert.rejects(open(port), /has not read ".*\/cookie"$/);
    });
  });
});

Deno.test("TorControl says what keeps it from the cookie", async () => {
  await withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/letter`, "Dear Tor", { mode: 0o600 });
    const cases = [
      ["nothing", /this user may not read Tor's cookie ".*": add it to the fi/],
      ["letter", /"\/.*\/letter" is no cookie of Tor's/],
    ] as const;
    for (const [name, expected] of cases) {
      const tor = torWith(`${folder}/${name}`, Buffer.alloc(32));
      await withServer(answering(tor), async (port) => {
        await assert.rejects(
          open(port),
          (error: Error) => expected.test(error.message.replace(/ \(.*\)/, "")),
        );
      });
    }
  });
});

Deno.test("TorControl says what to write into torrc where Tor wants a password", async () => {
  const PROTOCOLINFO = () =>
    "250-PROTOCOLINFO 1\r\n250-AUTH METHODS=HASHEDPASSWORD\r\n250 OK\r\n";
  await withServer(answering({ PROTOCOLINFO }), async (port) => {
    await assert.rejects(open(port), /write "CookieAuthentication 1" into/);
  });
});

Deno.test("TorControl finds out that what it talks to is not Tor, or leaves", async () => {
  const web = (socket: Socket) =>
    socket.once("data", () => socket.write("HTTP/1.1 400 Bad Request\r\n"));
  await withServer(web, async (port) => {
    await assert.rejects(open(port), /^Error: What listens there is not Tor: /);
  });
  const shy = (socket: Socket) => socket.once("data", () => socket.end());
  await withServer(shy, async (port) => {
    await assert.rejects(open(port), /^Error: it has closed the connection$/);
  });
});

Deno.test("TorControl believes nobody at a port who wants no proof", async () => {
  const asked: string[] = [];
  await withServer((socket) => {
    socket.on("data", (bytes) => asked.push(String(bytes)));
    answering(OPEN)(socket);
  }, async (port) => {
    await assert.rejects(
      open(port),
      /^Error: It does not prove that it is Tor/,
    );
  });
  assert.deepEqual(asked, ["PROTOCOLINFO 1\r\n"]);
});

Deno.test("TorControl believes nobody who names a file of his own as the cookie", async () => {
  await withFolder(async (folder) => {
    const cookie = Buffer.alloc(32, 7);
    await Deno.writeFile(`${folder}/own`, cookie, { mode: 0o644 });
    await Deno.symlink(`${folder}/own`, `${folder}/link`);
    const cases = [
      ["own", /"\/.*\/own" is open to other users/],
      ["link", /"\/.*\/link" is no cookie of Tor's/],
    ] as const;
    for (const [name, expected] of cases) {
      const tor = torWith(`${folder}/${name}`, cookie);
      await withServer(answering(tor), async (port) => {
        await assert.rejects(open(port), expected);
      });
    }
  });
});

Deno.test("TorControl's refusals do not repeat what was a secret", async () => {
  await withFolder(async (folder) => {
    const path = `${folder}/control`;
    await withListener({ path }, answering(OPEN), async () => {
      const { signal } = new AbortController();
      using control = await TorControl.open({ path }, signal, () => {});
      await assert.rejects(control.ask("ADD_ONION ED25519-V3:secret"), {
        name: "ControlRefusal",
        message: "Tor refuses ADD_ONION: 550 Onion address collision",
      });
      control.close();
      await control.closed;
    });
  });
});

Deno.test("TorControl.open() ends as soon as its signal is aborted", async () => {
  await withServer(() => {}, async (port) => {
    const abort = new AbortController();
    const opening = TorControl.open(
      { host: "127.0.0.1", port },
      abort.signal,
      () => {},
    );
    const refused = assert.rejects(opening, { message: "enough" });
    setTimeout(() => abort.abort(new Error("enough")), 20);
    await refused;
  });
});
