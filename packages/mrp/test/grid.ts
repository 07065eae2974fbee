/**
 * Planning records as text tables: the grid a practitioner reads, compared with what `plan` gives.
 *
 * ``` item A   on-hand 20   safety-stock 5   lead-time 2   min 40   multiple 25 bucket
 *   1    2    3 gross requirements   10   10   10 scheduled receipts    0    0    4 planned
 * receipts      0    5    6 planned releases      6   10   10 balance              10    5    5 ```
 * A bucket is a day; bucket 1 is the first day after today, every day works. `planned releases` of
 * orders released before bucket 1 are shown in the column they would have: they are listed as
 * `early`.
 */
import { checkModel, type ModelInput, type PlanningRecord, plan } from '@kontor/mrp';
import { day, formatDay } from '@kontor/kernel';
import { expect } from 'vitest';

const TODAY = '2026-01-05';

/** The numbers of a grid's rows, by the row's name. */
interface Grid {
  readonly terms: Readonly<Record<string, string>>;
  readonly rows: Readonly<Record<string, readonly number[]>>;
}

/** Plans what the grid's first three rows say and expects its other rows. */
export function expectGrid(text: string): void {
  const grid = parseGrid(text);
  const buckets = grid.rows['bucket']!.map((bucket) => formatDay(day(TODAY) + bucket));
  const record = plan(checkModel(modelOf(grid, buckets)), { today: TODAY }).record('A', 'plant');
  for (const [name, row] of [
    ['net requirements', 'net'],
    ['planned receipts', 'plannedReceipts'],
    ['planned releases', 'plannedReleases'],
    ['balance', 'balance'],
  ] as const) {
    const expected = grid.rows[name];
    if (expected !== undefined)
      expect({ [name]: cells(record, row, buckets) }).toEqual({ [name]: expected });
  }
}

function parseGrid(text: string): Grid {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const terms: Record<string, string> = {};
  for (const part of lines[0]!.trim().split(/ {2,}/)) {
    const [name, value] = part.split(' ');
    terms[name!] = value!;
  }
  const rows: Record<string, number[]> = {};
  for (const line of lines.slice(1)) {
    const [name, ...values] = line.trim().split(/ {2,}/);
    rows[name!] = values.join(' ').split(/\s+/).map(Number);
  }
  return { terms, rows };
}

function modelOf({ terms, rows }: Grid, buckets: readonly string[]): ModelInput {
  const dated = (
    name: string,
  ): { item: string; location: string; due: string; quantity: string }[] =>
    (rows[name] ?? []).flatMap((quantity, at) =>
      quantity === 0
        ? []
        : { item: 'A', location: 'plant', due: buckets[at]!, quantity: String(quantity) },
    );
  return {
    items: [{ id: 'A' }],
    locations: [{ id: 'plant' }],
    sourcing: [
      {
        kind: 'buy',
        item: 'A',
        location: 'plant',
        leadTimeDays: Number(terms['lead-time'] ?? 0),
        ...(terms['min'] !== undefined && { lotSizeMin: terms['min'] }),
        ...(terms['multiple'] !== undefined && { lotSizeMultiple: terms['multiple'] }),
        ...(terms['max'] !== undefined && { lotSizeMax: terms['max'] }),
      },
    ],
    parameters: [{ item: 'A', location: 'plant', safetyStock: terms['safety-stock'] ?? '0' }],
    stock: [{ item: 'A', location: 'plant', quantity: terms['on-hand'] ?? '0' }],
    demands: dated('gross requirements'),
    receipts: dated('scheduled receipts'),
  };
}

function cells(
  record: PlanningRecord,
  row: 'net' | 'plannedReceipts' | 'plannedReleases' | 'balance',
  buckets: readonly string[],
): number[] {
  return buckets.map((bucket) => {
    const at = record.buckets.indexOf(bucket);
    if (at !== -1) return Number(record[row][at]);
    return row === 'balance' ? Number(record.balance.at(-1)) : 0;
  });
}
