/**
 * Random bills of material: of the items after an item, with all that a line can say.
 */
import { day, formatDay } from '@kontor/kernel';
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import { date, ITEMS, type RandomTerms, site, sometimes, validity } from './random-terms.ts';

type BomInput = NonNullable<ModelInput['boms']>[number];

/** Units besides the stocking unit, of every item. */
export const conversions: NonNullable<ModelInput['unitConversions']> = [
  { unit: 'pair', of: 'each', factor: '2' },
  { unit: 'dozen', of: 'each', factor: '12' },
  // Of this one item, a pair is three.
  { unit: 'pair', of: 'each', factor: '3', item: 'E' },
];

/** The bills of an item: none, one, two revisions, or one of the plant's own beside them. */
export function billsOf(terms: RandomTerms, of: string): fc.Arbitrary<BomInput[]> {
  const below = ITEMS.slice(ITEMS.indexOf(of) + 1);
  const simple = terms.routes ? [{ item: of, alternate: 'other', lines: [] }] : [];
  if (below.length === 0) return fc.constant(simple);
  const bill = billBody(terms, below).map((body) => ({ item: of, ...body }));
  if (!terms.fullBills) return fc.option(bill).map((only) => (only === null ? [] : [only]));
  const phantom = fc.boolean();
  const general = fc.oneof(
    { weight: 1, arbitrary: fc.constant([]) },
    { weight: 2, arbitrary: fc.tuple(bill) },
    { weight: 1, arbitrary: fc.tuple(bill, bill, date(5, 45)).map(revisions) },
  );
  const own = fc.option(bill, { freq: 2 });
  const other = terms.routes ? bill : fc.constant(null);
  return fc
    .tuple(general, own, phantom, fc.boolean(), other)
    .map(([rows, plants, isPhantom, isToo, alternate]) => [
      ...rows.map((row) => asPhantom(row, isPhantom)),
      ...(plants === null ? [] : [asPhantom({ ...plants, location: 'plant' }, isToo)]),
      ...(alternate === null ? [] : [{ ...alternate, alternate: 'other' }]),
    ]);
}

/** A phantom has one yield, not steps by date, and yields nothing beside it. */
function asPhantom(row: BomInput, phantom: boolean): BomInput {
  if (!phantom) return row;
  const good = typeof row.yield === 'string' ? row.yield : '0.5';
  return { ...row, phantom, yield: good, outputs: [] };
}

/** The second takes over on the day; or, one time in three, five days later. */
function revisions([first, second, on]: [BomInput, BomInput, string]): BomInput[] {
  const gap = day(on) % 3 === 0 ? 5 : 0;
  return [
    { ...first, revision: 'first', until: on },
    { ...second, revision: 'second', from: formatDay(day(on) + gap) },
  ];
}

type BillBody = Omit<BomInput, 'item'>;

function billBody(terms: RandomTerms, below: readonly string[]): fc.Arbitrary<BillBody> {
  const outputQuantity = terms.fractions ? fc.constantFrom('1', '3', '0.7') : fc.constant('1');
  const lines = fc.array(lineOf(terms, below), { minLength: 1, maxLength: 3 });
  const plain = fc.record({ outputQuantity, lines });
  if (!terms.fullBills) return plain;
  const route = sometimes(terms.routes, {
    leadTimeDays: fc.integer({ min: 0, max: 5 }),
    preparationDays: fc.integer({ min: 1, max: 2 }),
    outputs: fc.array(outputOf(terms, below), { minLength: 1, maxLength: 2 }),
  });
  return fc
    .tuple(plain, outputYield, route)
    .map(([body, good, more]) => ({ ...body, yield: good, ...more }));
}

/** A co-product: like a component, one of the items after the one that is made. */
const outputOf = (
  terms: RandomTerms,
  below: readonly string[],
): fc.Arbitrary<NonNullable<BomInput['outputs']>[number]> =>
  fc.record(
    {
      item: fc.constantFrom(...below),
      quantityPer: fc.constantFrom('1', '2', ...(terms.fractions ? ['0.25', '0.3'] : [])),
      unit: fc.constantFrom('each', 'pair'),
      location: site,
    },
    { requiredKeys: ['item', 'quantityPer'] },
  );

/** Often all is good; else a part of it, or parts by date, the first of two in force counts. */
const outputYield: fc.Arbitrary<NonNullable<BomInput['yield']>> = fc.oneof(
  { weight: 2, arbitrary: fc.constant('1') },
  { weight: 1, arbitrary: fc.constantFrom('0.8', '0.75', '0.6') },
  {
    weight: 2,
    arbitrary: fc.array(
      fc
        .tuple(validity, fc.constantFrom('1', '0.8', '0.7'))
        .map(([time, part]) => ({ ...time, yield: part })),
      { minLength: 1, maxLength: 3 },
    ),
  },
);

type LineInput = BomInput['lines'][number];

function lineOf(terms: RandomTerms, below: readonly string[]): fc.Arbitrary<LineInput> {
  // Phantoms multiply: with few digits a chain of them stays below 2^53.
  const fractions = ['1', '2', '0.5', '1.25', terms.fullBills ? '0.3' : '0.333'];
  const quantityPer = fc.constantFrom(...(terms.fractions ? fractions : ['1', '2', '3']));
  const line = fc.record(
    { component: fc.constantFrom(...below), quantityPer, location: site },
    { requiredKeys: ['component', 'quantityPer'] },
  );
  if (!terms.fullBills) return line;
  const rest = fc.record(
    {
      quantityFixed: fc.constantFrom('1', '4'),
      scrap: fc.constantFrom('0.2', '0.25'),
      scrapConvention: fc.constantFrom('divide' as const, 'markUp' as const),
      offsetDays: fc.integer({ min: -4, max: 4 }),
      unit: fc.constantFrom('pair', 'each'),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(line, rest, validity).map((parts) => Object.assign({}, ...parts) as LineInput);
}
