import { fc, test as propertyTest } from '@fast-check/vitest';
import { type Decimal, decimal } from '@kontor/kernel';
import { describe, expect, test } from 'vitest';
import { abcClasses } from '../../src/analysis/abc-classes.ts';
import { explainChange } from '../../src/analysis/contribution.ts';
import { growthOf, planVariance } from '../../src/analysis/growth.ts';
import { priceVolumeMix } from '../../src/analysis/price-volume-mix.ts';
import { slowEffects } from '../oracle/slow-analysis.ts';
import { caught } from './caught.ts';
import { SALES_BY_DEPARTMENT, UNITS_BY_MONTH } from './foodmart-1997.ts';

const text = (value: Decimal | null | undefined): string | null => value?.toFixed() ?? null;

describe('growthOf', () => {
  // TI6.
  test('December over November of FoodMart: 6.0388 %', () => {
    const { growth } = growthOf(UNITS_BY_MONTH[11]!, UNITS_BY_MONTH[10]!);
    expect(growth?.times(100).toFixed(4)).toBe('6.0388');
  });

  test.each([
    ['a figure grows', 150, 100, '0.5', undefined],
    ['a loss that shrinks is growth', -50, -100, '0.5', undefined],
    ['a loss that turns to profit', 50, -100, '1.5', undefined],
    ['down to nothing', 0, 100, '-1', undefined],
    ['no base: empty, not ∞', 100, null, null, undefined],
    ['a base of 0: empty, and flagged', 100, 0, null, 'divideByZero'],
    ['no figure now: empty, not −100 %', null, 100, null, undefined],
    ['nothing at all', null, null, null, undefined],
  ])('%s: %s over %s is %s', (_, now, then, growth, flag) => {
    const found = growthOf(now, then);
    expect([text(found.growth), found.flag]).toEqual([growth, flag]);
  });
});

describe('planVariance', () => {
  // VA1 of the dossier.
  test.each([
    ['revenue', 90, 100, '-10', '-0.1', false, undefined],
    ['cost', 70, 80, '-10', '-0.125', true, undefined],
    ['revenue', 90, 0, '90', null, true, 'divideByZero'],
    ['cost', 5, 0, '5', null, false, 'divideByZero'],
    ['cost', 80, 80, '0', '0', true, undefined],
    ['revenue', 90, null, null, null, null, undefined],
    ['revenue', null, 100, null, null, null, undefined],
  ] as const)('%s of %s against %s', (nature, actual, plan, variance, relative, good, flag) => {
    const found = planVariance(actual, plan, nature);
    expect([text(found.variance), text(found.relative)]).toEqual([variance, relative]);
    expect([found.isFavourable, found.flag]).toEqual([good, flag]);
  });
});

describe('explainChange', () => {
  const found = explainChange([
    { key: 'steady', from: 40, to: 40 },
    { key: 'up', from: 30, to: 42 },
    { key: 'down', from: 20, to: 14 },
    { key: 'launched', from: null, to: 9 },
    { key: 'stopped', from: 10, to: null },
  ]);
  const shown = (list: typeof found.grew): string[] =>
    list.map(({ key, change, points, share, status }) =>
      [key, change, points, share, status].join(' '),
    );

  // Worked by hand: 100 becomes 105; points over 100, shares of the change of 5.
  test('members that grew and that weakened, the largest first', () => {
    expect([found.from, found.to, found.change].map(text)).toEqual(['100', '105', '5']);
    expect(shown(found.grew)).toEqual(['up 12 0.12 2.4 kept', 'launched 9 0.09 1.8 new']);
    expect(shown(found.weakened)).toEqual(['stopped -10 -0.1 -2 gone', 'down -6 -0.06 -1.2 kept']);
  });

  test('without an old total there are no points, without a change no shares', () => {
    const fresh = explainChange([{ key: 'a', from: null, to: 5 }]);
    expect(fresh.grew[0]).toMatchObject({ points: null, status: 'new' });
    const swapped = explainChange([
      { key: 'a', from: 1, to: 3 },
      { key: 'b', from: 3, to: 1 },
    ]);
    expect(swapped.grew[0]?.share).toBeNull();
    expect(text(swapped.grew[0]?.points)).toBe('0.5');
  });

  test('a figure that is none is named', () => {
    const bad = (): unknown => explainChange([{ key: 'a', from: 1, to: 'x' }]);
    expect(caught(bad)).toBe('KERNEL_BAD_DECIMAL members.0.to');
  });
});

describe('priceVolumeMix', () => {
  // PV1 of the dossier.
  test('A 100 at 10 and B 50 at 20; now A 120 at 11 and B 40 at 21', () => {
    const found = priceVolumeMix([
      { from: { units: 100, revenue: 1000 }, to: { units: 120, revenue: 1320 } },
      { from: { units: 50, revenue: 1000 }, to: { units: 40, revenue: 840 } },
    ])!;
    expect(text(found.change)).toBe('160');
    expect(found.volume.toFixed(2)).toBe('133.33');
    expect(found.mix.toFixed(2)).toBe('-133.33');
    expect(text(found.price)).toBe('160');
  });

  // Worked by hand: 10 units at 10 before; now 10 at 10 and 5 of a new product at 16.
  test('a new product is volume and mix, not price', () => {
    const found = priceVolumeMix([
      { from: { units: 10, revenue: 100 }, to: { units: 10, revenue: 100 } },
      { from: { units: 0, revenue: 0 }, to: { units: 5, revenue: 80 } },
    ])!;
    expect([found.volume, found.mix, found.price].map(text)).toEqual(['50', '30', '0']);
  });

  test('a product that is gone is volume and mix, not price', () => {
    const found = priceVolumeMix([
      { from: { units: 10, revenue: 100 }, to: { units: 10, revenue: 100 } },
      { from: { units: 10, revenue: 200 }, to: { units: 0, revenue: 0 } },
    ])!;
    expect([found.volume, found.mix, found.price].map(text)).toEqual(['-150', '-50', '0']);
  });

  test('nothing sold before has no old price; impossible lines are named', () => {
    const none = { units: 0, revenue: 0 };
    const some = { units: 1, revenue: 1 };
    expect(priceVolumeMix([{ from: none, to: some }])).toBeNull();
    const act = (to: { units: number; revenue: number }) => () =>
      priceVolumeMix([{ from: some, to }]);
    expect(caught(act({ units: -1, revenue: 1 }))).toBe('OLAP_INVALID_QUERY products.0.to.units');
    expect(caught(act({ units: 0, revenue: 1 }))).toBe('OLAP_INVALID_QUERY products.0.to.units');
  });
});

describe('abcClasses', () => {
  // AB1 of the dossier.
  test('the 23 departments of FoodMart: 10 of A to 81.40 %, 7 of B to 95.93 %, 6 of C', () => {
    const found = abcClasses(SALES_BY_DEPARTMENT);
    const classes = found.map((member) => member.class).join('');
    expect(classes).toBe('AAAAAAAAAABBBBBBBCCCCCC');
    const percent = (place: number): string =>
      `${found[place]!.key} ${found[place]!.accumulated.times(100).toFixed(4)}`;
    expect([0, 9, 16, 22].map(percent)).toEqual([
      'Food/Produce 14.5511',
      'Food/Deli 81.4044',
      'Drink/Dairy 95.9304',
      'Non-Consumable/Carousel 100.0000',
    ]);
  });

  const classesOf = (values: readonly (number | null)[], limits?: readonly number[]): string =>
    abcClasses(
      values.map((value, key) => ({ key, value })),
      limits,
    )
      .map((member) => `${member.key}${member.class}`)
      .join(' ');

  test.each([
    ['the member that crosses a limit is of the better class', [70, 20, 10], '0A 1A 2B'],
    ['one that begins on the limit is of the next', [80, 15, 5], '0A 1B 2C'],
    ['ties keep their order', [25, 25, 25, 25], '0A 1A 2A 3A'],
    ['what is nothing, less, or missing is of the last class', [0, 10, null, -5], '1A 0C 3C 2C'],
    ['no total, no better class', [0, null], '0C 1C'],
    ['no members', [], ''],
  ])('%s', (_, values, expected) => {
    expect(classesOf(values)).toBe(expected);
  });

  test('other limits make other classes', () => {
    expect(classesOf([50, 30, 15, 5], [0.5])).toBe('0A 1B 2B 3B');
    expect(classesOf([50, 30, 15, 5], [0.2, 0.5, 0.8])).toBe('0A 1C 2D 3D');
  });

  test.each([
    [[0.95, 0.8], 1],
    [[0.5, 0.5], 1],
    [[0], 0],
    [[0.5, 1], 1],
  ])('limits %j are refused', (limits, place) => {
    expect(caught(() => abcClasses([], limits))).toBe(`OLAP_INVALID_QUERY limits.${place}`);
  });
});

const figure = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null });
const sum = (values: readonly Decimal[]): Decimal =>
  values.reduce((total, value) => total.plus(value), decimal(0));

propertyTest.prop([fc.array(fc.record({ from: figure, to: figure }), { maxLength: 12 })])(
  'property: what grew and what weakened add up to the change, their points to the growth',
  (figures) => {
    const found = explainChange(figures.map((member, key) => ({ key, ...member })));
    const all = [...found.grew, ...found.weakened];
    expect(text(sum(all.map(({ change }) => change)))).toBe(text(found.change));
    const { growth } = growthOf(found.to, found.from);
    if (growth === null) return;
    const points = sum(all.map((member) => member.points!));
    expect(points.minus(growth).abs().toNumber()).toBeLessThan(1e-35);
  },
);

const count = fc.integer({ min: 1, max: 500 });
const product = fc.record({ unitsFrom: count, priceFrom: count, unitsTo: count, priceTo: count });

propertyTest.prop([fc.array(product, { minLength: 1, maxLength: 8 })])(
  'property: volume, mix and price are those of the definition, and add up to the change',
  (products) => {
    const found = priceVolumeMix(
      products.map(({ unitsFrom, priceFrom, unitsTo, priceTo }) => ({
        from: { units: unitsFrom, revenue: unitsFrom * priceFrom },
        to: { units: unitsTo, revenue: unitsTo * priceTo },
      })),
    )!;
    const effects = [found.volume, found.mix, found.price];
    const slow = slowEffects(products);
    effects.forEach((effect, index) => expect(effect.toNumber()).toBeCloseTo(slow[index]!, 5));
    expect(sum(effects).minus(found.change).abs().toNumber()).toBeLessThan(1e-30);
  },
);

propertyTest.prop([fc.array(figure, { maxLength: 30 })])(
  'property: classes follow the order of figures, and A reaches the first limit',
  (figures) => {
    const found = abcClasses(figures.map((value, key) => ({ key, value })));
    const classes = found.map((member) => member.class);
    expect(classes).toEqual(classes.toSorted());
    expect(found).toHaveLength(figures.length);
    const last = found.findLast((member) => member.class === 'A');
    if (last === undefined) expect(figures.every((value) => (value ?? 0) <= 0)).toBe(true);
    else expect(last.accumulated.gte('0.8')).toBe(true);
  },
);
