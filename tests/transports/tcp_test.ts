import { transportInfo } from "../../transports/tcp.ts";
import { transportContract } from "../contract/transport.ts";
import { freePorts } from "../../scripts/testnet/ports.ts";

transportContract("tcp", {
  info: transportInfo,
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
