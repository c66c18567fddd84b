import { Ajv } from "ajv";
import { parseDocument } from "yaml";
import { describeSchema } from "../../core/config/schema/describe.ts";
import type { Library } from "../../core/modules/library.ts";

/** Says what is wrong with a file, each as a line; nothing if it is right. */
export type Judge = (text: string) => string[];

/**
 * What an editor with another implementation of JSON Schema would say of
 * configurations that use the modules of a library.
 */
export async function makeJudge(library: Library): Promise<Judge> {
  const { text } = await describeSchema(library);
  const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true });
  const validate = ajv.compile(JSON.parse(text));
  return (text) => {
    validate(contentOf(text));
    return (validate.errors ?? []).map(({ instancePath, message }) =>
      `${instancePath} ${message}`
    );
  };
}

/** What a file says, as editors see it. */
function contentOf(text: string): unknown {
  return parseDocument(text, { merge: true, version: "1.2" }).toJS();
}
