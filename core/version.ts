/** The version of this software, as `kozo --version` prints it. */
export const VERSION = "0.1.0";

/** The version of the protocol that two linked nodes must share. */
export const PROTOCOL_VERSION = 1;
