import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError, ConfigFileError } from "kozo";
import { loadConfig, whyUnreadable } from "../../core/config/load.ts";
import { registry } from "./registry.ts";
import { withNode } from "./support.ts";

const EXAMPLE =
  new URL("fixtures/example-2014.yml.txt", import.meta.url).pathname;

async function inFolder(
  work: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadConfig() reads the example of 2014 as it stands", async () => {
  const { file, fingerprint, nodes } = await loadConfig(EXAMPLE, registry);
  assert.equal(file, EXAMPLE);
  assert.match(fingerprint, /^[0-9a-f]{16}$/);
  assert.deepEqual([...nodes.keys()], ["clock", "scribe"]);
  const [clock, scribe] = [...nodes.values()];
  assert.equal(clock?.settings.heartbeat, 30);
  assert.deepEqual(clock?.settings.cipher, ["aes256-ctr"]);
  assert.match(clock?.publicKey ?? "", /^ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAB/);
  assert.deepEqual(clock?.roles, [
    {
      name: "timer1",
      type: "timer",
      options: { tick: 60, message: "timer1@clock" },
    },
  ]);
  assert.deepEqual(clock?.transports[0]?.options.address, [
    "clock.local",
    "10.13.37.2",
    "gnreiuoyh5rrtkjhe4r5j5423t4egyr.onion",
  ]);
  assert.equal(scribe?.roleStorage, "/var/lib/kozo/storage");
  assert.deepEqual(scribe?.roles.map(({ options }) => options), [
    { timer: "timer1", log: false },
    {
      file: "/var/log/kozo/scribe.log",
      clearLog: true,
      nodeRestrict: "scribe",
    },
  ]);
});

Deno.test("loadConfig() starts relative paths at the file's folder", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "config.yml");
    await Deno.writeTextFile(file, withNode());
    const { nodes } = await loadConfig(file, registry);
    assert.equal(nodes.get("a")?.privateKey, join(folder, "key"));
  });
});

Deno.test("loadConfig() reads a file with a byte order mark and CRLF", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "config.yml");
    const text = withNode("descriptoin: x").replaceAll("\n", "\r\n");
    await Deno.writeTextFile(file, `\ufeff${text}`);
    await assert.rejects(loadConfig(file, registry), (error: Error) => {
      assert.ok(error instanceof ConfigError);
      assert.deepEqual(
        error.problems.map(({ line, column }) => [line, column]),
        [[5, 5]],
      );
      return true;
    });
  });
});

Deno.test("loadConfig() says that there is no such file", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "nowhere.yml");
    await assert.rejects(loadConfig(file, registry), {
      name: "ConfigFileError",
      message:
        `Cannot read the configuration file "${file}": there is no such file: ` +
        "check its name and its folder",
    });
  });
});

Deno.test("loadConfig() says that the file is a folder", async () => {
  await inFolder(async (folder) => {
    await assert.rejects(loadConfig(folder, registry), {
      name: "ConfigFileError",
      message: `Cannot read the configuration file "${folder}": it is a ` +
        "folder: name the file in it",
    });
  });
});

Deno.test("loadConfig() refuses a device, which may never end", async () => {
  await assert.rejects(loadConfig("/dev/zero", registry), {
    name: "ConfigFileError",
    message:
      'Cannot read the configuration file "/dev/zero": it is no regular file',
  });
});

Deno.test("loadConfig() says why the file cannot be read", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "loop");
    await Deno.symlink(file, file);
    await assert.rejects(loadConfig(file, registry), (error: Error) => {
      assert.ok(error instanceof ConfigFileError);
      assert.ok(error.cause instanceof Error);
      assert.ok(error.message.includes(error.cause.message));
      return true;
    });
  });
  const denied = new Deno.errors.PermissionDenied("os error 13");
  assert.equal(
    whyUnreadable(denied),
    "this user may not read it: check its owner and its mode",
  );
});

Deno.test("loadConfig() refuses a file that is too big to be one", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "big.yml");
    await Deno.writeTextFile(file, "#".repeat(1024 * 1024 + 1));
    await assert.rejects(loadConfig(file, registry), {
      name: "ConfigFileError",
      message: `Cannot read the configuration file "${file}": it has 1048577 ` +
        "bytes, at most 1048576",
    });
  });
});

Deno.test("loadConfig() names the place of the first byte that is not UTF-8", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "latin1.yml");
    const head = new TextEncoder().encode("system:\n  küche: \ufffd");
    await Deno.writeFile(file, Uint8Array.of(...head, 0xfc, 0x0a, 0xff));
    await assert.rejects(loadConfig(file, registry), {
      name: "ConfigError",
      message:
        `${file}:2:11: This is not UTF-8: save the file in that encoding`,
    });
  });
});
