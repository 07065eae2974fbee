import { findModelIssues, type ModelInput } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const sound: ModelInput = {
  units: [{ id: 'kg', decimals: 3 }],
  locations: [{ id: 'dairy' }, { id: 'store' }],
  items: [
    { id: 'milk', unit: 'kg' },
    { id: 'cheese', unit: 'kg' },
    { id: 'whey', unit: 'kg' },
    { id: 'cream', unit: 'kg' },
  ],
  boms: [
    {
      item: 'cheese',
      outputQuantity: '10',
      lines: [{ component: 'milk', quantityPer: '100' }],
      outputs: [
        { item: 'whey', quantityPer: '85', location: 'store', costShare: '0.25' },
        { item: 'cream', quantityPer: '4', unit: 'kg', costShare: '0.75' },
      ],
    },
    { item: 'cheese', alternate: 'old vat', lines: [{ component: 'milk', quantityPer: '12' }] },
  ],
  sourcing: [
    { kind: 'make', item: 'cheese', location: 'dairy' },
    { kind: 'make', item: 'cheese', location: 'dairy', alternate: 'old vat', priority: 2 },
  ],
};

const faults = (changes: object): string[] =>
  (findModelIssues({ ...sound, ...changes }).issues ?? []).map(
    (issue) => `${issue.code} ${issue.path.join('.')}`,
  );

const bill = (changes: object): object => ({
  sourcing: [],
  boms: [{ item: 'cheese', lines: [], ...changes }],
});
const output = (changes: object): object =>
  bill({ outputs: [{ item: 'whey', quantityPer: '1', ...changes }] });

describe('checkModel, what bills yield', () => {
  test('co-products and an alternate of their item are sound', () => {
    expect(faults({})).toEqual([]);
  });

  test.each<[string, object, string[]]>([
    ['an unknown output', output({ item: 'wey' }), ['UNKNOWN_ITEM boms.0.outputs.0.item']],
    [
      'an output to nowhere',
      output({ location: 'x' }),
      ['UNKNOWN_LOCATION boms.0.outputs.0.location'],
    ],
    [
      'an output in no unit',
      output({ unit: 'box' }),
      ['UNKNOWN_UNIT boms.0.outputs.0.unit', 'UNIT_MISMATCH boms.0.outputs.0.quantityPer'],
    ],
    [
      'an output of nothing',
      output({ quantityPer: '0' }),
      ['NEGATIVE_QUANTITY boms.0.outputs.0.quantityPer'],
    ],
    [
      'an output of too many digits',
      output({ quantityPer: '0.12345678901234567890123' }),
      ['OVER_PRECISE_QUANTITY boms.0.outputs.0.quantityPer'],
    ],
    [
      'an output that is no number',
      output({ quantityPer: 'some' }),
      ['BAD_QUANTITY boms.0.outputs.0.quantityPer'],
    ],
    [
      "the bill's own item as output",
      output({ item: 'cheese', location: 'store' }),
      ['INVALID_VALUE boms.0.outputs.0.item'],
    ],
    [
      'a negative share of the cost',
      output({ costShare: '-0.1' }),
      ['NEGATIVE_QUANTITY boms.0.outputs.0.costShare'],
    ],
    [
      'more than the whole cost',
      output({ costShare: '1.5' }),
      ['BAD_QUANTITY boms.0.outputs.0.costShare'],
    ],
    [
      'shares that add up to more than the cost, where they pass it',
      bill({
        outputs: ['0.5', '0.5', '0.001'].map((costShare) => ({
          item: 'whey',
          quantityPer: '1',
          costShare,
        })),
      }),
      ['BAD_QUANTITY boms.0.outputs.2.costShare'],
    ],
    [
      'a phantom that yields or is an alternate',
      bill({ phantom: true, alternate: 'a', outputs: [{ item: 'whey', quantityPer: '1' }] }),
      ['INVALID_VALUE boms.0.outputs', 'INVALID_VALUE boms.0.alternate'],
    ],
    [
      'a component years before its order',
      bill({ lines: [{ component: 'milk', quantityPer: '1', offsetDays: -4000 }] }),
      ['INVALID_VALUE boms.0.lines.0.offsetDays'],
    ],
    [
      'negative lead and preparation times',
      bill({ leadTimeDays: -1, preparationDays: -2 }),
      ['NEGATIVE_LEAD_TIME boms.0.leadTimeDays', 'NEGATIVE_LEAD_TIME boms.0.preparationDays'],
    ],
  ])('refuses %s', (_fault, changes, expected) => {
    expect(faults(changes)).toEqual(expected);
  });
});

describe('checkModel, alternates', () => {
  const plain = { item: 'cheese', lines: [] };

  test('revisions are told apart, and may not overlap, within one alternate', () => {
    const first = { ...plain, revision: 'A', until: '2026-06-01' };
    const second = { ...plain, revision: 'B', from: '2026-05-01' };
    expect(faults({ sourcing: [], boms: [first, second] })).toEqual(['BAD_EFFECTIVITY boms.1']);
    expect(faults({ sourcing: [], boms: [first, { ...second, alternate: 'a' }] })).toEqual([]);
    expect(faults({ sourcing: [], boms: [first, { ...first, alternate: 'a' }] })).toEqual([]);
  });

  test('one alternate stands once for an item at a site', () => {
    const alternate = { ...plain, alternate: 'a' };
    expect(faults({ sourcing: [], boms: [plain, alternate, alternate] })).toEqual([
      'DUPLICATE_KEY boms.2',
    ]);
    expect(
      faults({ sourcing: [], boms: [plain, alternate, { ...alternate, location: 'dairy' }] }),
    ).toEqual([]);
  });

  test.each(['make', 'subcontract'])('a %s source names an alternate of its site', (kind) => {
    const at = (location: string, alternate: string): string[] =>
      faults({
        boms: [{ ...plain, alternate: 'a', location: 'dairy' }],
        sourcing: [{ kind, item: 'cheese', location, alternate }],
      });
    expect(at('dairy', 'a')).toEqual([]);
    expect(at('store', 'a')).toEqual(['UNKNOWN_BILL sourcing.0.alternate']);
    expect(at('dairy', 'b')).toEqual(['UNKNOWN_BILL sourcing.0.alternate']);
  });

  test('an open order names an alternate that is there', () => {
    const order = { item: 'cheese', location: 'dairy', due: '2026-02-02', quantity: '1' };
    const made = { ...order, kind: 'make' };
    expect(faults({ receipts: [{ ...made, alternate: 'old vat' }] })).toEqual([]);
    expect(faults({ receipts: [{ ...made, alternate: 'new vat' }] })).toEqual([
      'UNKNOWN_BILL receipts.0.alternate',
    ]);
  });
});

describe('checkModel, circles over co-products', () => {
  const lane = { kind: 'make', item: 'whey', location: 'dairy' };

  test('the way round says what needs and what yields', () => {
    const result = findModelIssues({
      ...sound,
      boms: [
        {
          item: 'cheese',
          lines: [{ component: 'milk', quantityPer: '1' }],
          outputs: [{ item: 'whey', quantityPer: '1' }],
        },
        { item: 'whey', lines: [{ component: 'cheese', quantityPer: '1' }] },
      ],
      sourcing: [sound.sourcing![0], lane],
    });
    expect(result.issues).toEqual([
      {
        code: 'BOM_CYCLE',
        path: ['boms', 0],
        message:
          'it goes in a circle: cheese@dairy yields whey@dairy needs cheese@dairy; ' +
          'take one of these lines out of its bill or lane',
      },
    ]);
  });

  test('what is needed and yielded by the same bill is no circle', () => {
    const boms = [
      {
        item: 'cheese',
        lines: [{ component: 'whey', quantityPer: '1' }],
        outputs: [{ item: 'whey', quantityPer: '8' }],
      },
    ];
    expect(faults({ boms, sourcing: [sound.sourcing![0]] })).toEqual([]);
  });

  test('a circle of a segment is named with it', () => {
    const { issues } = findModelIssues({
      ...sound,
      boms: [
        { item: 'cheese', lines: [{ component: 'whey', quantityPer: '1' }] },
        { item: 'whey', lines: [{ component: 'cheese', quantityPer: '1' }] },
      ],
      sourcing: [sound.sourcing![0], lane],
      parameters: ['cheese', 'whey'].map((item) => ({ item, location: 'dairy', segments: 'own' })),
      demands: [
        { item: 'cheese', location: 'dairy', due: '2026-02-02', quantity: '1', segment: 'p-7' },
      ],
    });
    expect(issues!.map(({ message }) => message.split(';')[0])).toEqual([
      'it goes in a circle: cheese@dairy needs whey@dairy needs cheese@dairy',
      'it goes in a circle: cheese@dairy#p-7 needs whey@dairy#p-7 needs cheese@dairy#p-7',
    ]);
  });
});
