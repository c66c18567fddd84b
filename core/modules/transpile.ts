import { nodeModule } from "./node-module.ts";

const MAP = "//# sourceMappingURL=data:application/json;base64,";

/**
 * Turns TypeScript into JavaScript.
 *
 * @param url the file's, for the places in stack traces
 * @throws {SyntaxError} that ends with `:line:column` of the fault
 */
export function toJavaScript(source: string, url: string): string {
  const code = nodeModule().stripTypeScriptTypes(source, {
    mode: "transform",
    sourceMap: true,
  });
  const at = code.lastIndexOf(MAP);
  if (at < 0) return code;
  // It names the source as if it had come from nowhere.
  const map = JSON.parse(atob(code.slice(at + MAP.length)));
  return code.slice(0, at) + MAP + toBase64({ ...map, sources: [url] });
}

function toBase64(map: object): string {
  return new TextEncoder().encode(JSON.stringify(map)).toBase64();
}
