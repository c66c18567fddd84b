import assert from "node:assert/strict";
import { TARGETS } from "../../scripts/compile/targets.ts";
import { FakeExecutable, hostTarget } from "./fake.ts";

const ECHO = 'echo "$$ $@"';

/** The line that a start which cannot succeed prints, and nothing else. */
function assertRefused(
  { code, output }: { code: number; output: string },
  expected: RegExp,
): void {
  assert.match(output, expected);
  assert.match(output, /^kozo: [^\n]+\n$/);
  assert.equal(code, 5);
}

/** Runs a command in a mount namespace after `mount` has been run there. */
function mounted(mount: string): string[] {
  return ["unshare", "--mount", "sh", "-c", `${mount} && exec "$@"`, "sh"];
}

const mayMount = await new Deno.Command("unshare", {
  args: ["--mount", "true"],
  stderr: "null",
}).output().then(({ success }) => success, () => false);

function testWithMounts(name: string, fn: () => Promise<void>): void {
  const reason = mayMount ? "" : " (skipped: only root may mount)";
  Deno.test({ name: name + reason, ignore: !mayMount, fn });
}

const SHELLS = [[], ["dash"], ["busybox", "sh"]] as const;

for (const shell of SHELLS) {
  const by = shell.length === 0 ? "itself" : shell.join(" ");
  Deno.test(`The executable run by ${by} hands arguments on, and becomes the program`, async () => {
    await FakeExecutable.with(ECHO, async (fake) => {
      for (const _ of ["first", "later"]) {
        const { pid, code, output } = await fake.start(["a b", "*"], shell);
        assert.equal(code, 0, output);
        assert.ok(output.startsWith(`${pid} run `), output);
        assert.ok(output.endsWith("/app/main.js a b *\n"), output);
      }
    });
  });
}

Deno.test("The executable tells the program where it lies", async () => {
  await FakeExecutable.with('echo "$KOZO_EXE"', async (fake) => {
    await Deno.symlink(fake.file, `${fake.folder}/link`);
    const { output } = await fake.start([], ["sh", "-c", "./link"]);
    assert.equal(output, `${fake.file}\n`);
  });
});

Deno.test("The executable has V8 compile all at once, for Deno to keep, and leaves the user's flags", async () => {
  await FakeExecutable.with('echo "$DENO_V8_FLAGS"', async (fake) => {
    const env = { KOZO_CACHE: fake.cache };
    const bare = await fake.start([], [], env);
    assert.equal(bare.output, "--no-lazy\n");
    const flags = { DENO_V8_FLAGS: "--trace-gc" };
    const more = await fake.start([], [], { ...env, ...flags });
    assert.equal(more.output, "--no-lazy,--trace-gc\n");
  });
});

Deno.test("The executable's cache is for its user only", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    await fake.start();
    const { mode } = await Deno.stat(fake.cache);
    assert.equal((mode ?? 0) & 0o777, 0o700);
  });
});

const UNSAFE_CACHES = [
  [
    "others may enter",
    /Refusing to use .*chmod go= /,
    (path: string) => Deno.mkdir(path, { mode: 0o755 }),
  ],
  [
    "is a link",
    /Refusing to use .*it is no folder of this user/,
    async (path: string) => {
      await Deno.mkdir(`${path}.real`, { mode: 0o700 });
      await Deno.symlink(`${path}.real`, path);
    },
  ],
] as const;

for (const [what, complaint, make] of UNSAFE_CACHES) {
  Deno.test(`The executable refuses a cache that ${what}`, async () => {
    await FakeExecutable.with(ECHO, async (fake) => {
      await make(fake.cache);
      for (const shell of SHELLS) {
        assertRefused(await fake.start([], shell), complaint);
      }
    });
  });
}

Deno.test("The executable unpacks below a folder with the setgid bit", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    await Deno.chmod(fake.folder, 0o2755);
    for (const _ of ["first", "later"]) {
      const { code, output } = await fake.start();
      assert.equal(code, 0, output);
    }
  });
});

Deno.test("The executable unpacks itself anew where a power cut has left an empty file", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    await fake.start();
    const [version] = await fake.unpacked();
    await Deno.truncate(`${fake.cache}/${version}/deno`);
    const { code, output } = await fake.start(["again"]);
    assert.equal(code, 0, output);
    assert.ok(output.endsWith("again\n"), output);
  });
});

Deno.test("The executable leaves the variables of its user alone", async () => {
  await FakeExecutable.with('echo "$key $home $cache"', async (fake) => {
    const own = { KOZO_CACHE: fake.cache, key: "1", home: "2", cache: "3" };
    const { output } = await fake.start([], [], own);
    assert.equal(output, "1 2 3\n");
  });
});

Deno.test("The executable refuses a cache that was opened to others later", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    await fake.start();
    await Deno.chmod(fake.cache, 0o770);
    assertRefused(await fake.start(), /Refusing to use/);
  });
});

testWithMounts("The executable refuses a cache of another user", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    await Deno.mkdir(fake.cache, { mode: 0o700 });
    await Deno.chown(fake.cache, 65534, 65534);
    assertRefused(await fake.start(), /Refusing to use/);
  });
});

Deno.test("Many first starts at once all work, and unpack one folder", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    const starts = Array.from({ length: 8 }, () => fake.start());
    for (const { code, output } of await Promise.all(starts)) {
      assert.equal(code, 0, output);
    }
    assert.equal((await fake.unpacked()).length, 1);
  });
});

Deno.test("What an interrupted start has left does no harm, and goes", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    await Deno.mkdir(`${fake.cache}/new.killed`, { recursive: true });
    await Deno.chmod(fake.cache, 0o700);
    await Deno.utime(`${fake.cache}/new.killed`, 0, 0);
    assert.equal((await fake.start()).code, 0);
    assert.doesNotMatch((await fake.unpacked()).join(), /new\./);
  });
});

/** Makes what lies in a cache look as if it were of yesterday. */
async function age(fake: FakeExecutable): Promise<void> {
  const yesterday = Date.now() / 1000 - 86_400;
  for (const name of await fake.unpacked()) {
    await Deno.utime(`${fake.cache}/${name}`, yesterday, yesterday);
  }
}

Deno.test("A new version removes the old one, but not one that has just been unpacked", async () => {
  await FakeExecutable.with("exit 0", async (fake) => {
    await fake.start();
    await fake.write("exit 0 # second");
    await fake.start();
    // The first may not have begun to run yet.
    assert.equal((await fake.unpacked()).length, 2);
    await age(fake);
    await fake.write("exit 0 # third");
    await fake.start();
    assert.equal((await fake.unpacked()).length, 1);
  });
});

for (const how of ["itself", "by another program, as by an emulator"]) {
  Deno.test(`A new version leaves an old one alone that runs ${how}`, async () => {
    await FakeExecutable.with("exit 0", async (fake) => {
      await fake.start();
      const deno = `${fake.cache}/${(await fake.unpacked())[0]}/deno`;
      // A script is run by its shell: so that the file itself runs, it is one.
      if (how === "itself") await Deno.copyFile("/bin/sleep", deno);
      const running = how === "itself"
        ? new Deno.Command(deno, { args: ["60"] }).spawn()
        : new Deno.Command("tail", { args: ["-f", deno], stdout: "null" })
          .spawn();
      try {
        await age(fake);
        await fake.write("exit 0 # second");
        await fake.start();
        assert.equal((await fake.unpacked()).length, 2);
      } finally {
        running.kill();
        await running.status;
      }
    });
  });
}

Deno.test("A damaged executable says so", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    const { size } = await Deno.stat(fake.file);
    await Deno.truncate(fake.file, size - 1);
    assertRefused(await fake.start(), /is damaged, \d+ bytes long; copy it/);
    assert.deepEqual(await fake.unpacked(), []);
  });
});

Deno.test("An executable whose content has changed is not run", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    const bytes = await Deno.readFile(fake.file);
    // In the last archive's checksum, of which tar knows nothing.
    const at = bytes.length - 6;
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await Deno.writeFile(fake.file, bytes);
    assertRefused(await fake.start(), /Cannot unpack .*copy .* here again/);
    assert.deepEqual(await fake.unpacked(), []);
  });
});

Deno.test("An executable for another machine says so", async () => {
  const other = TARGETS.find((target) => target !== hostTarget());
  await FakeExecutable.with(ECHO, async (fake) => {
    const refusal = /is for aarch64, and this machine is/;
    assertRefused(await fake.start(), refusal);
    const runner = { KOZO_CACHE: fake.cache, KOZO_RUNNER: "env" };
    assert.equal((await fake.start([], [], runner)).code, 0);
    assertRefused(await fake.start(), refusal);
  }, other);
});

Deno.test("Without HOME the executable asks for KOZO_CACHE", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    assertRefused(await fake.start([], [], {}), /HOME is not set; set KOZO_C/);
    const home = { HOME: fake.folder };
    assert.equal((await fake.start([], [], home)).code, 0);
    await Deno.stat(`${fake.folder}/.cache/kozo`);
  });
});

testWithMounts(
  "On a full disk the executable says so, and leaves nothing",
  async () => {
    await FakeExecutable.with(ECHO, async (fake) => {
      await Deno.mkdir(fake.cache);
      const prefix = mounted(
        `mount -t tmpfs -o size=4k,mode=700 tmpfs ${fake.cache} && ` +
          `head -c 4096 /dev/zero >${fake.cache}/full`,
      );
      const full = await fake.start([], prefix);
      assertRefused(
        full,
        /Cannot unpack .*No space left on device.*KOZO_CACHE/,
      );
    });
  },
);

testWithMounts(
  "On a read-only disk the executable says so; once unpacked it runs",
  async () => {
    await FakeExecutable.with(ECHO, async (fake) => {
      await Deno.mkdir(fake.cache, { mode: 0o700 });
      const prefix = mounted(
        `mount --bind ${fake.cache} ${fake.cache} && ` +
          `mount -o remount,ro,bind ${fake.cache}`,
      );
      assertRefused(await fake.start([], prefix), /Cannot write .*KOZO_CACHE/);
      assert.equal((await fake.start()).code, 0);
      assert.equal((await fake.start([], prefix)).code, 0);
    });
  },
);

testWithMounts(
  "Where programs may not be run the executable says so",
  async () => {
    await FakeExecutable.with(ECHO, async (fake) => {
      await Deno.mkdir(fake.cache);
      const prefix = mounted(
        `mount -t tmpfs -o noexec,mode=700 tmpfs ${fake.cache}`,
      );
      assertRefused(await fake.start([], prefix), /Cannot run .*KOZO_CACHE/);
    });
  },
);

Deno.test("The same parts give the same bytes", async () => {
  await FakeExecutable.with(ECHO, async (fake) => {
    const first = await Deno.readFile(fake.file);
    await Deno.remove(fake.file);
    await fake.write(ECHO);
    assert.deepEqual(await Deno.readFile(fake.file), first);
    await fake.write("exit 0");
    assert.notDeepEqual(await Deno.readFile(fake.file), first);
  });
});
