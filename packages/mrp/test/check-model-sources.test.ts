import { findModelIssues, type ModelInput } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const place = { item: 'bike', location: 'plant' };
const costs = { setupCost: '85', holdingCost: '0.5' };

const sound: ModelInput = {
  locations: [{ id: 'plant' }, { id: 'shop' }],
  items: [{ id: 'bike', leadTimeDays: 3, cost: '12.50', mass: '9' }, { id: 'trike' }],
  routings: [{ ...place, operations: [{ sequence: 10, costPerHour: '60' }] }],
  sourcing: [
    { kind: 'subcontract', ...place, supplier: 'rim', componentsAt: 'shop' },
    { kind: 'buy', ...place, quota: '60', quotaAllocated: '120' },
    { kind: 'buy', ...place, supplier: 'b', quota: '40', lotSizing: { rule: 'groff', ...costs } },
    { kind: 'substitute', ...place, substitute: 'trike', quantityPer: '1/3' },
    { kind: 'substitute', item: 'trike', location: 'plant', substitute: 'bike' },
    { kind: 'transfer', ...place, origin: 'shop', onlyFromStock: true },
    { kind: 'transfer', item: 'bike', location: 'shop', origin: 'plant', onlyFromStock: true },
  ],
  parameters: [{ ...place, quantityTolerance: '2', planningTimeFenceDays: 5 }],
};

const faults = (changes: object): string[] =>
  (findModelIssues({ ...sound, ...changes }).issues ?? []).map(
    (issue) => `${issue.code} ${issue.path.join('.')}`,
  );

const source = (changes: object): object => ({
  sourcing: [{ kind: 'buy', ...place, ...changes }],
});
const rule = (changes: object): object => source({ lotSizing: changes });
const parameter = (changes: object): object => ({ parameters: [{ ...place, ...changes }] });

test('sources of every kind are sound; spare stock may go both ways', () => {
  expect(faults({})).toEqual([]);
});

describe('checkModel, sources', () => {
  test.each<[string, object, string[]]>([
    ['a negative quota', source({ quota: '-1' }), ['NEGATIVE_QUANTITY sourcing.0.quota']],
    ['a quota that is no number', source({ quota: 'half' }), ['BAD_QUANTITY sourcing.0.quota']],
    [
      'a quota of too many digits',
      source({ quota: '0.12345678901234567' }),
      ['OVER_PRECISE_QUANTITY sourcing.0.quota'],
    ],
    [
      'less than nothing given so far',
      source({ quotaAllocated: '-5' }),
      ['NEGATIVE_QUANTITY sourcing.0.quotaAllocated'],
    ],
    [
      'a part of a step given so far',
      source({ quotaAllocated: '0.5' }),
      ['OVER_PRECISE_QUANTITY sourcing.0.quotaAllocated'],
    ],
    ['a cost past 2^53', source({ cost: '1e999' }), ['QUANTITY_TOO_LARGE sourcing.0.cost']],
    [
      'lots of nothing',
      rule({ rule: 'fixedQuantity', quantity: '0' }),
      ['NEGATIVE_QUANTITY sourcing.0.lotSizing.quantity'],
    ],
    [
      'lots of a part of a step',
      rule({ rule: 'fixedQuantity', quantity: '2.5' }),
      ['OVER_PRECISE_QUANTITY sourcing.0.lotSizing.quantity'],
    ],
    [
      'negative costs of a rule',
      rule({ rule: 'wagnerWhitin', setupCost: '-1', holdingCost: '-0.1' }),
      [
        'NEGATIVE_QUANTITY sourcing.0.lotSizing.setupCost',
        'NEGATIVE_QUANTITY sourcing.0.lotSizing.holdingCost',
      ],
    ],
    [
      'a rule without its costs',
      rule({ rule: 'silverMeal', setupCost: '1' }),
      ['INVALID_VALUE sourcing.0.lotSizing.holdingCost'],
    ],
    [
      'a rule that is none',
      rule({ rule: 'asNeeded' }),
      ['INVALID_VALUE sourcing.0.lotSizing.rule'],
    ],
    [
      'a lane to itself',
      source({ kind: 'transfer', origin: 'plant' }),
      ['INVALID_VALUE sourcing.0.origin'],
    ],
    [
      'an item in its own place',
      source({ kind: 'substitute', substitute: 'bike' }),
      ['INVALID_VALUE sourcing.0.substitute'],
    ],
    [
      'a substitute that is not there',
      source({ kind: 'substitute', substitute: 'horse' }),
      ['UNKNOWN_ITEM sourcing.0.substitute'],
    ],
    [
      'a substitute for nothing',
      source({ kind: 'substitute', substitute: 'trike', quantityPer: '0' }),
      ['NEGATIVE_QUANTITY sourcing.0.quantityPer'],
    ],
    [
      'components from nowhere',
      source({ kind: 'subcontract', componentsAt: 'moon' }),
      ['UNKNOWN_LOCATION sourcing.0.componentsAt'],
    ],
    [
      'an unknown calendar of a subcontractor',
      source({ kind: 'subcontract', calendar: 'six-day' }),
      ['UNKNOWN_CALENDAR sourcing.0.calendar'],
    ],
  ])('refuses %s', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });
});

describe('checkModel, items, operations and parameters', () => {
  test.each<[string, object, string[]]>([
    [
      'figures of an item below 0',
      { items: [{ id: 'bike', leadTimeDays: -1, cost: '-2', mass: '-3' }, { id: 'trike' }] },
      [
        'NEGATIVE_LEAD_TIME items.0.leadTimeDays',
        'NEGATIVE_QUANTITY items.0.cost',
        'NEGATIVE_QUANTITY items.0.mass',
      ],
    ],
    [
      'an hour that earns',
      { routings: [{ ...place, operations: [{ sequence: 10, costPerHour: '-60' }] }] },
      ['NEGATIVE_QUANTITY routings.0.operations.0.costPerHour'],
    ],
    [
      'a setup of decades',
      { routings: [{ ...place, operations: [{ sequence: 10, setupMinutes: '1e9' }] }] },
      ['INVALID_VALUE routings.0.operations.0.setupMinutes'],
    ],
    [
      'a negative tolerance',
      parameter({ quantityTolerance: '-1' }),
      ['NEGATIVE_QUANTITY parameters.0.quantityTolerance'],
    ],
    ...(
      [
        'safetyTimeDays',
        'receivingDays',
        'planningTimeFenceDays',
        'releaseTimeFenceDays',
        'demandTimeFenceDays',
      ] as const
    ).map((field): [string, object, string[]] => [
      `negative ${field}`,
      parameter({ [field]: -1 }),
      [`NEGATIVE_LEAD_TIME parameters.0.${field}`],
    ]),
    [
      'a duration of decades',
      parameter({ receivingDays: 100_000 }),
      ['INVALID_VALUE parameters.0.receivingDays'],
    ],
    [
      'a cover of no day',
      parameter({ maxCoverDays: 0 }),
      ['INVALID_VALUE parameters.0.maxCoverDays'],
    ],
  ])('refuses %s', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });

  test('every fault says what to do', () => {
    const { issues } = findModelIssues({ ...sound, ...parameter({ receivingDays: -4 }) });
    expect(issues![0]!.message).toBe(
      'it is -4: a duration cannot be negative; give 0 or more working days',
    );
  });
});
