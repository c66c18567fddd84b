/** Names of devices by their addresses; null: a name that could not be read. */
export type Devices = ReadonlyMap<string, string | null>;

/** A line for each device that came, went or has another name now. */
export function describeChanges(before: Devices, now: Devices): string[] {
  const lines: string[] = [];
  for (const [address, name] of now) {
    const device = describe(address, name);
    const last = before.get(address);
    if (!before.has(address)) {
      lines.push(`Bluetooth device entered the range: ${device}`);
    } else if (last !== name) {
      lines.push(
        `Bluetooth device changed its name from ${quoted(last)}: ${device}`,
      );
    }
  }
  for (const [address, name] of before) {
    if (now.has(address)) continue;
    lines.push(`Bluetooth device left the range: ${describe(address, name)}`);
  }
  return lines;
}

function describe(address: string, name: string | null): string {
  return `${quoted(name)} (${address})`;
}

function quoted(name: string | null | undefined): string {
  return name === null || name === undefined ? "unknown" : `"${name}"`;
}
