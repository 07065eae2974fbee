/**
 * Random structures: bills of every kind over two sites, sources, routings and prices.
 *
 * An item is made of items after it, and the mill supplies the plant, so nothing needs itself. `W`
 * and `X` are yielded beside `D`, so only what comes before `D` is made of them.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';

/** Items in an order in which each is made of later ones. */
export const ITEMS = ['A', 'B', 'C', 'D', 'E', 'F', 'W', 'X'];
/** The mill supplies the plant. */
export const SITES = ['plant', 'mill'];
/** A day on which something is in force; others lie before and after. */
export const ON = '2026-03-01';

type Rows<List extends keyof ModelInput> = NonNullable<ModelInput[List]>;
type Bill = Rows<'boms'>[number];
type Line = Bill['lines'][number];
type SourceRow = Rows<'sourcing'>[number];

/** Which structures are drawn. */
export interface StructureTerms {
  /** One site, and no site named in a bill. */
  readonly isOneSite: boolean;
}

const site = fc.constantFrom(...SITES);
const validity = fc.constantFrom<object>(
  {},
  {},
  {},
  { from: ON },
  { until: ON },
  { from: '2026-02-01', until: '2026-04-01' },
);

/** What an item's bill may be made of. */
function componentsOf(item: string): string[] {
  const later = ITEMS.slice(ITEMS.indexOf(item) + 1);
  return item < 'D' ? later : later.filter((other) => other < 'W');
}

function lineOf(item: string, terms: StructureTerms): fc.Arbitrary<Line> {
  const named = fc.record({
    component: fc.constantFrom(...componentsOf(item)),
    quantityPer: fc.constantFrom('1', '2', '0.5', '1.25', '3'),
  });
  const rest = fc.record(
    {
      quantityFixed: fc.constantFrom('1', '4'),
      scrap: fc.constantFrom('0.2', '0.05'),
      scrapConvention: fc.constantFrom('divide' as const, 'markUp' as const),
      unit: fc.constant('pair'),
      ...(!terms.isOneSite && { location: site }),
    },
    { requiredKeys: [] },
  );
  return fc.tuple(named, rest, validity).map((parts) => Object.assign({}, ...parts) as Line);
}

const goodPart = fc.constantFrom<NonNullable<Bill['yield']>>(
  '1',
  '1',
  '0.8',
  '0.7',
  [{ until: ON, yield: '0.5' }, { yield: '0.9' }],
  [{ from: ON, until: '2026-03-02', yield: '0.6' }],
);

function billOf(item: string, terms: StructureTerms): fc.Arbitrary<Bill> {
  const lines = fc.array(lineOf(item, terms), { minLength: 1, maxLength: 3 });
  const body = fc.record({
    outputQuantity: fc.constantFrom('1', '1', '4'),
    yield: goodPart,
    lines,
  });
  return body.map((bill) => ({ item, ...bill }));
}

const outputs: fc.Arbitrary<NonNullable<Bill['outputs']>> = fc.constantFrom(
  [],
  [{ item: 'W', quantityPer: '2', costShare: '0.3' }],
  [
    { item: 'W', quantityPer: '0.5', unit: 'pair', costShare: '0.25' },
    { item: 'X', quantityPer: '1' },
  ],
);

/** None, a general bill, two revisions of it; perhaps one of the plant's own, and an alternate. */
function billsOf(item: string, terms: StructureTerms): fc.Arbitrary<Bill[]> {
  if (componentsOf(item).length === 0) return fc.constant([]);
  const bill = billOf(item, terms);
  const kinds = fc.record({
    count: fc.constantFrom(0, 1, 1, 2),
    hasOwn: fc.boolean(),
    hasAlternate: fc.boolean(),
    phantom: fc.constantFrom(false, false, true),
    beside: item === 'D' ? outputs : fc.constant<NonNullable<Bill['outputs']>>([]),
  });
  return fc.tuple(kinds, bill, bill, bill, bill).map(([kind, first, second, own, other]) => {
    const rows: Bill[] = [];
    if (kind.count === 1) rows.push(first);
    if (kind.count === 2) rows.push({ ...first, revision: '1', until: ON });
    if (kind.count === 2) rows.push({ ...second, revision: '2', from: ON });
    if (kind.hasOwn && !terms.isOneSite) rows.push({ ...own, location: 'plant' });
    const isPhantom = kind.phantom && kind.beside.length === 0;
    const made = rows.map(
      (row): Bill => (isPhantom ? phantomOf(row) : { ...row, outputs: kind.beside }),
    );
    return kind.hasAlternate ? [...made, { ...other, alternate: 'other' }] : made;
  });
}

/** A phantom has one yield. */
function phantomOf(row: Bill): Bill {
  return { ...row, phantom: true, yield: typeof row.yield === 'string' ? row.yield : '0.5' };
}

function sourcesOf(item: string, location: string): fc.Arbitrary<SourceRow[]> {
  const cost = fc.constantFrom<object>({}, { cost: '1.5' }, { cost: '4' });
  const rest = fc.record({ priority: fc.integer({ min: 1, max: 2 }) });
  const way = fc.constantFrom<object>(
    { kind: 'make' },
    { kind: 'make', alternate: 'other' },
    { kind: 'buy' },
    { kind: 'subcontract' },
    { kind: 'subcontract', componentsAt: 'mill' },
    ...(location === 'plant'
      ? [
          { kind: 'transfer', origin: 'mill' },
          { kind: 'transfer', origin: 'mill', onlyFromStock: true },
        ]
      : []),
  );
  const row = fc
    .tuple(way, cost, rest, validity)
    .map((parts) => Object.assign({ item, location }, ...parts) as SourceRow);
  return fc
    .uniqueArray(row, { maxLength: 2, selector: (source) => `${source.kind} ${source.priority}` })
    .map((rows) => rows.map((source, at) => ({ ...source, id: `${item} ${location} ${at}` })));
}

const operation = fc.record({
  sequence: fc.constant(10),
  setupMinutes: fc.constantFrom('0', '30'),
  minutesPerUnit: fc.constantFrom('0', '2.5'),
  costPerHour: fc.constantFrom('0', '48', '50'),
});

function routingsOf(item: string): fc.Arbitrary<Rows<'routings'>> {
  const operations = fc.array(operation, { minLength: 1, maxLength: 2 });
  return fc.option(operations).map((rows) => (rows === null ? [] : [{ item, operations: rows }]));
}

/** Only sources whose alternate is one of their item's. */
function withoutStrayAlternates(input: ModelInput): ModelInput {
  const { boms = [], sourcing = [] } = input;
  const isThere = (source: SourceRow): boolean =>
    !('alternate' in source) ||
    boms.some((bill) => bill.item === source.item && bill.alternate === source.alternate);
  return { ...input, sourcing: sourcing.filter(isThere) };
}

/** A random structure; nearly every one is a sound model. */
export function randomStructure(terms: StructureTerms): fc.Arbitrary<ModelInput> {
  const sites = terms.isOneSite ? ['plant'] : SITES;
  const places = ITEMS.flatMap((item) => sites.map((location) => [item, location] as const));
  const flat = <Row>(lists: readonly fc.Arbitrary<Row[]>[]): fc.Arbitrary<Row[]> =>
    fc.tuple(...lists).map((rows) => rows.flat());
  const price = fc.constantFrom<object>({}, { cost: '10' }, { cost: '0.7' }, { cost: '3' });
  const drawn: fc.Arbitrary<ModelInput> = fc.record({
    unitConversions: fc.constant<Rows<'unitConversions'>>([
      { unit: 'pair', of: 'each', factor: '2' },
    ]),
    locations: fc.constant(sites.map((id) => ({ id }))),
    items: fc
      .tuple(...ITEMS.map(() => price))
      .map((prices) => ITEMS.map((id, at) => ({ id, decimals: 2 + (at % 3), ...prices[at] }))),
    boms: flat(ITEMS.map((item) => billsOf(item, terms))),
    routings: flat(ITEMS.map((item) => routingsOf(item))),
    sourcing: terms.isOneSite
      ? fc.constant([])
      : flat(places.map(([item, location]) => sourcesOf(item, location))),
  });
  return drawn.map(withoutStrayAlternates);
}
