/** ssh2 and nothing of Kōzō's but a few lines: see `run-floor.ts`. */
import { bareFraming } from "../framing.ts";
import { plainSsh2 } from "./plain-ssh2.ts";
import { runFloor } from "./run-floor.ts";

await runFloor(plainSsh2(), bareFraming);
