/** The version of this software, as `kozo --version` prints it. */
export const VERSION = "0.1.0";

/**
 * The version of the protocol that two linked nodes must share. All that
 * `docs/protocol.md` says is version 1, `ping`, `pong` and a second `hello`
 * included, since no release spoke less. A frame that a node of this version
 * would refuse, as it does each unknown kind, takes the next number.
 */
export const PROTOCOL_VERSION = 1;
