/**
 * Spans: how shells tell a tracer which phase they are in.
 *
 * A tracer is injected as one function, so no tracing library is known here: `traceWith` of
 * `@kontor/kernel/otel` makes one of an OpenTelemetry tracer. Without one a phase is called as it
 * is. A span stands for a phase, never for an item.
 */

/** What a span says of itself. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

/**
 * Runs a phase inside a span, and gives what the phase gives.
 *
 * Where that is a promise the span ends with it; an error is noted on the span and goes on.
 */
export type Trace = <Result>(name: string, attributes: SpanAttributes, run: () => Result) => Result;

/**
 * A phase, in a span where there is a tracer.
 *
 * @example
 * inSpan(trace, 'kontor.mrp.net', { nodes: 3 }, () => planAll(network, draft))
 */
export const inSpan = <Result>(
  trace: Trace | undefined,
  name: string,
  attributes: SpanAttributes,
  run: () => Result,
): Result => (trace === undefined ? run() : trace(name, attributes, run));
