import { checkModel, findModelIssues, type ModelInput, plan } from '@kontor/mrp';
import { describe, expect, test } from 'vitest';

const today = '2026-01-05';
type Bill = NonNullable<ModelInput['boms']>[number];

/**
 * Good quantity of `desk` due 2026-02-20 (a Friday), made in 4 days; all else is bought at once.
 */
const desk = (quantity: string, boms: Bill[], decimals = 0): ModelInput => ({
  calendars: [{ id: 'five-day' }],
  items: ['desk', 'drawer', 'panel', 'screw', 'knob'].map((id) => ({ id, decimals })),
  locations: [{ id: 'works', calendar: 'five-day' }, { id: 'mill' }],
  boms,
  sourcing: [{ kind: 'make', item: 'desk', location: 'works', leadTimeDays: 4 }],
  demands: [{ item: 'desk', location: 'works', due: '2026-02-20', quantity }],
});

/** What each component is needed for, by day: `5 panel 2026-02-16`. */
const needs = (input: ModelInput): string[] =>
  plan(checkModel(input), { today })
    .orders()
    .filter((order) => order.item !== 'desk')
    .map((order) => `${order.quantity} ${order.item}@${order.location} ${order.due.slice(5)}`);

describe('what a line takes', () => {
  test.each<[string, object, string]>([
    ['a quantity per', { quantityPer: '3' }, '30 panel@works 02-16'],
    [
      'and a fixed one, once an order',
      { quantityPer: '3', quantityFixed: '4' },
      '34 panel@works 02-16',
    ],
    ['scrap, divided: enough is left', { quantityPer: '3', scrap: '0.05' }, '32 panel@works 02-16'],
    [
      'scrap, marked up',
      { quantityPer: '3', scrap: '0.05', scrapConvention: 'markUp' },
      '32 panel@works 02-16',
    ],
    [
      'the fixed part has no scrap',
      { quantityPer: '2', scrap: '0.5', quantityFixed: '1' },
      '41 panel@works 02-16',
    ],
    ['later, in working days', { quantityPer: '1', offsetDays: 3 }, '10 panel@works 02-19'],
    ['earlier, in working days', { quantityPer: '1', offsetDays: -2 }, '10 panel@works 02-12'],
    ['at another site', { quantityPer: '1', location: 'mill' }, '10 panel@mill 02-16'],
  ])('%s', (_rule, line, expected) => {
    const bills = [{ item: 'desk', lines: [{ component: 'panel', quantityPer: '1', ...line }] }];
    expect(needs(desk('10', bills))).toEqual([expected]);
  });

  test('a third of a panel stays exact until the order is rounded up, once', () => {
    const bills = [
      { item: 'desk', outputQuantity: '3', lines: [{ component: 'panel', quantityPer: '1' }] },
    ];
    expect(needs(desk('9', bills))).toEqual(['3 panel@works 02-16']);
    expect(needs(desk('10', bills))).toEqual(['4 panel@works 02-16']);
  });
});

describe('phantoms', () => {
  const withDrawer = (drawer: Partial<Bill>, line: object = {}): Bill[] => [
    { item: 'desk', lines: [{ component: 'drawer', quantityPer: '2', ...line }] },
    {
      item: 'drawer',
      phantom: true,
      lines: [
        { component: 'panel', quantityPer: '5' },
        { component: 'knob', quantityPer: '1', quantityFixed: '1' },
      ],
      ...drawer,
    },
  ];

  test('their lines stand in for them, on the same day, without an order', () => {
    expect(needs(desk('10', withDrawer({})))).toEqual([
      '21 knob@works 02-16',
      '100 panel@works 02-16',
    ]);
  });

  test('multiply through quantity, output and yield', () => {
    // 20 drawers of which eight in ten are good are 25, two to a run: 63 panels.
    expect(needs(desk('10', withDrawer({ outputQuantity: '2', yield: '0.8' })))).toEqual([
      '14 knob@works 02-16',
      '63 panel@works 02-16',
    ]);
  });

  test('take the site, offset and time of the line they stand on', () => {
    const bills = withDrawer({}, { location: 'mill', offsetDays: 1, until: '2026-02-18' });
    expect(needs(desk('1', bills))).toEqual(['3 knob@mill 02-17', '10 panel@mill 02-17']);
  });

  test('go to any depth', () => {
    const depth = 5000;
    const items = Array.from({ length: depth }, (_, n) => ({ id: `p${n}` }));
    const model = checkModel({
      items: [...items, { id: 'end' }],
      locations: [{ id: 'works' }],
      boms: items.map(({ id }, n) => ({
        item: id,
        phantom: n > 0,
        lines: [{ component: n === depth - 1 ? 'end' : `p${n + 1}`, quantityPer: '1' }],
      })),
      sourcing: [{ kind: 'make', item: 'p0', location: 'works' }],
      demands: [{ item: 'p0', location: 'works', due: '2026-02-20', quantity: '7' }],
    });
    expect(plan(model, { today }).nodes()).toEqual([
      { item: 'p0', location: 'works', level: 0 },
      { item: 'end', location: 'works', level: 1 },
    ]);
  });

  test('a circle of phantoms is named', () => {
    const bills: Bill[] = [
      { item: 'drawer', phantom: true, lines: [{ component: 'panel', quantityPer: '1' }] },
      { item: 'panel', phantom: true, lines: [{ component: 'drawer', quantityPer: '1' }] },
    ];
    expect(findModelIssues(desk('1', bills)).issues).toMatchObject([
      {
        code: 'BOM_CYCLE',
        path: ['boms', 0],
        message: expect.stringContaining('drawer needs panel needs drawer'),
      },
    ]);
  });
});

describe('revisions and yields', () => {
  test('the revision in force on the day of consumption counts, half-open', () => {
    const revision = (name: string, component: string, time: object): Bill => ({
      item: 'desk',
      revision: name,
      lines: [{ component, quantityPer: '1' }],
      ...time,
    });
    const bills = [
      revision('A', 'panel', { until: '2026-02-16' }),
      revision('B', 'screw', { from: '2026-02-16' }),
    ];
    expect(needs(desk('1', bills))).toEqual(['1 screw@works 02-16']);
  });

  test('what must be started follows the yield of the day of the output', () => {
    const input = desk('90', [
      {
        item: 'desk',
        yield: [
          { until: '2026-02-20', yield: '0.5' },
          { from: '2026-02-20', yield: '0.9' },
        ],
        lines: [{ component: 'panel', quantityPer: '2' }],
      },
    ]);
    expect(needs(input)).toEqual(['200 panel@works 02-16']);
    expect(plan(checkModel(input), { today }).orders({ item: 'desk' })).toMatchObject([
      { quantity: '90', started: '100' },
    ]);
  });

  test.each<[string, Bill[], string]>([
    [
      'two revisions at once',
      [
        { item: 'desk', revision: 'A', lines: [] },
        { item: 'desk', revision: 'B', lines: [] },
      ],
      'BAD_EFFECTIVITY boms.1',
    ],
    [
      'a phantom in one revision only',
      [
        { item: 'desk', revision: 'A', until: '2026-02-01', lines: [] },
        { item: 'desk', revision: 'B', from: '2026-02-01', phantom: true, lines: [] },
      ],
      'BAD_EFFECTIVITY boms.1.phantom',
    ],
    ['a yield of nothing', [{ item: 'desk', yield: '0', lines: [] }], 'BAD_QUANTITY boms.0.yield'],
    [
      'a phantom whose yield changes',
      [
        {
          item: 'drawer',
          phantom: true,
          yield: [
            { until: '2026-02-01', yield: '1' },
            { from: '2026-02-01', yield: '0.5' },
          ],
          lines: [],
        },
      ],
      'BAD_EFFECTIVITY boms.0.yield',
    ],
    [
      'a revision of no day',
      [
        { item: 'desk', revision: 'A', until: '2026-02-30', lines: [] },
        { item: 'desk', revision: 'B', from: '2026-03-01', lines: [] },
      ],
      'BAD_DAY boms.0.until',
    ],
    [
      'scrap that leaves nothing',
      [{ item: 'desk', lines: [{ component: 'panel', quantityPer: '1', scrap: '1' }] }],
      'BAD_QUANTITY boms.0.lines.0.scrap',
    ],
    [
      'a fixed quantity finer than its item',
      [{ item: 'desk', lines: [{ component: 'panel', quantityPer: '1', quantityFixed: '0.5' }] }],
      'OVER_PRECISE_QUANTITY boms.0.lines.0.quantityFixed',
    ],
    [
      'a line that ends before it starts',
      [
        {
          item: 'desk',
          lines: [
            { component: 'panel', quantityPer: '1', from: '2026-02-02', until: '2026-02-01' },
          ],
        },
      ],
      'BAD_EFFECTIVITY boms.0.lines.0.until',
    ],
  ])('refuses %s', (_fault, boms, expected) => {
    const { issues } = findModelIssues(desk('1', boms));
    expect(issues?.map((issue) => `${issue.code} ${issue.path.join('.')}`)).toEqual([expected]);
  });
});

test('fractions that multiply beyond what a number holds are a fault of the model', () => {
  const depth = 12;
  const ids = Array.from({ length: depth + 1 }, (_, n) => `p${n}`);
  const { issues } = findModelIssues({
    items: ids.map((id) => ({ id })),
    locations: [{ id: 'works' }],
    boms: ids.slice(0, -1).map((item, n) => ({
      item,
      phantom: n > 0,
      outputQuantity: '97',
      lines: [{ component: ids[n + 1]!, quantityPer: '89' }],
    })),
    sourcing: [{ kind: 'make', item: 'p0', location: 'works' }],
  });
  expect(issues).toMatchObject([{ code: 'OVER_PRECISE_QUANTITY', path: ['boms', depth - 1] }]);
});
