/**
 * Laws of messages over random models.
 */
import { type ActionMessage, checkModel, type ModelInput, type Plan, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { randomModel } from '../random-model.ts';
import { ALL_TERMS, date } from '../random-terms.ts';
import { runs } from '../runs.ts';

const today = '2026-01-05';
const place = { item: 'A', location: 'plant' } as const;

const RESCHEDULING: ReadonlySet<ActionMessage['code']> = new Set([
  'RESCHEDULE_IN',
  'RESCHEDULE_OUT',
  'CANCEL',
  'REDUCE',
] as const);

const rescheduling = (planned: Plan): ActionMessage[] =>
  planned.messages().filter(({ code }) => RESCHEDULING.has(code));

const quantity = fc.integer({ min: 1, max: 30 }).map(String);
const dated = fc.record({ due: date(0, 40), quantity });

type Receipts = NonNullable<ModelInput['receipts']>;

/** One item with stock, needs, open orders and a stock to keep. */
const oneItem = fc
  .record({
    onHand: fc.integer({ min: 0, max: 40 }).map(String),
    demands: fc.array(dated, { maxLength: 6 }),
    receipts: fc.array(dated, { maxLength: 6 }),
    safetyStock: fc.constantFrom('0', '0', '5', '20'),
    rescheduleWithinDays: fc.constantFrom(0, 20, 60),
    lotSizeMin: fc.constantFrom('1', '1', '15'),
  })
  .map(
    ({ onHand, demands, receipts, safetyStock, rescheduleWithinDays, lotSizeMin }): ModelInput => ({
      items: [{ id: 'A' }],
      locations: [{ id: 'plant' }],
      sourcing: [{ kind: 'buy', ...place, leadTimeDays: 0, lotSizeMin }],
      parameters: [{ ...place, safetyStock, rescheduleWithinDays }],
      stock: [{ ...place, quantity: onHand }],
      demands: demands.map((row) => ({ ...place, ...row })),
      receipts: receipts.map((row, at) => ({ ...place, ...row, id: `R${at}` })),
    }),
  );

const planOf = (model: ModelInput, messages = {}): Plan =>
  plan(checkModel(model), { today, messages });

/** The receipts once everything that was advised is done. */
function followed(receipts: Receipts, advice: readonly ActionMessage[]): Receipts {
  return receipts.flatMap((receipt) => {
    const about = advice.filter(({ order }) => order === receipt.id);
    if (about.some(({ code }) => code === 'CANCEL')) return [];
    const moved = about.find(({ code }) => code.startsWith('RESCHEDULE'));
    const reduced = about.find(({ code }) => code === 'REDUCE');
    return [
      { ...receipt, due: moved?.to ?? receipt.due, quantity: reduced?.left ?? receipt.quantity },
    ];
  });
}

describe('messages about open orders', () => {
  test('property: doing what is advised, run after run, comes to rest and orders nothing new', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(oneItem, (model) => {
        const before = planOf(model);
        let receipts = model.receipts!;
        let after = before;
        // Whole orders are moved: one that comes in for a part of it may send another one out.
        for (let run = 0; run <= model.receipts!.length; run++) {
          receipts = followed(receipts, rescheduling(after));
          after = planOf({ ...model, receipts });
        }
        expect(rescheduling(after)).toEqual([]);
        expect(after.orders()).toEqual(before.orders());
      }),
      { numRuns: runs(120) },
    );
  });

  test('property: an open order for each demand, on its day and as large, is left alone', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(oneItem, (model) => {
        const receipts = model.demands!.map(({ due, quantity: of }, at) => ({
          ...place,
          id: `R${at}`,
          due,
          quantity: of,
        }));
        const fitting = { ...model, receipts, stock: [], parameters: [] };
        expect(rescheduling(planOf(fitting))).toEqual([]);
      }),
    );
  });

  test('property: tolerances only ever remove messages', { timeout: 60_000 }, () => {
    const tolerances = fc.record({
      rescheduleInToleranceDays: fc.integer({ min: 0, max: 10 }),
      rescheduleOutToleranceDays: fc.integer({ min: 0, max: 10 }),
      quantityTolerance: fc.integer({ min: 0, max: 10 }),
    });
    fc.assert(
      fc.property(oneItem, tolerances, (model, messages) => {
        const all = planOf(model).messages();
        expect(all).toEqual(expect.arrayContaining(planOf(model, messages).messages()));
      }),
    );
  });
});

describe('messages of whole plans', () => {
  const models = randomModel(ALL_TERMS);

  test('property: the same model gives the same messages, whatever the order of its rows', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(models, (input) => {
        const turned = { ...input, sourcing: input.sourcing!.toReversed() };
        expect(planOf(turned).messages()).toEqual(planOf(input).messages());
      }),
      { numRuns: runs(30) },
    );
  });

  test('property: a filter gives what filtering gives', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(models, (input) => {
        const planned = planOf(input);
        const all = planned.messages();
        for (const { code, item, location } of all.slice(0, 3)) {
          const filter = { code, item, location };
          expect(planned.messages(filter)).toEqual(
            all.filter(
              (one) => one.code === code && one.item === item && one.location === location,
            ),
          );
        }
      }),
      { numRuns: runs(30) },
    );
  });

  test('property: every message is in one group, and a late demand in at most one', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(models, fc.constantFrom('keep', 'clamp'), (input, pastDueRelease) => {
        const planned = plan(checkModel(input), { today, pastDueRelease });
        const groups = planned.messageGroups();
        const grouped = groups.flatMap(({ message, consequences }) => [
          message,
          ...consequences.flatMap(({ messages }) => messages),
        ]);
        const texts = (messages: readonly ActionMessage[]): string[] =>
          messages.map((message) => JSON.stringify(message)).toSorted();
        expect([...new Set(texts(grouped))]).toEqual([...new Set(texts(planned.messages()))]);
        const late = groups.map(({ demands }) => demands.map((row) => `${row.demand} ${row.due}`));
        const distinct = new Set(late.flat());
        expect(distinct.size).toBe(late.reduce((sum, of) => sum + new Set(of).size, 0));
      }),
      { numRuns: runs(50) },
    );
  });

  test('property: late demands have a group where shortages name a release or a missing source', {
    timeout: 60_000,
  }, () => {
    const terms = { ...ALL_TERMS, control: false };
    fc.assert(
      fc.property(randomModel(terms), (input) => {
        const planned = planOf(input);
        const late = planned
          .messageGroups()
          .flatMap(({ demands }) =>
            demands.map(({ demand, due, lateDays }) => JSON.stringify([demand, due, lateDays])),
          );
        const short = planned.shortages().flatMap(({ demand, due, lateDays, cause }) => {
          const isTold = cause.kind === 'releasePastDue' || cause.kind === 'noSource';
          return isTold ? JSON.stringify([demand, due, lateDays]) : [];
        });
        const ids = new Set(input.forecasts?.map((row, at) => row.id ?? `forecast ${at + 1}`));
        const ofDemands = late.filter((text) => !ids.has((JSON.parse(text) as string[])[0]!));
        expect([...new Set(ofDemands)].toSorted()).toEqual([...new Set(short)].toSorted());
      }),
      { numRuns: runs(30) },
    );
  });

  test('property: an order that no message explains is released after today', {
    timeout: 60_000,
  }, () => {
    fc.assert(
      fc.property(models, (input) => {
        const planned = planOf(input);
        const told = new Set(planned.messages().map(({ order }) => order));
        const untold = planned
          .orders()
          .filter(({ id, source }) => !told.has(id) && source !== 'no source');
        expect(untold.filter(({ release }) => release <= today)).toEqual([]);
      }),
      { numRuns: runs(50) },
    );
  });
});
