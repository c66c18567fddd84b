import { freePorts } from "../../scripts/testnet/ports.ts";
import { transportInfo } from "../../transports/tcp.ts";
import { makeFarPair } from "./far/far-pair.ts";
import { FarProcess } from "./far/far-process.ts";
import { transportContract } from "./transport.ts";

const far = new FarProcess("transports/tcp.ts");

transportContract("tcp (two processes)", {
  info: transportInfo,
  makePair: (options) => makeFarPair(far.place, options),
  options() {
    const common = {
      address: ["127.0.0.1"],
      bindAddress: "127.0.0.1",
      socketConnectionBacklog: 10,
    };
    const [a, b] = freePorts(2);
    return [{ ...common, port: a }, { ...common, port: b }];
  },
});
