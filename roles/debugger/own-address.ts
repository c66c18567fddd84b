/** An address at which other machines may reach this one, if it has any. */
export function ownAddress(): string {
  const other = Deno.networkInterfaces()
    .find(({ family, address }) =>
      family === "IPv4" && !address.startsWith("127.")
    );
  return other?.address ?? "127.0.0.1";
}
