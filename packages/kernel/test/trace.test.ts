/**
 * Spans: phases by a tracer that is injected, and by OpenTelemetry's own.
 */
import { inSpan, type Trace } from '@kontor/kernel';
import { traceWith } from '@kontor/kernel/otel';
import { memoryStore } from '@kontor/kernel/memory';
import { collection, transact } from '@kontor/kernel/store';
import { SpanStatusCode } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { describe, expect, test } from 'vitest';

const openTracer = () => {
  const exporter = new InMemorySpanExporter();
  const spanProcessors = [new SimpleSpanProcessor(exporter)];
  const tracer = new BasicTracerProvider({ spanProcessors }).getTracer('test');
  return { exporter, trace: traceWith(tracer) };
};

describe('inSpan', () => {
  test('calls a phase as it is where there is no tracer', () => {
    const run = (): string => 'done';
    expect(inSpan(undefined, 'phase', {}, run)).toBe('done');
  });

  test('hands it to the tracer where there is one', () => {
    const seen: unknown[] = [];
    const trace: Trace = (name, attributes, run) => {
      seen.push(name, attributes);
      return run();
    };
    expect(inSpan(trace, 'phase', { rows: 3 }, () => 'done')).toBe('done');
    expect(seen).toEqual(['phase', { rows: 3 }]);
  });
});

describe('traceWith', () => {
  test('a span has the name, the attributes, and ends with what it stands for', async () => {
    const { exporter, trace } = openTracer();
    expect(trace('now', { rows: 3 }, () => 5)).toBe(5);
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['now']);
    let finish = (): void => undefined;
    const work = trace('later', {}, () => new Promise<void>((resolve) => (finish = resolve)));
    expect(exporter.getFinishedSpans()).toHaveLength(1);
    finish();
    await work;
    const [now, later] = exporter.getFinishedSpans();
    expect(now).toMatchObject({ attributes: { rows: 3 }, status: { code: SpanStatusCode.UNSET } });
    expect(later).toMatchObject({ name: 'later', status: { code: SpanStatusCode.UNSET } });
  });

  test('an error is on the span, and goes on as it is', async () => {
    const { exporter, trace } = openTracer();
    const fault = new Error('torn');
    const fail = (): never => {
      throw fault;
    };
    expect(() => trace('now', {}, fail)).toThrow(fault);
    await expect(trace('later', {}, async () => fail())).rejects.toBe(fault);
    for (const span of exporter.getFinishedSpans()) {
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'torn' });
      expect(span.events).toMatchObject([
        { name: 'exception', attributes: { 'exception.message': 'torn' } },
      ]);
    }
    expect(exporter.getFinishedSpans()).toHaveLength(2);
  });
});

test('transact has a span for each try and for each sending of its batch', async () => {
  interface Row {
    readonly id: string;
    readonly count: number;
  }
  const rows = collection<Row>('row', { id: ({ id }) => id });
  const store = memoryStore();
  await store.prepare([rows]);
  const { exporter, trace } = openTracer();
  let tries = 0;
  await transact(
    store,
    async (tx) => {
      const count = (await tx.get(rows, 'a'))?.count ?? 0;
      // Somebody else is faster, once.
      if (++tries === 1)
        await transact(store, async (other) => other.put(rows, { id: 'a', count: 7 }));
      tx.put(rows, { id: 'a', count: count + 1 });
    },
    { trace, sleep: async () => undefined },
  );
  const spans = exporter.getFinishedSpans().map(({ name, attributes }) => [name, attributes]);
  expect(spans).toEqual([
    ['kontor.store.commit', { sending: 1, writes: 1 }],
    ['kontor.store.try', { try: 1 }],
    ['kontor.store.commit', { sending: 1, writes: 1 }],
    ['kontor.store.try', { try: 2 }],
  ]);
  expect((await store.get(rows, ['a']))[0]?.document.count).toBe(8);
});
