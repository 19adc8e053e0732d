/** Makes a deletion name more than it did: what a cast, a collation or a bug in a service does. */
import { isRecord, type SandboxRequest } from '../message.js';

/** The same request with more ids in it; unchanged where it names none. */
export function widenRequest(request: SandboxRequest, extra: readonly string[]): SandboxRequest {
  if (extra.length === 0) return request;
  if (isRecord(request.json)) return widenBody(request, request.json, extra);
  const query = request.query.map(([name, text]): readonly [string, string] => {
    const [, value] = /^(?:eq|in)\.(.*)$/s.exec(text) ?? [];
    return value === undefined ? [name, text] : [name, `in.${[value, ...extra].join(',')}`];
  });
  const search = query.map(([name, text]) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`);
  return { ...request, query, target: `${request.path}?${search.join('&')}` };
}

function widenBody(
  request: SandboxRequest,
  body: Readonly<Record<string, unknown>>,
  extra: readonly string[],
): SandboxRequest {
  const json = Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      if (!Array.isArray(value)) return [name, value];
      const [first] = value as readonly unknown[];
      const more = typeof first === 'string' ? extra : extra.map((id) => ({ record_id: id }));
      return [name, [...(value as readonly unknown[]), ...more]];
    }),
  );
  return { ...request, json, text: JSON.stringify(json) };
}
