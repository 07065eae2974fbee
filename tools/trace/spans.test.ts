/**
 * Spans of every shell, by OpenTelemetry: the phases that there are, each under the one that it is
 * part of; and without a tracer the same results, with nothing called.
 */
import { ProcessEngine, service } from '@kontor/bpm';
import { Crm, accountObject } from '@kontor/crm-core';
import { manualClock, sequentialIds, type Trace } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { traceWith } from '@kontor/kernel/otel';
import { Ledger } from '@kontor/ledger';
import { Planner } from '@kontor/mrp';
import { Cube } from '@kontor/olap';
import { context, trace as otel } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { planLampsModel } from '../facts/worlds.ts';

const exporter = new InMemorySpanExporter();
const contexts = new AsyncLocalStorageContextManager();

beforeAll(() => {
  context.setGlobalContextManager(contexts.enable());
  otel.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  );
});

afterAll(() => {
  contexts.disable();
  context.disable();
  otel.disable();
});

const doors = () => ({
  store: memoryStore(),
  clock: manualClock(Date.parse('2026-03-02T08:00:00Z')),
  ids: sequentialIds('id-'),
});

type Work = (trace: Trace | undefined) => Promise<unknown>;

/** The spans of work as a tree of names, and what the work gave. */
async function spansOf(work: Work): Promise<{ tree: string[]; result: unknown }> {
  exporter.reset();
  const result = await work(traceWith(otel.getTracer('kontor')));
  return { tree: treeOf(exporter.getFinishedSpans()), result };
}

function treeOf(spans: readonly ReadableSpan[]): string[] {
  const byId = new Map(spans.map((span) => [span.spanContext().spanId, span]));
  const pathOf = (span: ReadableSpan): string => {
    const parent = byId.get(span.parentSpanContext?.spanId ?? '');
    const name = span.name.replace('kontor.', '');
    return parent === undefined ? name : `${pathOf(parent)} > ${name}`;
  };
  return [...new Set(spans.map(pathOf))].toSorted();
}

const plan: Work = async (trace) => {
  const planner = new Planner({ ...doors(), trace });
  await planner.prepare();
  const { run, plan: made } = await planner.planAndStore(planLampsModel(), { today: '2026-01-05' });
  return [run, made.orders()];
};

const post: Work = async (trace) => {
  const ledger = new Ledger({ ...doors(), trace });
  await ledger.prepare();
  await ledger.open({
    entity: { id: 'shop', functionalCurrency: 'EUR' },
    accounts: [
      { id: 'bank', type: 'asset' },
      { id: 'sales', type: 'income' },
    ],
  });
  exporter.reset();
  const lines = [
    { account: 'bank', amount: '5.00' },
    { account: 'sales', amount: '-5.00' },
  ];
  return ledger.post({ id: 'e1', date: '2026-01-15', lines });
};

const pack = service('pack', { input: z.object({}), output: z.object({}) });

const work: Work = async (trace) => {
  const engine = new ProcessEngine({ ...doors(), trace });
  await engine.prepare();
  await engine.deploy({
    id: 'order',
    nodes: [
      { kind: 'start', id: 'ordered' },
      { kind: 'service', id: 'pack', type: 'pack' },
      { kind: 'end', id: 'done' },
    ],
    flows: [
      { id: 'f1', from: 'ordered', to: 'pack' },
      { id: 'f2', from: 'pack', to: 'done' },
    ],
  });
  engine.handle(pack, async () => ({}));
  exporter.reset();
  await engine.start('order', {}, { id: 'o-1' });
  await engine.tick();
  return engine.instance('o-1');
};

const keep: Work = async (trace) => {
  const crm = new Crm({ ...doors(), objects: [accountObject()], trace });
  await crm.prepare();
  const anna = crm.as({ user: 'anna' });
  await anna.create('account', { name: 'Hansa' });
  return anna.find('account');
};

const ask: Work = async (trace) => {
  const measures = { amount: { kind: 'sum', column: 'amount' } } as const;
  const cube = new Cube({ dimensions: {}, measures }, {}, { trace });
  cube.add({ amount: [1, 2] });
  return cube.query({ measures: ['amount'] }).rows.map((row) => String(row['amount']));
};

test.each<[string, Work, string[]]>([
  [
    'a plan',
    plan,
    [
      'mrp.plan',
      'mrp.plan > mrp.load',
      'mrp.plan > mrp.net',
      'mrp.plan > mrp.peg',
      'mrp.plan > mrp.save',
      'mrp.plan > mrp.save > store.try',
      'mrp.plan > mrp.save > store.try > store.commit',
    ],
  ],
  [
    'a posting',
    post,
    [
      'ledger.check',
      'ledger.commit',
      'ledger.commit > store.try',
      'ledger.commit > store.try > ledger.load',
      'ledger.commit > store.try > ledger.post',
      'ledger.commit > store.try > ledger.seal',
      'ledger.commit > store.try > store.commit',
    ],
  ],
  [
    'a step of a process',
    work,
    [
      'bpm.commit',
      'bpm.commit > store.try',
      'bpm.commit > store.try > bpm.step',
      'bpm.commit > store.try > store.commit',
      'bpm.job',
      'bpm.job > store.try',
      'store.try',
      'store.try > store.commit',
    ],
  ],
  [
    'a record',
    keep,
    ['crm.find', 'crm.save', 'crm.save > store.try', 'crm.save > store.try > store.commit'],
  ],
  ['a question', ask, ['olap.load', 'olap.query']],
])('%s has its phases, each under what it is part of', async (_, run, phases) => {
  const { tree, result } = await spansOf(run);
  expect(tree).toEqual(phases);
  // The same without a tracer, and no span.
  exporter.reset();
  expect(await run(undefined)).toEqual(result);
  expect(exporter.getFinishedSpans()).toEqual([]);
});

test('engines stand under the span of the application', async () => {
  exporter.reset();
  const tracer = otel.getTracer('shop');
  await tracer.startActiveSpan('request', async (span) => {
    await post(traceWith(otel.getTracer('kontor')));
    span.end();
  });
  const tree = treeOf(exporter.getFinishedSpans());
  expect(tree).toContain('request > ledger.commit > store.try > ledger.post');
});
