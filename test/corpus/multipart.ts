/** Reads multipart bodies: values by the platform's own `formData`, and the type of each part, which that leaves out. */
import { essenceOf } from './json.js';
import type { ReceivedBody } from './bodies.js';

export interface Part {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** As written; null where the part does not say. */
  readonly contentType: string | null;
}

/** Throws for a body that the platform cannot read. */
export async function readParts({ contentType, bytes }: ReceivedBody): Promise<Part[]> {
  if (contentType === null || !essenceOf(contentType).startsWith('multipart/')) {
    throw new Error(`its type is ${contentType ?? 'missing'}`);
  }
  // The platform reads one subtype only; the others are laid out alike (RFC 2046, section 5.1.1).
  const asForm = contentType.replace(/^multipart\/[^;]+/i, 'multipart/form-data');
  const form = await new Response(bytes, { headers: { 'content-type': asForm } }).formData();
  const types = listTypes(contentType, bytes);
  const parts: Part[] = [];
  for (const [name, value] of form.entries()) {
    const content =
      typeof value === 'string' ? new TextEncoder().encode(value) : new Uint8Array(await value.arrayBuffer());
    parts.push({ name, bytes: content, contentType: types[parts.length] ?? null });
  }
  return parts;
}

/** The Content-Type header of each part, in order. */
function listTypes(contentType: string, bytes: Uint8Array): (string | null)[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1] ?? '';
  return Buffer.from(bytes)
    .toString('latin1')
    .split(`--${boundary}\r\n`)
    .slice(1)
    .map((part) => {
      const [head = ''] = part.split('\r\n\r\n');
      return /^content-type:\s*(.+)$/im.exec(head)?.[1]?.trim() ?? null;
    });
}
