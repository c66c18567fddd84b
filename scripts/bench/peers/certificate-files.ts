/** What one end of a TLS connection has, as PEM. */
export interface Certificates {
  /** The certificate of whoever has signed those of both ends. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** The files in the folder of whoever uses TLS. */
export const CERTIFICATE_FILES = {
  ca: "ca.pem",
  cert: "end.pem",
  key: "end.key",
} as const;

/** Reads those of an end from a folder. */
export async function readCertificates(folder = "."): Promise<Certificates> {
  const read = (file: string) => Deno.readTextFile(`${folder}/${file}`);
  return {
    ca: await read(CERTIFICATE_FILES.ca),
    cert: await read(CERTIFICATE_FILES.cert),
    key: await read(CERTIFICATE_FILES.key),
  };
}
