/** The commands of docs/writing-roles.md. */
export const ROLE_COMMANDS = {
  makePorchKey: 'ssh-keygen -q -t ed25519 -N "" -f porch.key',
  makeHallKey: 'ssh-keygen -q -t ed25519 -N "" -f hall.key',
  release: "echo 0 > pin4",
  press: "echo 1 > pin4",
  run: "deno task kozo run config.yml porch",
  runWithFolder:
    "env KOZOROLEPATH=my-roles deno task kozo run config.yml porch",
  mendMode: "chmod -R go-w my-roles",
  writeSounds:
    `echo '{ "bronze": "gong", "steel": "clang" }' > my-roles/sounds.json`,
  runPorch: "deno task kozo run house.yml porch",
  runHall: "deno task kozo run house.yml hall",
  test: "deno test -A my-tests/chime_test.ts",
} as const;

/** The commands of docs/writing-transports.md. */
export const TRANSPORT_COMMANDS = {
  makePorchKey: 'ssh-keygen -q -t ed25519 -N "" -f porch.key',
  makeHallKey: 'ssh-keygen -q -t ed25519 -N "" -f hall.key',
  runPorch: "deno task kozo run config.yml porch",
  runHall: "deno task kozo run config.yml hall",
  makeSockets: "mkdir -m 700 sockets",
} as const;

/** The commands of README.md, "Looking for faults". */
export const FAULT_COMMANDS = {
  tick:
    `echo '["event", "tick", ["Ping!", "12:00:00"]]' | nc -N localhost 7050`,
  debug: `echo "('order', 'debug', {})" | nc -N localhost 7050`,
} as const;
