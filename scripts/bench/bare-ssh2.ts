/** The least that a program with SSH takes to start: `bare-ssh2.ts`. */
import "ssh2";
import { inputEnds, sayListening } from "./end.ts";

sayListening();
await inputEnds();
