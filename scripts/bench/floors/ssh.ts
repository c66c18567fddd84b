/** The stream that a link uses, in a network's folder: see `run-floor.ts`. */
import { bareFraming } from "../framing.ts";
import { runFloor } from "./run-floor.ts";
import { sshStreams } from "./ssh-streams.ts";

const [name, peer] = Deno.args[0] === "subscriber"
  ? ["subscriber", "publisher"]
  : ["publisher", "subscriber"];
await runFloor(await sshStreams(name, peer), bareFraming);
