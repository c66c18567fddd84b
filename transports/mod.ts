import type { ModuleLoaders, TransportInfo } from "kozo";

/** The transports that are part of Kōzō, by type; each is loaded when needed. */
export const builtInTransports: ModuleLoaders<TransportInfo> = {
  tcp: async () => (await import("./tcp.ts")).transportInfo,
};
