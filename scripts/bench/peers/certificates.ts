import { runToEnd } from "./programs.ts";

/** What one end of a TLS connection has, as PEM. */
export interface Certificates {
  /** The certificate of whoever has signed those of both ends. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

const CA = { cert: "ca.pem", key: "ca.key" } as const;
const END = { cert: "end.pem", key: "end.key" } as const;

/** The files in the folder of whoever uses TLS. */
export const CERTIFICATE_FILES = {
  ca: CA.cert,
  cert: END.cert,
  key: END.key,
} as const;

/** Makes an authority in a folder, and a certificate that serves both ends. */
export async function makeCertificates(
  folder: string,
  stop: AbortSignal,
): Promise<void> {
  const make = (files: { cert: string; key: string }, args: string[]) =>
    runToEnd(
      "openssl",
      [
        ...["req", "-x509", "-nodes", "-days", "2"],
        ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
        ...["-keyout", files.key, "-out", files.cert],
        ...args,
      ],
      folder,
      stop,
    );
  await make(CA, ["-subj", "/CN=bench authority"]);
  await make(END, [
    ...["-CA", CA.cert, "-CAkey", CA.key, "-subj", "/CN=bench"],
    ...["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"],
    ...["-addext", "basicConstraints=critical,CA:FALSE"],
    ...["-addext", "extendedKeyUsage=serverAuth,clientAuth"],
  ]);
}

/** Reads them from a folder. */
export async function readCertificates(folder = "."): Promise<Certificates> {
  const read = (file: string) => Deno.readTextFile(`${folder}/${file}`);
  return {
    ca: await read(CERTIFICATE_FILES.ca),
    cert: await read(CERTIFICATE_FILES.cert),
    key: await read(CERTIFICATE_FILES.key),
  };
}
