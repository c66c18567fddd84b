/** The commands of docs/operating.md, in its order. */
export const OPERATING_COMMANDS = {
  status: "kozo status",
  statusForPrograms: "kozo status --node clock --json",
  tail: "kozo tail --type tick --from clock",
  order: "kozo send order open --channel garage",
  event: `kozo send event tick --data '["Ping!", "12:00:00"]' --as timer1`,
  log: 'kozo send log "the cellar is dry"',
  ping: "kozo ping scribe",
  wait: "kozo wait --peer scribe --timeout 30",
  doctor: "kozo doctor scribe",
  doctorInPlace: "kozo doctor scribe --config config.yml --node clock",
  reload: "kozo reload",
  report: "kozo report --output report.tar.gz",
} as const;
