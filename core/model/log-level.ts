/** How grave a line in the log is. */
export type LogLevel = "debug" | "info" | "warning" | "error";
