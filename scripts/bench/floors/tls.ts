/** Deno's TLS, with the frames that a link has: see `run-floor.ts`. */
import { linkFraming } from "./link-framing.ts";
import { runFloor } from "./run-floor.ts";
import { tlsStreams } from "./tls-streams.ts";

await runFloor(await tlsStreams(), linkFraming());
