/**
 * What Kōzō takes of the library ssh2, file by file: the library's index loads
 * agents for HTTP besides, which cost each process 2 MB and 7 ms of its start.
 *
 * @module
 */
// @ts-types="npm:@types/ssh2@1.15.6"
import type ssh2 from "ssh2";
import client from "ssh2/lib/client.js";
import keygen from "ssh2/lib/keygen.js";
import keyParser from "ssh2/lib/protocol/keyParser.js";
import server from "ssh2/lib/server.js";

// @ts-types="npm:@types/ssh2@1.15.6"
export type {
  Algorithms,
  AuthContext,
  CipherAlgorithm,
  ClientChannel,
  MacAlgorithm,
  ParsedKey,
  PublicKeyAuthContext,
} from "ssh2";

/** The end of a connection that has dialled. */
export type Client = ssh2.Client;
export const Client: typeof ssh2.Client = client;

/** The end of a connection that was dialled. */
export const Server: typeof ssh2.Server = server;

export const parseKey: typeof ssh2.utils.parseKey = keyParser.parseKey;

export const generateKeyPairSync: typeof ssh2.utils.generateKeyPairSync =
  keygen.generateKeyPairSync;
