import type { SdpElement } from "./element.ts";
import type { ServiceRecord } from "./record.ts";

/** A record as BlueZ takes it. */
export function recordToXml(record: ServiceRecord): string {
  const attributes = [...record].map(([id, value]) =>
    `<attribute id="${hex(id)}">${elementToXml(value)}</attribute>`
  );
  return `<?xml version="1.0" encoding="UTF-8"?><record>${
    attributes.join("")
  }</record>`;
}

function elementToXml(element: SdpElement): string {
  switch (element.type) {
    case "nil":
      return "<nil/>";
    case "uint":
    case "int":
      return withValue(`${element.type}${element.size * 8}`, element.value);
    case "uuid":
    case "text":
    case "url":
    case "boolean":
      return withValue(element.type, element.value);
    case "sequence":
      return inside("sequence", element.items);
    case "alternative":
      return inside("alternate", element.items);
  }
}

function withValue(tag: string, value: bigint | string | boolean): string {
  return `<${tag} value="${escaped(String(value))}"/>`;
}

function inside(tag: string, items: readonly SdpElement[]): string {
  return `<${tag}>${items.map(elementToXml).join("")}</${tag}>`;
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(4, "0")}`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
