import type { BuiltIns, TransportInfo } from "kozo";

/** The transports that are part of Kōzō, by type; each is loaded when needed. */
export const builtInTransports: BuiltIns<TransportInfo> = {
  bluetooth: {
    url: import.meta.resolve("./bluetooth.ts"),
    load: async () => (await import("./bluetooth.ts")).transportInfo,
  },
  onion: {
    url: import.meta.resolve("./onion.ts"),
    load: async () => (await import("./onion.ts")).transportInfo,
  },
  tcp: {
    url: import.meta.resolve("./tcp.ts"),
    load: async () => (await import("./tcp.ts")).transportInfo,
  },
};

/** What `kozo init` and `kozo node add` let nodes talk over. */
export const firstTransport = "tcp";
