import fc from "fast-check";
import assert from "node:assert/strict";
import { parse, stringify } from "yaml";
import { ConfigFileError } from "../../core/errors.ts";
import { Redaction } from "../../core/report/redaction.ts";
import { reportFiles } from "../../core/report/report.ts";
import { REMOVED } from "../../core/secret-patterns.ts";
import { generateKeyPair, parsePublicKey } from "../../core/ssh/keys.ts";

const keys = generateKeyPair();

/** Texts that nothing else in a report has in it by accident. */
const secret = fc.string({ unit: "binary", minLength: 4, maxLength: 40 })
  .map((text) => `§${text.trim()}${crypto.randomUUID().slice(0, 6)}§`);

const optionName = fc.constantFrom(
  ...["password", "passwd", "apiKey", "api_token", "client-secret"],
  ...["username", "authorization", "mqttPassword", "login", "pwd"],
  ...["wifiPsk", "accessCode", "cookie", "bearer", "tokens"],
);

function configWith(options: Record<string, unknown>): Record<string, unknown> {
  return {
    heartbeat: 7,
    system: {
      clock: {
        privateKey: "clock.key",
        publicKey: keys.publicKey.trim(),
        roles: { mqtt: { broker: "broker.local", ...options } },
        transports: { tcp: { address: "clock.local" } },
      },
    },
  };
}

function base64(text: string): string {
  return new TextEncoder().encode(text).toBase64();
}

function filesWith(
  options: Record<string, unknown>,
  log: readonly string[],
  former: readonly string[] = [],
): string {
  const lines = log.map((text) => ({
    at: 1,
    level: "info" as const,
    source: "mqtt",
    text,
  }));
  const files = reportFiles({
    configuration: stringify(configWith(options)),
    former,
    status: null,
    log: lines,
    versions: {},
  });
  return files.map(({ text }) => text).join("");
}

Deno.test("no secret of the configuration survives in a report, wherever it was logged", () => {
  fc.assert(fc.property(
    optionName,
    secret,
    fc.constantFrom<(text: string) => unknown>(
      (text) => text,
      (text) => [text],
      (text) => ({ deep: { deeper: [text] } }),
      (text) => ({ [text]: "porch" }),
    ),
    (name, secret, wrap) => {
      const text = filesWith({ [name]: wrap(secret) }, [
        `login as ${secret} failed`,
        secret,
        `https://broker/${encodeURIComponent(secret)}`,
        `cut in the middle: ${secret.slice(0, -1)}…`,
        `cut in a quote: "${secret.slice(0, -1)}…", and so on`,
        JSON.stringify({ login: secret }),
        `Basic ${base64(secret)}, ${base64(`u:${secret}`)}`,
        base64(`us:${secret}\n`),
      ]);
      const forms = [secret, secret.slice(0, -1), encodeURIComponent(secret)];
      for (const form of forms) {
        assert.ok(!text.includes(form), text);
        assert.ok(!text.includes(JSON.stringify(form).slice(1, -1)), text);
        // The first eight letters that are of the secret alone.
        for (const before of ["", "u:", "us:"]) {
          const letters = base64(before + form).slice(before.length + 1);
          assert.ok(!text.includes(letters.slice(0, 8)), text);
        }
      }
    },
  ));
});

Deno.test("the beginning of a secret is taken out only where a text was cut", () => {
  const text = stringify(configWith({ password: "clock-2014" }));
  const redaction = new Redaction(text);
  assert.match(redaction.configuration, /^ {2}clock:$/m);
  const log = ["the clock", "the clock-2014", "the clock-20…", 'a "clo…" b'];
  assert.deepEqual(redaction.clean(log), [
    "the clock",
    `the ${REMOVED}`,
    `the ${REMOVED}…`,
    'a "clo…" b',
  ]);
});

Deno.test("what the file said before is secret, too", () => {
  const former = stringify(configWith({ password: "old-hunter2" }));
  const text = filesWith({ password: "new-hunter2" }, [
    "tried old-hunter2, then new-hunter2",
  ], [former]);
  assert.doesNotMatch(text, /hunter2/);
});

Deno.test("what the file said before is secret even where it was no YAML", () => {
  const whole = stringify(configWith({ password: "old-hunter2" }));
  for (
    const former of [
      `${whole}\n  system: [`,
      `roles:\n\t- {\npassword: "old-hunter2\n`,
      `a: *nowhere\napiKey: 'old-hunter2',`,
      `"mqttPassword" : [ old-hunter2`,
    ]
  ) {
    const text = filesWith({ password: "new-hunter2" }, [
      "tried old-hunter2, then new-hunter2",
    ], [former]);
    assert.doesNotMatch(text, /hunter2/, former);
    assert.match(text, /tried \(removed\), then \(removed\)/);
  }
});

Deno.test("a secret that is a number is one as it is written, too", () => {
  const text = "system: {a: {roles: {alarm: {code: 00123456, pin: 007700}}}}";
  const redaction = new Redaction(text);
  assert.doesNotMatch(redaction.configuration, /123456|7700/);
  assert.equal(redaction.clean("typed 00123456"), `typed ${REMOVED}`);
  assert.equal(redaction.clean("typed 007700"), `typed ${REMOVED}`);
});

Deno.test("arguments of commands are secret where their names are", () => {
  const text = filesWith({
    args: ["--host", "broker", "--password", "hunter2", "--psk=hunter3"],
    command: "publish -h broker --password hunter4 -t x",
    headers: ["Authorization: Bearer hunter5-hunter5"],
  }, ["ran publish with hunter2"]);
  assert.doesNotMatch(text, /hunter/);
  assert.match(text, /publish -h broker --password \(removed\) -t x/);
});

Deno.test("assignments in a text are secret where their names are", () => {
  const text = filesWith({
    env: "DB_PASSWORD=hunter2 run",
    script: "export MYSQL_PWD='hunter three'; curl -u admin:hunter4 -o x y",
    call: ["curl", "-u", "admin:hunter5", "broker"],
    conn: "host=h password=hunter6 dbname=d",
    string: 'Server=h;Password="hunter 7";Database=d',
  }, [
    "auth failed: password=hunter33 MQTT_TOKEN=hunter44 at broker",
    "password: hunter22222",
    '{"apiKey":"hunter8","id":7}',
    'said \\"secret\\": \\"hunter9\\"',
    `got ${["eyJhbGciOiJIUzI1NiJ9", "eyJzdWIiOiIxIn0", "hunter_10"].join(".")}`,
  ]);
  assert.doesNotMatch(text, /hunter|eyJ/);
  assert.match(text, /DB_PASSWORD=\(removed\) run/);
  assert.match(text, /host=h password=\(removed\) dbname=d/);
  assert.match(text, /curl -u \(removed\) -o x y/);
  assert.match(text, /password=\(removed\) MQTT_TOKEN=\(removed\) at broker/);
});

Deno.test("what is assigned in a text of the file is taken out of all others", () => {
  const text = filesWith({
    env: 'DB_PASSWORD="hunter2 and so" run',
    broker: "mqtt://clock:hunter3@broker",
    command: "curl -u clock:hunter4 x",
    publisher: "mqtt://clock@broker",
  }, ["tried hunter2 and so, then hunter3 as clock, then hunter4"]);
  assert.doesNotMatch(text, /hunter/);
  assert.match(text, /"tried \(removed\), then \(removed\) as clock, then/);
});

Deno.test("guarantee 5: long texts are looked through in little time", () => {
  const redaction = new Redaction("system: {}");
  for (const part of ["key-", "pass", "-", "a.", "eyJ-", "password ", "&key"]) {
    const text = part.repeat(200_000 / part.length);
    assert.equal(redaction.clean(text), text);
  }
});

Deno.test("short names of secrets are known as words, not within others", () => {
  const secrets = ["pw", "wifiPw", "wpa", "wpa2", "wpa-key", "salt", "seed"];
  for (const name of [...secrets, "otp", "totpSeed", "dsn", "jwt", "db_dsn"]) {
    assert.doesNotMatch(filesWith({ [name]: "hunter2" }, []), /hunter/, name);
  }
  for (const name of ["pwm", "hotplug", "basalt", "upward"]) {
    assert.match(filesWith({ [name]: "hunter2" }, []), /hunter2/, name);
  }
});

Deno.test("what a node says of keys and links stays", () => {
  const said = [
    'No link to "scribe" (auth): its key is SHA256:abc, expected SHA256:def',
    "config.yml:3:5: the private key file has mode 0644",
    "passed: 3, compass: north, author: somebody",
  ];
  const redaction = new Redaction("system: {}");
  assert.deepEqual(redaction.clean(said), said);
});

Deno.test("pins of GPIO, codecs and the like are no secrets", () => {
  const options = { pin: 17, ledPin: "GPIO17", codec: "h264", spin: 1000 };
  const { configuration } = new Redaction(stringify(configWith(options)));
  const { mqtt } = parse(configuration).system.clock.roles;
  assert.deepEqual(mqtt, { broker: "broker.local", ...options });
});

Deno.test("private keys and passwords in addresses are taken out anywhere", () => {
  const text = filesWith({
    privateKey: keys.privateKey,
    certificate: keys.privateKey,
    broker: "mqtts://me:hunter2@broker.local:8883/x",
    hook: "https://example.org/hook?id=7&access_token=hunter2",
  }, [
    `read ${keys.privateKey.replaceAll("\n", "\\n")}`,
    "connecting to mqtts://me:hunter2@broker.local",
  ]);
  assert.doesNotMatch(text, /hunter2|PRIVATE KEY/);
  for (const line of keys.privateKey.split("\n").slice(1, -2)) {
    assert.ok(!text.includes(line), text);
  }
  assert.match(text, /@broker\.local:8883\/x/);
  assert.match(text, /\?id=7&access_token=\(removed\)/);
});

Deno.test("what helps stays: structure, names, addresses and fingerprints of keys", () => {
  const options = { password: "hunter2", retain: true, port: 1883 };
  const text = `# a comment: hunter3\n${stringify(configWith(options))}`;
  const { configuration } = new Redaction(text);
  assert.deepEqual(parse(configuration), {
    heartbeat: 7,
    system: {
      clock: {
        privateKey: "clock.key",
        publicKey: parsePublicKey(keys.publicKey).fingerprint,
        roles: {
          mqtt: {
            broker: "broker.local",
            password: REMOVED,
            retain: true,
            port: 1883,
          },
        },
        transports: { tcp: { address: "clock.local" } },
      },
    },
  });
});

Deno.test("nodes, roles and transports may be named as secrets are", () => {
  const config = {
    system: {
      keyboard: {
        publicKey: "none",
        roles: { "key-logger": { file: "x.log" } },
        transports: { authenticated: { port: 7 } },
      },
    },
  };
  const { configuration } = new Redaction(stringify(config));
  assert.match(configuration, /file: x\.log/);
  assert.match(configuration, /port: 7/);
});

Deno.test("of a file that cannot be read nothing gets into a report, nor of the log", () => {
  const files = reportFiles({
    configuration: "password: [hunter2",
    former: [],
    status: null,
    log: [{ at: 1, level: "info", source: "x", text: "hunter2" }],
    versions: { version: "0.1.0" },
  });
  const text = JSON.stringify(files);
  assert.match(text, /file is no YAML; status and log are left out, too/);
  assert.doesNotMatch(text, /hunter2/);
});

Deno.test("of a file that cannot be read now a report has what it was, and says why", () => {
  const right = stringify(configWith({ password: "hunter2", retain: true }));
  const sources = {
    former: [stringify(configWith({ password: "hunter3" })), right, "a: [1"],
    status: null,
    log: [{ at: 1, level: "info" as const, source: "x", text: "as hunter4" }],
    versions: {},
  };
  for (
    const [configuration, why] of [
      [new ConfigFileError('Cannot read "x"\nno'), 'Cannot read "x"\\nno'],
      ["password: [hunter4", "The configuration file is no YAML"],
    ] as const
  ) {
    const files = reportFiles({ ...sources, configuration });
    const [config, , log] = files.map(({ text }) => text);
    const head = `# ${why}; this is what the node has read before\nheartbeat:`;
    assert.ok(config?.startsWith(head), config);
    assert.match(config ?? "", /retain: true/);
    assert.match(log ?? "", /"text":"as /);
    assert.doesNotMatch(files.map(({ text }) => text).join(""), /hunter[23]/);
  }
});
