import { checkModel, findModelIssues, type ModelInput, MrpError } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const sound: ModelInput = {
  units: [{ id: 'kg', decimals: 3 }],
  calendars: [{ id: 'five-day' }],
  locations: [{ id: 'plant', calendar: 'five-day' }, { id: 'shop' }],
  items: [{ id: 'bike' }, { id: 'wheel' }, { id: 'steel', unit: 'kg' }],
  boms: [
    { item: 'bike', lines: [{ component: 'wheel', quantityPer: '2' }] },
    { item: 'wheel', lines: [{ component: 'steel', quantityPer: '0.75' }] },
  ],
  sourcing: [
    { kind: 'make', item: 'bike', location: 'plant' },
    { kind: 'make', item: 'wheel', location: 'plant' },
    { kind: 'transfer', item: 'bike', location: 'shop', origin: 'plant' },
  ],
  demands: [{ id: 'so-1', item: 'bike', location: 'shop', due: '2026-02-02', quantity: '5' }],
};

const faults = (changes: object): string[] =>
  (findModelIssues({ ...sound, ...changes }).issues ?? []).map(
    (issue) => `${issue.code} ${issue.path.join('.')}`,
  );

const demand = (changes: object): object => ({
  demands: [{ item: 'bike', location: 'shop', due: '2026-02-02', quantity: '5', ...changes }],
});
const source = (changes: object): object => ({
  sourcing: [{ kind: 'buy', item: 'bike', location: 'shop', ...changes }],
});

describe('checkModel', () => {
  test('lets a sound model pass, with its defaults filled in', () => {
    expect(checkModel(sound).boms[0]!.outputQuantity).toBe('1');
  });

  test.each<[string, object, string[]]>([
    ['an unknown item', demand({ item: 'bikke' }), ['UNKNOWN_ITEM demands.0.item']],
    ['an unknown location', demand({ location: 'x' }), ['UNKNOWN_LOCATION demands.0.location']],
    [
      'an unknown unit',
      demand({ unit: 'box' }),
      ['UNKNOWN_UNIT demands.0.unit', 'UNIT_MISMATCH demands.0.quantity'],
    ],
    [
      "a unit with no way to the item's",
      demand({ unit: 'kg' }),
      ['UNIT_MISMATCH demands.0.quantity'],
    ],
    ['text that is no number', demand({ quantity: 'five' }), ['BAD_QUANTITY demands.0.quantity']],
    [
      'a number that is not finite',
      demand({ quantity: Number.POSITIVE_INFINITY }),
      ['INVALID_VALUE demands.0.quantity'],
    ],
    [
      'a quantity finer than its item',
      demand({ quantity: '1.5' }),
      ['OVER_PRECISE_QUANTITY demands.0.quantity'],
    ],
    [
      'a quantity past 2^53',
      demand({ quantity: '9007199254740993' }),
      ['QUANTITY_TOO_LARGE demands.0.quantity'],
    ],
    ['a negative demand', demand({ quantity: '-1' }), ['NEGATIVE_QUANTITY demands.0.quantity']],
    ['a day that is not there', demand({ due: '2026-02-30' }), ['BAD_DAY demands.0.due']],
    ['a date in another format', demand({ due: '02.02.2026' }), ['INVALID_VALUE demands.0.due']],
    ['an unknown field', demand({ qty: 5 }), ['INVALID_VALUE demands.0.qty']],
    ['an unknown list', { orders: [] }, ['INVALID_VALUE orders']],
    ['a missing list', { items: undefined }, ['INVALID_VALUE items', 'UNKNOWN_ITEM boms.0.item']],
    [
      'a negative lead time',
      source({ leadTimeDays: -1 }),
      ['NEGATIVE_LEAD_TIME sourcing.0.leadTimeDays'],
    ],
    [
      'a missing calendar',
      source({ calendar: 'six-day' }),
      ['UNKNOWN_CALENDAR sourcing.0.calendar'],
    ],
    [
      'a maximum below the minimum',
      source({ lotSizeMin: '5', lotSizeMax: '4' }),
      ['BAD_LOT_SIZE sourcing.0.lotSizeMax'],
    ],
    [
      'a maximum below a multiple',
      source({ lotSizeMultiple: '5', lotSizeMax: '4' }),
      ['BAD_LOT_SIZE sourcing.0.lotSizeMax'],
    ],
    [
      'a lot size of nothing',
      source({ lotSizeMultiple: '0' }),
      ['BAD_LOT_SIZE sourcing.0.lotSizeMultiple'],
    ],
    [
      'an end that is not after the start',
      source({ from: '2026-02-01', until: '2026-02-01' }),
      ['BAD_EFFECTIVITY sourcing.0.until'],
    ],
    [
      'an unknown time zone',
      { locations: [{ id: 'plant', timeZone: 'Mars/Olympus' }, { id: 'shop' }] },
      ['UNKNOWN_TIME_ZONE locations.0.timeZone'],
    ],
    [
      'a calendar without working days',
      { calendars: [{ id: 'five-day', workingWeekdays: [] }] },
      ['EMPTY_CALENDAR calendars.0'],
    ],
    ['a duplicate item', { items: [...sound.items, { id: 'bike' }] }, ['DUPLICATE_KEY items.3']],
    [
      'a duplicate demand id',
      { demands: [sound.demands![0], sound.demands![0]] },
      ['DUPLICATE_KEY demands.1'],
    ],
    [
      'no quantity per',
      { boms: [{ item: 'bike', lines: [{ component: 'wheel', quantityPer: '0' }] }] },
      ['NEGATIVE_QUANTITY boms.0.lines.0.quantityPer'],
    ],
    [
      'no output',
      { boms: [{ item: 'bike', outputQuantity: '0', lines: [] }] },
      ['NEGATIVE_QUANTITY boms.0.outputQuantity'],
    ],
    [
      'conversions that contradict each other',
      {
        unitConversions: [
          { unit: 'box', of: 'each', factor: '4' },
          { unit: 'crate', of: 'box', factor: '2' },
          { unit: 'crate', of: 'each', factor: '9' },
        ],
      },
      ['UNIT_MISMATCH unitConversions.2'],
    ],
  ])('refuses %s, with code and path', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expect.arrayContaining(expected));
    expect(faults(changes)[0]).toBe(expected[0]);
  });

  test('reports all faults at once', () => {
    const all = faults({
      ...demand({ item: 'x', quantity: '1', due: '2026-02-31' }),
      ...source({ leadTimeDays: -2, origin: 'y' }),
      items: [{ id: 'bike' }, { id: 'bike' }, { id: 7 }],
    });
    expect(all).toEqual(
      expect.arrayContaining([
        'UNKNOWN_ITEM demands.0.item',
        'BAD_DAY demands.0.due',
        'INVALID_VALUE sourcing.0.origin',
        'DUPLICATE_KEY items.1',
        'INVALID_VALUE items.2.id',
      ]),
    );
  });

  test('keeps the row numbers of the user when an earlier row is unsound', () => {
    const rows = [
      { id: 1, item: 'bike', location: 'shop', due: '2026-02-02', quantity: '1' },
      { item: 'x', location: 'shop', due: '2026-02-02', quantity: '1' },
      { item: 'bike', location: 'shop', due: 'soon', quantity: '1' },
    ];
    expect(faults({ demands: rows })).toEqual([
      'INVALID_VALUE demands.0.id',
      'INVALID_VALUE demands.2.due',
      'UNKNOWN_ITEM demands.1.item',
    ]);
  });

  test('names the shortest way round of a cycle in the bills', () => {
    const result = findModelIssues({
      ...sound,
      boms: [
        ...sound.boms!.slice(0, 1),
        { item: 'wheel', lines: [{ component: 'bike', quantityPer: '1' }] },
      ],
    });
    expect(result.issues).toEqual([
      {
        code: 'BOM_CYCLE',
        path: ['boms', 0],
        message:
          'it goes in a circle: bike@plant needs wheel@plant needs bike@plant; ' +
          'take one of these lines out of its bill or lane',
      },
    ]);
  });

  test('names a circle of lanes between sites, once', () => {
    const circle = faults({
      sourcing: [
        ...sound.sourcing!,
        { kind: 'transfer', item: 'bike', location: 'plant', origin: 'shop', priority: 2 },
      ],
    });
    expect(circle).toEqual(['BOM_CYCLE boms.0']);
  });

  test('throws one error with every issue, the first twenty in its message', () => {
    try {
      checkModel({ items: [], locations: [], demands: [{}, {}] });
      expect.unreachable();
    } catch (error) {
      expect(MrpError.is(error, 'MRP_INVALID_MODEL')).toBe(true);
      if (!MrpError.is(error, 'MRP_INVALID_MODEL')) return;
      expect(error.details.issues.length).toBeGreaterThan(4);
      expect(error.message).toMatch(/^The model has \d+ faults:\n- demands\.0/);
    }
  });

  test.each([[null], [7], ['model'], [[]]])('refuses %j as a model', (input) => {
    expect(findModelIssues(input).issues?.[0]).toMatchObject({ code: 'INVALID_VALUE', path: [] });
  });
});
