/** A request, or the header that every browser sends right after it. */
const HTTP = /^(?:[A-Z]+ \S+ HTTP\/\d|Host:)/i;

/**
 * Whether a line is HTTP. Any page in a browser of this machine can send a
 * request to any port, and the lines of its body would be orders.
 */
export function isHttp(line: string): boolean {
  return HTTP.test(line);
}
