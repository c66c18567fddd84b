import { CERTIFICATE_FILES } from "./certificate-files.ts";
import { runToEnd } from "./programs.ts";

const CA = { cert: CERTIFICATE_FILES.ca, key: "ca.key" } as const;
const END = CERTIFICATE_FILES;

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
