/**
 * Messages by root cause: one thing to do, with what follows from it.
 */
import { checkModel, type ModelInput, plan, type PlanOptions } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const today = '2026-01-05';

const parents = Array.from({ length: 40 }, (_, at) => `P${String(at + 1).padStart(2, '0')}`);

/** Forty parents of one purchased part that takes twenty days. */
const forty = (rest: Partial<ModelInput> = {}): ModelInput => ({
  items: [{ id: 'bolt' }, ...parents.map((id) => ({ id }))],
  locations: [{ id: 'plant' }],
  boms: parents.map((item) => ({ item, lines: [{ component: 'bolt', quantityPer: '1' }] })),
  sourcing: [
    { kind: 'buy', item: 'bolt', location: 'plant', leadTimeDays: 20 },
    ...parents.map((item) => ({
      kind: 'make' as const,
      item,
      location: 'plant',
      leadTimeDays: 2,
    })),
  ],
  demands: parents.map((item) => ({
    id: `so-${item}`,
    item,
    location: 'plant',
    due: '2026-01-17',
    quantity: '1',
  })),
  ...rest,
});

const groupsOf = (model: ModelInput, options: Partial<PlanOptions> = {}) =>
  plan(checkModel(model), { today, ...options }).messageGroups();

describe('messageGroups', () => {
  test.each(['keep', 'clamp'] as const)(
    'a late purchase under forty parents is one group with forty late orders (%s)',
    (pastDueRelease) => {
      const groups = groupsOf(forty(), { pastDueRelease });
      expect(groups).toHaveLength(1);
      const { message, consequences, demands } = groups[0]!;
      expect(message).toMatchObject({ code: 'RELEASE_PAST_DUE', item: 'bolt', quantity: '40' });
      expect(consequences.map(({ item }) => item).toSorted()).toEqual(parents);
      expect(new Set(consequences.map(({ lateDays }) => lateDays))).toEqual(new Set([10]));
      expect(demands.map(({ demand }) => demand).toSorted()).toEqual(
        parents.map((item) => `so-${item}`),
      );
      expect(demands[0]).toMatchObject({ due: '2026-01-17', lateDays: 10 });
    },
  );

  test('an open order to be moved in stands for what waits for it', () => {
    const groups = groupsOf(
      forty({
        parameters: [{ item: 'bolt', location: 'plant', rescheduleWithinDays: 30 }],
        receipts: [
          { id: 'po-1', item: 'bolt', location: 'plant', due: '2026-01-18', quantity: '40' },
        ],
      }),
    );
    expect(groups.map(({ message }) => message.code)).toEqual(['RESCHEDULE_IN']);
    expect(groups[0]!.message).toMatchObject({ day: '2026-01-18', to: '2026-01-15' });
    expect(groups[0]!.consequences).toHaveLength(40);
    expect(groups[0]!.demands[0]).toMatchObject({ lateDays: 3 });
  });

  test('messages about an order that is late for that reason stand with it', () => {
    const [group, ...others] = groupsOf({
      ...forty(),
      demands: [{ id: 'so', item: 'P01', location: 'plant', due: '2026-01-06', quantity: '1' }],
    });
    expect(others).toEqual([]);
    expect(group!.message).toMatchObject({ item: 'bolt' });
    expect(group!.consequences).toMatchObject([
      { item: 'P01', lateDays: 21, messages: [{ code: 'RELEASE_PAST_DUE', item: 'P01' }] },
    ]);
  });

  test('an order that is late by more than its components is a cause of its own', () => {
    const { sourcing, ...rest } = forty({
      stock: [{ item: 'bolt', location: 'plant', quantity: '40' }],
    });
    const slow = sourcing!.map((row) => ({ ...row, leadTimeDays: 20 }));
    const groups = groupsOf({ ...rest, sourcing: slow });
    expect(groups).toHaveLength(40);
    expect(groups[0]).toMatchObject({ consequences: [], demands: [{ lateDays: 8 }] });
  });

  test('an item planned by hand makes what needs it late for ever', () => {
    const groups = groupsOf(
      forty({ parameters: [{ item: 'bolt', location: 'plant', planning: 'manual' }] }),
    );
    expect(groups.map(({ message }) => message.code)).toEqual(['PLANNING_DISABLED']);
    expect(groups[0]!.consequences).toHaveLength(40);
    expect(groups[0]!.demands[0]).toMatchObject({ lateDays: null });
  });

  test('an open order that waits for its components is a consequence', () => {
    const groups = groupsOf({
      ...forty(),
      receipts: [
        {
          id: 'mo-1',
          item: 'P01',
          location: 'plant',
          kind: 'make',
          start: '2026-01-15',
          due: '2026-01-17',
          quantity: '1',
        },
      ],
      demands: [{ id: 'so', item: 'P01', location: 'plant', due: '2026-01-17', quantity: '1' }],
    });
    expect(groups).toMatchObject([
      {
        message: { code: 'RELEASE_PAST_DUE', item: 'bolt' },
        consequences: [{ order: 'mo-1', orderStatus: 'open', lateDays: 10 }],
        demands: [{ demand: 'so', lateDays: 10 }],
      },
    ]);
  });

  test('every need without a source is one group of its place', () => {
    const { sourcing, ...rest } = forty();
    const groups = groupsOf({ ...rest, sourcing: sourcing!.slice(1) });
    expect(groups).toMatchObject([{ message: { code: 'NO_SOURCE', item: 'bolt' } }]);
    expect(groups[0]!.consequences).toHaveLength(40);
  });
});
