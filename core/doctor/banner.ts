/** What an SSH server says first, and what Kōzō's says. */
const SSH = "SSH-";
const KOZO = "SSH-2.0-kozo";

/** Whether the first words are those of an SSH server. */
export function isSsh(banner: string | undefined): banner is string {
  return banner?.startsWith(SSH) === true;
}

/** Whether the first words are those of a node. */
export function isKozo(banner: string | undefined): banner is string {
  return banner?.startsWith(KOZO) === true;
}
