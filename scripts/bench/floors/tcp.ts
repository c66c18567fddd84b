/** A plain socket, with the frames that a link has: see `run-floor.ts`. */
import { linkFraming } from "./link-framing.ts";
import { runFloor } from "./run-floor.ts";
import { tcpStreams } from "./tcp-streams.ts";

await runFloor(tcpStreams, linkFraming());
