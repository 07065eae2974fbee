/**
 * Facts of a CRM in cubes: amounts by stage, times in stages, lines of quotes, activities.
 */
import { amountByStage } from '@kontor/crm-core/sales';
import type { CubeDefinition, Filter } from '@kontor/olap';
import { beforeAll, expect, test } from 'vitest';
import { by, cubeWith, days, valuesOf } from './cubes.ts';
import { openOffice, pipeline } from './worlds.ts';

let session: ReturnType<Awaited<ReturnType<typeof openOffice>>['as']>;
let tables: Awaited<ReturnType<typeof session.facts>>;
beforeAll(async () => {
  session = (await openOffice()).as({ user: 'anna' });
  tables = await session.facts();
});

const money = (column: string): CubeDefinition['measures'][string] => ({
  kind: 'money',
  column,
  currency: { level: 'currency.currency' },
});

test('a CRM has the sum of each stage, by currency and month of closing', async () => {
  const { opportunities } = tables;
  const cube = cubeWith(
    {
      dimensions: { close: days('closeDay'), stage: by('stage'), currency: by('currency') },
      measures: { amount: money('amount'), deals: { kind: 'rows' } },
      key: 'opportunity',
    },
    opportunities,
  );
  const stages = amountByStage(pipeline, (await session.find('opportunity')) as never);
  for (const { stage, deals, amounts } of stages.filter((one) => one.deals > 0)) {
    const where: Filter = { 'stage.stage': stage };
    expect(valuesOf(cube, 'deals', [], where)).toEqual({ all: String(deals) });
    expect(valuesOf(cube, 'amount', ['currency.currency'], where)).toMatchObject(amounts);
  }
  const euro: Filter = { 'currency.currency': 'EUR' };
  expect(valuesOf(cube, 'amount', ['close.month'], euro)).toEqual({
    '2026-04': '500',
    '2026-05': '1200.5',
  });
});

test('a CRM has the time that deals were in stages, and amounts once', () => {
  const cube = cubeWith(
    {
      dimensions: { stage: by('stage'), currency: by('currency') },
      measures: { time: { kind: 'sum', column: 'durationMs' }, amount: money('amount') },
    },
    tables.stages,
  );
  const DAY_MS = 86_400_000;
  // One left for the proposal after two days, three stay for three.
  expect(valuesOf(cube, 'time', ['stage.stage'])).toEqual({
    qualify: String(11 * DAY_MS),
    propose: String(DAY_MS),
  });
  expect(valuesOf(cube, 'amount', [], { 'currency.currency': 'EUR' })).toEqual({ all: '1700.5' });
});

test('a CRM has lines that add up to their quotes, and quantities by unit', async () => {
  const dimensions = { currency: by('currency'), product: by('unit', 'product') };
  const lines = cubeWith(
    {
      dimensions,
      measures: {
        net: money('net'),
        gross: money('gross'),
        quantity: { kind: 'sum', column: 'quantity', scale: 2, unit: { level: 'product.unit' } },
      },
      key: 'line',
    },
    tables.quoteLines,
  );
  const [quote] = await session.find('quote');
  expect(valuesOf(lines, 'net', [])).toEqual({ all: String(Number(quote!.net)) });
  expect(valuesOf(lines, 'gross', [])).toEqual({ all: String(Number(quote!.gross)) });
  expect(tables.quotes.net).toEqual(['5099.90']);
  expect(valuesOf(lines, 'quantity', ['product.product'])).toEqual({
    bicycle: '10',
    rack: '2.5',
  });
  expect(tables.quoteLines.cost).toEqual(['300.00', null]);
});

test('a CRM has activities with the time that they took', () => {
  const cube = cubeWith(
    {
      dimensions: { kind: by('kind', 'status') },
      measures: { done: { kind: 'rows' }, time: { kind: 'sum', column: 'durationMs' } },
    },
    tables.activities,
  );
  expect(valuesOf(cube, 'time', ['kind.kind'])).toEqual({ call: '1500000', task: 'null' });
});
