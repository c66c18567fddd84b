import { transportContract } from "../contract/transport.ts";
import { type Medium, transportInfo } from "../support/memory-transport.ts";

transportContract("memory", {
  info: transportInfo,
  options() {
    const medium: Medium = new Map();
    return [{ medium, address: "alice" }, { medium, address: "bob" }];
  },
});
