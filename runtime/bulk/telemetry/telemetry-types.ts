/** What a run needs of a logger and of a tracer: few enough functions for those of any library. */

/** A logger that takes a text and an object with details: that of a library, or `console`. */
export interface LoggerLike {
  debug(message: string, details: LogDetails): unknown;
  info(message: string, details: LogDetails): unknown;
  warn(message: string, details: LogDetails): unknown;
  error(message: string, details: LogDetails): unknown;
}

/** Numbers, codes and names; never a credential or a header's value. */
export type LogDetails = Readonly<Record<string, string | number | boolean>>;

/** A span, as OpenTelemetry has it. */
export interface SpanLike {
  setAttribute(name: string, value: string | number | boolean): unknown;
  recordException(error: Error): void;
  end(): void;
}

/** Makes spans; a tracer of OpenTelemetry is one. */
export interface TracerLike {
  startSpan(name: string, options?: { attributes?: Record<string, string | number | boolean> }): SpanLike;
}
