import { once } from "node:events";
import * as tls from "node:tls";
import { readCertificates } from "../peers/certificate-files.ts";
import { dialSocket, type FloorStreams, HOST } from "./tcp-streams.ts";

/** TLS over sockets; each end has a certificate, and checks the other's. */
export async function tlsStreams(): Promise<FloorStreams> {
  const certificates = await readCertificates();
  return {
    async listen(port, take) {
      const options = {
        ...certificates,
        noDelay: true,
        requestCert: true,
        rejectUnauthorized: true,
      };
      const server = tls.createServer(options, take);
      await once(server.listen({ host: HOST, port }), "listening");
    },
    async dial(port) {
      const socket = await dialSocket(port);
      const secure = tls.connect({ ...certificates, host: HOST, socket });
      await once(secure, "secureConnect");
      return secure;
    },
  };
}
