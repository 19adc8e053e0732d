/** Path templates, as OpenAPI and the servers write them: `/v1/tables/{table_id}/rows`. */

/** A path template, taken apart. */
export interface Template {
  readonly segments: readonly string[];
  /** How many segments are literal; of two templates that fit, the one with more of them is meant. */
  readonly literal: number;
}

/** Takes a path template apart. */
export function parseTemplate(path: string): Template {
  const segments = path.split('/');
  return { segments, literal: segments.filter((segment) => !segment.startsWith('{')).length };
}

/**
 * The variables of a path that fits the template, decoded; null when it does not fit. A variable is never empty; an
 * escape that cannot be decoded is taken as it stands.
 */
export function matchTemplate(template: Template, path: string): Record<string, string> | null {
  const segments = path.split('/');
  if (segments.length !== template.segments.length) return null;
  const variables: Record<string, string> = {};
  for (const [index, expected] of template.segments.entries()) {
    const actual = decodeSegment(segments[index] ?? '');
    if (!expected.startsWith('{')) {
      if (actual !== expected) return null;
    } else {
      if (actual === '') return null;
      variables[expected.slice(1, -1)] = actual;
    }
  }
  return variables;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The candidate whose template fits the path best, with its variables. */
export function findRoute<Candidate extends { readonly template: Template }>(
  candidates: readonly Candidate[],
  path: string,
): { readonly found: Candidate; readonly variables: Record<string, string> } | null {
  let best: { readonly found: Candidate; readonly variables: Record<string, string> } | null = null;
  for (const candidate of candidates) {
    if (best !== null && best.found.template.literal >= candidate.template.literal) continue;
    const variables = matchTemplate(candidate.template, path);
    if (variables !== null) best = { found: candidate, variables };
  }
  return best;
}
