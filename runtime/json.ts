/** Fatal: an id with a replacement character in it would be another id. */
const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { fatal: true });

/** The value of a JSON text, or of its bytes in UTF-8. Undefined where it is no JSON, which has no such value. */
export function parseJson(source: string | ArrayBuffer | Uint8Array): unknown {
  try {
    return JSON.parse(typeof source === 'string' ? source : decoder.decode(source)) as unknown;
  } catch {
    return undefined;
  }
}
