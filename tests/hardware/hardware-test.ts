/** Whether this is the virtual machine of `deno task test:hardware`. */
export const inLab: boolean = Deno.env.get("KOZO_LAB") === "1";

/** Registers a test that needs the virtual machine; elsewhere it is ignored. */
export function hardwareTest(name: string, fn: () => void | Promise<void>) {
  Deno.test({ name, ignore: !inLab, fn });
}
