/**
 * Messages of small plans: each kind where it belongs, and nowhere else.
 */
import {
  type ActionMessage,
  checkModel,
  type MessageFilter,
  type ModelInput,
  MrpError,
  plan,
  type PlanOptions,
} from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const today = '2026-01-05';

type Parameter = NonNullable<ModelInput['parameters']>[number];

/** One item that is bought with a lead time of four days. */
function bought(rest: Partial<ModelInput>, parameter: Partial<Parameter> = {}): ModelInput {
  return {
    items: [{ id: 'A' }],
    locations: [{ id: 'plant' }],
    sourcing: [{ kind: 'buy', item: 'A', location: 'plant', supplier: 'rim', leadTimeDays: 4 }],
    parameters: [{ item: 'A', location: 'plant', ...parameter }],
    ...rest,
  };
}

const place = { item: 'A', location: 'plant' } as const;

const demand = (due: string, quantity = '10', id = 'so-1') => ({ ...place, id, due, quantity });

const messagesOf = (
  model: ModelInput,
  options: Partial<PlanOptions> = {},
  filter?: MessageFilter,
): ActionMessage[] => plan(checkModel(model), { today, ...options }).messages(filter);

const codesOf = (model: ModelInput, options: Partial<PlanOptions> = {}): string[] =>
  messagesOf(model, options).map(({ code }) => code);

describe('releases', () => {
  test.each([
    ['before today', '2026-01-08', {}, ['RELEASE_PAST_DUE']],
    ['today', '2026-01-09', {}, ['RELEASE_DUE']],
    ['tomorrow', '2026-01-10', {}, []],
    ['tomorrow, within the action window', '2026-01-10', { actionWindowDays: 1 }, ['RELEASE_DUE']],
    ['before today, as is the need', '2026-01-02', {}, ['NEW_IN_PAST']],
  ])('a release %s', (_rule, due, messages, expected) =>
    expect(codesOf(bought({ demands: [demand(due)] }), { messages })).toEqual(expected),
  );

  test('where the past is closed the message still has the true release', () =>
    expect(
      messagesOf(bought({ demands: [demand('2026-01-07')] }), { pastDueRelease: 'clamp' }),
    ).toEqual([
      {
        code: 'RELEASE_PAST_DUE',
        ...place,
        order: 'A@plant/2026-01-09/1',
        orderStatus: 'planned',
        day: '2026-01-03',
        to: '2026-01-09',
        quantity: '10',
        text:
          "Expedite buy 10 'A' at 'plant' for 2026-01-09: it should have been released on " +
          '2026-01-03; it comes on 2026-01-09 at the earliest, needed on 2026-01-07.',
      },
    ]));

  const firm = (terms: object): ModelInput =>
    bought({
      demands: [demand('2026-01-20')],
      receipts: [{ ...place, id: 'po-1', due: '2026-01-20', quantity: '10', ...terms }],
    });

  test.each([
    ['with its lead time left is silent', { status: 'firmPlanned' }, today, []],
    ['is due a lead time before', { status: 'firmPlanned' }, '2026-01-16', ['RELEASE_DUE']],
    ['a day later is past due', { status: 'firmPlanned' }, '2026-01-17', ['RELEASE_PAST_DUE']],
    ['that is confirmed is released', { status: 'confirmed' }, '2026-01-17', []],
  ])('a firm order %s', (_rule, terms, on, expected) =>
    expect(codesOf(firm(terms), { today: on })).toEqual(expected),
  );

  test('a firm order whose start leaves it less than its lead time', () =>
    expect(
      messagesOf({
        ...bought({ demands: [demand('2026-01-20')] }),
        boms: [{ item: 'A', leadTimeDays: 5, lines: [] }],
        sourcing: [{ kind: 'make', ...place }],
        receipts: [
          {
            ...place,
            id: 'mo-1',
            kind: 'make',
            status: 'firmPlanned',
            start: '2026-01-17',
            due: '2026-01-20',
            quantity: '10',
          },
        ],
      }),
    ).toMatchObject([{ code: 'LEAD_TIME_COMPRESSED', order: 'mo-1', day: '2026-01-17' }]));
});

describe('open orders', () => {
  const late = bought(
    {
      demands: [demand('2026-01-12')],
      receipts: [{ ...place, id: 'po-1', due: '2026-01-20', quantity: '15' }],
    },
    { rescheduleWithinDays: 30 },
  );

  test('a message names the order, both days, the need and the demands behind it', () =>
    expect(messagesOf(late)).toEqual([
      {
        code: 'RESCHEDULE_IN',
        ...place,
        order: 'po-1',
        orderStatus: 'open',
        day: '2026-01-20',
        to: '2026-01-12',
        quantity: '15',
        need: { kind: 'demand', id: 'so-1', day: '2026-01-12' },
        demands: ['so-1'],
        text: "Move po-1, 15 'A' at 'plant', in from 2026-01-20 to 2026-01-12: so-1 needs it then.",
      },
      {
        code: 'REDUCE',
        ...place,
        order: 'po-1',
        orderStatus: 'open',
        day: '2026-01-20',
        quantity: '15',
        by: '5',
        left: '10',
        need: { kind: 'demand', id: 'so-1', day: '2026-01-12' },
        demands: ['so-1'],
        text: "Reduce po-1, 15 'A' at 'plant', by 5 to 10: nothing needs more.",
      },
    ]));

  test('tolerances of the plan silence, those of the item count before them', () => {
    const messages = { rescheduleInToleranceDays: 8, quantityTolerance: '4.9' };
    expect(codesOf(late, { messages })).toEqual(['REDUCE']);
    const own = { rescheduleWithinDays: 30, rescheduleInToleranceDays: 7, quantityTolerance: '5' };
    const parameters = [{ ...place, ...own }];
    expect(codesOf({ ...late, parameters }, { messages })).toEqual(['RESCHEDULE_IN']);
  });

  test('without a horizon the order stays, a new one is planned, and the old one is too much', () =>
    expect(codesOf(bought({ ...late, parameters: [] }))).toEqual(['CANCEL']));

  test('a receipt that keeps the safety stock is neither moved nor cancelled', () =>
    expect(
      codesOf(
        bought(
          {
            stock: [{ ...place, quantity: '12' }],
            demands: [demand('2026-01-12', '5'), demand('2026-02-12', '5', 'so-2')],
            receipts: [{ ...place, due: '2026-01-12', quantity: '8' }],
          },
          { safetyStock: '10', rescheduleWithinDays: 60 },
        ),
      ),
    ).toEqual([]));

  test('demands are named across levels and sites', () => {
    const model = bought({
      items: [{ id: 'A' }, { id: 'bike' }],
      locations: [{ id: 'plant' }, { id: 'shop' }],
      boms: [{ item: 'bike', lines: [{ component: 'A', quantityPer: '2' }] }],
      sourcing: [
        { kind: 'transfer', item: 'bike', location: 'shop', origin: 'plant', leadTimeDays: 1 },
        { kind: 'make', item: 'bike', location: 'plant', leadTimeDays: 2 },
        { kind: 'buy', ...place, leadTimeDays: 4 },
      ],
      demands: ['so-2', 'so-1'].map((id) => ({
        id,
        item: 'bike',
        location: 'shop',
        due: '2026-01-20',
        quantity: '3',
      })),
      receipts: [{ ...place, id: 'po-1', due: '2026-01-10', quantity: '12' }],
    });
    expect(messagesOf(model)).toMatchObject([
      {
        code: 'RESCHEDULE_OUT',
        to: '2026-01-17',
        need: { kind: 'order', id: 'bike@plant/2026-01-19/1', day: '2026-01-17' },
        demands: ['so-1', 'so-2'],
      },
    ]);
  });
});

describe('fences', () => {
  const fenced = (parameter: Partial<Parameter>): ModelInput =>
    bought(
      {
        sourcing: [{ kind: 'buy', ...place, leadTimeDays: 2, lotSizeMin: '50' }],
        demands: [demand('2026-01-10', '8')],
      },
      parameter,
    );

  test.each([
    ['planning', { planningTimeFenceDays: 14 }, '2026-01-19'],
    ['release', { releaseTimeFenceDays: 9 }, '2026-01-16'],
  ])('a need within the %s time fence is told with its true day', (_fence, parameter, to) =>
    expect(messagesOf(fenced(parameter))).toMatchObject([
      { code: 'FENCE_CONFLICT', day: '2026-01-10', to, quantity: '8' },
    ]),
  );

  test('a need at its end is not', () =>
    expect(codesOf(fenced({ planningTimeFenceDays: 5 }))).toEqual([]));
});

describe('stock', () => {
  test('below the safety stock until the first event: since when, how much, until when', () =>
    expect(
      messagesOf(
        bought(
          { stock: [{ ...place, quantity: '4' }], demands: [demand('2026-01-20', '1')] },
          { safetyStock: '10' },
        ),
      ),
    ).toMatchObject([
      { code: 'BELOW_SAFETY_STOCK', day: '2026-01-05', to: '2026-01-20', quantity: '6' },
    ]));

  test.each([
    ['more than the needs of its days', '20', [['EXCESS', '2026-01-05', '8']]],
    ['as much as that', '12', []],
  ])('stock that may cover ten days: %s', (_rule, quantity, expected) =>
    expect(
      messagesOf(
        bought(
          {
            stock: [{ ...place, quantity }],
            demands: [demand('2026-01-15', '12'), demand('2026-01-16', '8', 'so-2')],
          },
          { maxCoverDays: 10 },
        ),
      ).map(({ code, day, quantity: by }) => [code, day, by]),
    ).toEqual(expected),
  );

  test('without a limit there is no excess', () =>
    expect(codesOf(bought({ stock: [{ ...place, quantity: '20' }] }))).toEqual([]));

  test('a lot that expires unused', () =>
    expect(
      messagesOf(
        bought({
          stock: [{ ...place, lot: 'L7', quantity: '20', expires: '2026-01-20' }],
          demands: [demand('2026-01-15', '12')],
        }),
      ),
    ).toMatchObject([{ code: 'EXPIRES', day: '2026-01-20', quantity: '8' }]));

  test('of an open order that expires, only what is used before is needed', () =>
    expect(
      messagesOf(
        bought({
          receipts: [
            { ...place, id: 'po-1', due: '2026-01-10', quantity: '20', expires: '2026-01-20' },
          ],
          demands: [demand('2026-01-10', '12')],
        }),
      ),
    ).toMatchObject([
      { code: 'EXPIRES', order: 'po-1', quantity: '8' },
      { code: 'REDUCE', order: 'po-1', by: '8', left: '12' },
    ]));
});

describe('planning data', () => {
  const nowhere = bought({ sourcing: [], parameters: [], demands: [demand('2026-01-20')] });

  test('nothing supplies it anywhere', () => expect(codesOf(nowhere)).toEqual(['NO_SOURCE']));

  test('another site has it: this one lacks its data', () => {
    const lane = { kind: 'buy', item: 'A', location: 'depot' } as const;
    const locations = [{ id: 'plant' }, { id: 'depot' }];
    const messages = messagesOf({ ...nowhere, locations, sourcing: [lane] });
    expect(messages).toMatchObject([{ code: 'NO_PLANNING_DATA', location: 'plant' }]);
    expect(messages[0]!.text).toContain("at 'depot'");
  });

  test('made without a bill', () =>
    expect(codesOf({ ...nowhere, sourcing: [{ kind: 'make', ...place }] })).toEqual(['NO_BOM']));

  test('planned by hand: since when and how much lacks', () =>
    expect(
      messagesOf(
        bought(
          {
            stock: [{ ...place, quantity: '4' }],
            demands: [demand('2026-01-20'), demand('2026-01-25', '3', 'so-2')],
          },
          { planning: 'manual' },
        ),
      ),
    ).toMatchObject([{ code: 'PLANNING_DISABLED', day: '2026-01-20', quantity: '9' }]));

  test.each([
    [3, ['HORIZON_TOO_SHORT']],
    [4, []],
    [undefined, []],
  ])('demand known for %s days, supply takes four', (horizonDays, expected) =>
    expect(
      codesOf(bought({ demands: [demand('2026-01-20')] }), { messages: { horizonDays } }),
    ).toEqual(expected),
  );
});

describe('reading', () => {
  const model = bought({
    items: [{ id: 'A' }, { id: 'B' }],
    locations: [{ id: 'plant' }],
    demands: [demand('2026-01-08'), { ...demand('2026-01-20'), item: 'B', id: 'so-2' }],
  });

  test('by code, item and site', () => {
    expect(messagesOf(model).map(({ code }) => code)).toEqual(['NO_SOURCE', 'RELEASE_PAST_DUE']);
    expect(messagesOf(model, {}, { item: 'A' })).toMatchObject([{ code: 'RELEASE_PAST_DUE' }]);
    expect(messagesOf(model, {}, { code: 'NO_SOURCE' })).toMatchObject([{ item: 'B' }]);
    expect(messagesOf(model, {}, { location: 'moon' })).toEqual([]);
  });

  test.each([
    [{ rescheduleInToleranceDays: -1 }, 'messages.rescheduleInToleranceDays'],
    [{ actionWindowDays: 0.5 }, 'messages.actionWindowDays'],
    [{ quantityTolerance: '-1' }, 'messages.quantityTolerance'],
    [{ quantityTolerance: 'much' }, 'messages.quantityTolerance'],
  ])('refuses %j', (messages, option) => {
    try {
      messagesOf(model, { messages });
      expect.unreachable();
    } catch (error) {
      if (!MrpError.is(error, 'MRP_BAD_OPTION')) throw error;
      expect(error.details.option).toBe(option);
    }
  });
});
