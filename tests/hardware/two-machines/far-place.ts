/**
 * Where the far side listens, on the other virtual machine of
 * `deno task test:hardware`; nothing: there is no such machine.
 */
export function farPlace(): Deno.ConnectOptions | undefined {
  const [hostname = "", port] = Deno.env.get("KOZO_LAB_FAR")?.split(":") ?? [];
  return port === undefined ? undefined : { hostname, port: Number(port) };
}
