/**
 * What a program with SSH takes to start that imports ssh2 as its documentation
 * says, and so its agents for HTTP too: `bare-ssh2.ts`.
 */
import "ssh2";
import { inputEnds, sayListening } from "./end.ts";

sayListening();
await inputEnds();
