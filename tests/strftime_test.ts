import assert from "node:assert/strict";
import fc from "fast-check";
import { strftime } from "kozo";

const PRINTER = new URL("support/print-strftime.ts", import.meta.url).pathname;

/** All directives that `date` of coreutils understands in the same way. */
const FORMAT = "%a %A %b %B %c %d %e %F %H %I %j %m %M %p %s %S %T %U %V %w " +
  "%W %x %X %y %Y %z %%";
const ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"];

/** From 1971 to 2369, in whole seconds. */
const moment = fc.integer({ min: 31_536_000, max: 12_600_000_000 });

async function run(
  command: string,
  args: readonly string[],
  zone: string,
  input: string,
): Promise<string[]> {
  const child = new Deno.Command(command, {
    args: [...args],
    env: { TZ: zone, LC_ALL: "C" },
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(input));
  await writer.close();
  const { stdout } = await child.output();
  return new TextDecoder().decode(stdout).trimEnd().split("\n");
}

function hasCoreutils(): boolean {
  try {
    const { stdout } = new Deno.Command("date", { args: ["--version"] })
      .outputSync();
    return new TextDecoder().decode(stdout).includes("coreutils");
  } catch {
    return false;
  }
}

for (const zone of ZONES) {
  Deno.test({
    name: `strftime() agrees with date of coreutils in ${zone}`,
    // Only the date of coreutils knows all of these.
    ignore: !hasCoreutils(),
    fn: async () => {
      const moments = fc.sample(moment, 300);
      const expected = await run(
        "date",
        ["-f", "-", `+${FORMAT}`],
        zone,
        moments.map((seconds) => `@${seconds}\n`).join(""),
      );
      const found = await run(
        Deno.execPath(),
        ["run", "-A", "--quiet", PRINTER, FORMAT],
        zone,
        moments.map((seconds) => `${seconds}\n`).join(""),
      );
      assert.equal(found.length, moments.length);
      assert.deepEqual(found, expected);
    },
  });
}

Deno.test("strftime() agrees with Temporal in the machine's time zone", () => {
  fc.assert(
    // Until 2106 a number of seconds has room for microseconds.
    fc.property(fc.nat(2 ** 32 - 1), fc.nat(999_999), (s, us) => {
      const there = Temporal.Instant.fromEpochMilliseconds(s * 1000)
        .add({ microseconds: us })
        .toZonedDateTimeISO(Temporal.Now.timeZoneId());
      const offset = there.offset.replace(":", "");
      assert.equal(
        strftime("%FT%T.%f%z %j %V", s + us / 1e6),
        there.toPlainDateTime().toString({ fractionalSecondDigits: 6 }) +
          `${offset} ${String(there.dayOfYear).padStart(3, "0")} ` +
          String(there.weekOfYear).padStart(2, "0"),
      );
    }),
  );
});

Deno.test("strftime() leaves anything but directives as it is", () => {
  assert.equal(strftime("é %Q %1 %-d %é 100%", 0), "é %Q %1 %-d %é 100%");
  fc.assert(
    fc.property(fc.string(), (text) => {
      assert.equal(strftime(text.replaceAll("%", "%%"), 0), text);
    }),
  );
});

Deno.test("strftime() gives the microseconds, before 1970 too", () => {
  assert.equal(strftime("%s %f", 1.000001), "1 000001");
  assert.equal(strftime("%s %f", 1_700_000_000.123456), "1700000000 123456");
  assert.equal(strftime("%s %f", -0.25), "-1 750000");
});

Deno.test("strftime() names the time zone", () => {
  assert.match(strftime("%Z", 0), /^[A-Z]{2,5}([+-][\d:]+)?$/);
});

Deno.test("strftime() gives a question mark for what is no moment", () => {
  for (const seconds of [NaN, Infinity, -Infinity, 1e300, 8.65e12]) {
    assert.equal(strftime("[%Y-%m-%d %%] %Q", seconds), "[?-?-? ?] %Q");
  }
});

Deno.test("strftime() never throws", () => {
  fc.assert(
    fc.property(fc.double(), (seconds) => {
      assert.equal(typeof strftime(FORMAT + "%f %Z", seconds), "string");
    }),
  );
});
