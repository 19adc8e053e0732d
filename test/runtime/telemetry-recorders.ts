/** A logger and a tracer that remember. */
import type {
  LogDetails,
  LoggerLike,
  SpanLike,
  TracerLike,
} from '../../runtime/bulk/telemetry/telemetry-types.js';

/** One call of a logger. */
interface Line {
  readonly level: string;
  readonly message: string;
  readonly details: LogDetails;
}

/** A logger that keeps what it is told. */
export function logger(): LoggerLike & { readonly lines: Line[] } {
  const lines: Line[] = [];
  const log =
    (level: string) =>
    (message: string, details: LogDetails): void => {
      lines.push({ level, message, details });
    };
  return { lines, debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') };
}

/** A span that was begun. */
interface Span {
  readonly name: string;
  readonly attributes: Record<string, string | number | boolean>;
  readonly exceptions: Error[];
  ended: number;
}

/** A tracer that keeps its spans. */
export function tracer(): TracerLike & { readonly spans: Span[] } {
  const spans: Span[] = [];
  return {
    spans,
    startSpan: (name, options) => {
      const span: Span = { name, attributes: { ...options?.attributes }, exceptions: [], ended: 0 };
      spans.push(span);
      return {
        setAttribute: (key, value) => {
          span.attributes[key] = value;
        },
        recordException: (error) => span.exceptions.push(error),
        end: () => {
          span.ended += 1;
        },
      } satisfies SpanLike;
    },
  };
}
