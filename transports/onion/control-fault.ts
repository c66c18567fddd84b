/** The system's error codes, in words that tell what to do. */
const WORDS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such socket; is Tor installed, and does it run?",
  ECONNREFUSED: "nobody listens there; is Tor installed, and does it run?",
  EACCES: "this user may not use that socket: put it into Tor's group, on " +
    'Debian by "sudo adduser USER debian-tor", and start the node anew',
};

/** What kept this program from Tor's control port, in words, if they are known. */
export function controlFault(cause: unknown): Error {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const words = "code" in error ? WORDS[String(error.code)] : undefined;
  return words === undefined ? error : new Error(words, { cause });
}
