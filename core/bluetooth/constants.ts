/** The family of Bluetooth's sockets. */
export const AF_BLUETOOTH = 31;

/** Protocols of that family. */
export const BTPROTO_L2CAP = 0;
export const BTPROTO_HCI = 1;
export const BTPROTO_RFCOMM = 3;
