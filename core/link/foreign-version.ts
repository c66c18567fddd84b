import { LinkError, LinkReason } from "../errors.ts";
import { PROTOCOL_VERSION } from "../version.ts";

/**
 * Why there is no link with a node that speaks another version.
 *
 * @param protocol the version that it speaks
 */
export function foreignVersion(protocol: number): LinkError {
  const older = protocol > PROTOCOL_VERSION ? "this node" : "the other one";
  return new LinkError(
    LinkReason.Version,
    `it speaks version ${protocol} of the protocol, this node version ` +
      `${PROTOCOL_VERSION}: update Kōzō on ${older}`,
  );
}
