/** A vendor's documentation page, fetched: text of strangers, taken only when it looks like the page that it was. */

/** 5 MB: larger than any page that holds one operation. */
const MAX_BYTES = 5_000_000;

const TIMEOUT_MS = 30_000;

/** What can fetch. */
export type Fetch = (address: string, init: { readonly signal: AbortSignal }) => Promise<Response>;

/**
 * The Markdown of a page.
 *
 * @throws Error when it is not there, came from another host, is too large, or holds no block of OpenAPI.
 */
export async function fetchPage(address: string, fetchIt: Fetch = fetch): Promise<string> {
  const answer = await fetchIt(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  if (!answer.ok) throw new Error(`${address} answers ${answer.status}.`);
  const from = answer.url === '' ? address : answer.url;
  if (new URL(from).host !== new URL(address).host || !from.startsWith('https:')) {
    throw new Error(`${address} leads to ${from}, another host.`);
  }
  const text = await readText(answer, address);
  if (!/^#+ OpenAPI\s*$/m.test(text) || !/^`{3,}ya?ml\b/m.test(text)) {
    throw new Error(`${address} holds no block of OpenAPI any more.`);
  }
  return text;
}

/** Every byte as it came, a byte order mark too; no more is read than may come. */
async function readText({ body }: Response, address: string): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = body?.getReader();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { value } = (await reader?.read()) ?? {};
    if (value === undefined) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > MAX_BYTES) {
      await reader?.cancel();
      throw new Error(`${address} has more than ${MAX_BYTES} bytes.`);
    }
    text += decoder.decode(value, { stream: true });
  }
}
