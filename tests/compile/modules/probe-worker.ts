/// <reference lib="deno.worker" />
import { Role } from "kozo";
import { pathToFileURL } from "node:url";

self.onmessage = async ({ data }: MessageEvent<string>) => {
  const { Doorbell } = await import(pathToFileURL(data).href);
  self.postMessage(Doorbell.prototype instanceof Role);
};
