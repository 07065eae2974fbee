/**
 * @kontor/kernel/otel: spans of the engines by OpenTelemetry.
 *
 * The tracer is known by its shape: yours is called, and nothing is installed.
 *
 * @source OpenTelemetry, "Tracing API" (spec 1.x): a span in the active context, its status, events
 */
import type { SpanAttributes, Trace } from './trace.ts';

/** The part of an OpenTelemetry span that is called. */
export interface OtelSpan {
  setStatus(status: { readonly code: number; readonly message?: string }): unknown;
  recordException(error: Error | string): void;
  end(): void;
}

/** The part of an OpenTelemetry tracer that is called. */
export interface OtelTracer {
  startActiveSpan<Result>(
    name: string,
    options: { readonly attributes: SpanAttributes },
    run: (span: OtelSpan) => Result,
  ): Result;
}

/** `SpanStatusCode.ERROR`. */
const STATUS_ERROR = 2;

/**
 * A trace for the shells' option of that name.
 *
 * Each phase is the active span while it runs, so spans of the store stand under those of the
 * engine, and all of them under yours.
 *
 * @example
 * new Ledger({ store, clock, trace: traceWith(trace.getTracer('shop')) })
 */
export function traceWith(tracer: OtelTracer): Trace {
  return (name, attributes, run) =>
    tracer.startActiveSpan(name, { attributes }, (span) => {
      try {
        const result = run();
        if (result instanceof Promise) return endWith(span, result) as typeof result;
        span.end();
        return result;
      } catch (error) {
        throw failed(span, error);
      }
    });
}

async function endWith(span: OtelSpan, work: Promise<unknown>): Promise<unknown> {
  try {
    const result = await work;
    span.end();
    return result;
  } catch (error) {
    throw failed(span, error);
  }
}

function failed(span: OtelSpan, error: unknown): unknown {
  const told = error instanceof Error ? error : String(error);
  span.recordException(told);
  span.setStatus({ code: STATUS_ERROR, message: typeof told === 'string' ? told : told.message });
  span.end();
  return error;
}
