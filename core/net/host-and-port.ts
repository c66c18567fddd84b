/** An address of the form that most transports write. */
const HOST_AND_PORT = /^(?:\[([^\]]+)\]|([^:[\]/]+)):(\d{1,5})$/;

/** Addresses by which a machine means itself. */
const LOOPBACK = /^(?:127\.|::1$|localhost$)/;

/** The two parts of an address. */
export interface HostAndPort {
  readonly host: string;
  readonly port: number;
}

/** The host and the port of an address, if it is of the usual form. */
export function hostAndPort(address: string): HostAndPort | undefined {
  const [, ipv6, name, port] = HOST_AND_PORT.exec(address) ?? [];
  const host = ipv6 ?? name;
  return host === undefined ? undefined : { host, port: Number(port) };
}

/** The address of another port of the same host. */
export function atPort({ host }: HostAndPort, port: number): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** Whether a host, an address or a name, is always this machine. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}
