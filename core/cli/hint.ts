/** What ends a message about the command line. */
export const HINT = "; see kozo --help";
