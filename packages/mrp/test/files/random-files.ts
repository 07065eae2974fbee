/**
 * Random models for the files: every field that a row may have, filled or left out, with names that
 * CSV must quote.
 *
 * They are sound, and otherwise mean little: what is planned of them does not matter here.
 */
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';

/** Text that CSV must quote; ends in a letter because the blanks around a cell do not count. */
export const text = fc.stringMatching(/^[a-z"',;\t\n#= é漢-]{0,12}$/).map((inner) => `x${inner}x`);
/** A day of 2026. */
export const day = fc
  .integer({ min: 0, max: 300 })
  .map((days) => new Date(Date.UTC(2026, 0, 5 + days)).toISOString().slice(0, 10));
/** More than nothing, in hundredths. */
export const quantity = fc
  .integer({ min: 1, max: 99_999 })
  .map((hundredths) => String(hundredths / 100));

const days = fc.nat(20);
const part = fc.constantFrom('0.2', '0.25', '0.5');
const unit = fc.constantFrom('m', 'roll');
/** Of one thing in another: small, so that a plan of it stays small. */
const fraction = fc.constantFrom('1', '2.5', '0.04', '1/3', '22/7');
/** Some of the fields. */
const some = <Fields extends object>(
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
) => fc.record<Fields, never>(fields, { requiredKeys: [] });
const validity = fc.constantFrom(
  {},
  { from: '2026-02-01' },
  { from: '2026-02-01', until: '2027-01-01' },
);

const costs = { setupCost: quantity, holdingCost: part };
const dynamic = { ...costs, periodDays: fc.integer({ min: 1, max: 31 }) };
const ruleOf = <Name extends string>(rule: Name) => fc.constant(rule);
const lotSizing = fc.oneof(
  fc.record({ rule: ruleOf('lotForLot') }),
  fc.record({ rule: ruleOf('fixedQuantity'), quantity: fc.constantFrom('125', '1250') }),
  fc.record({ rule: ruleOf('periodOfSupply'), days: fc.integer({ min: 1, max: 60 }) }),
  fc.record({
    rule: ruleOf('economicOrderQuantity'),
    as: fc.constantFrom('quantity', 'minimum'),
    ...costs,
  }),
  fc.record({
    rule: ruleOf('partPeriodBalancing'),
    convention: fc.constantFrom('neverExceed', 'closest'),
    ...dynamic,
  }),
  fc.record({
    rule: fc.constantFrom(
      'periodOrderQuantity',
      'silverMeal',
      'leastUnitCost',
      'groff',
      'wagnerWhitin',
    ),
    ...dynamic,
  }),
);

const sourceTerms = some({
  priority: days,
  cost: quantity,
  leadTimeDays: days,
  quota: quantity,
  quotaAllocated: quantity,
  lotSizeMin: quantity,
  lotSizeMultiple: quantity,
  lotSizeMax: fc.constant('1000'),
  lotSizing,
  from: fc.constant('2026-01-01'),
  until: day,
});

const stockStep = fc.record({ from: day, quantity });
const parameterTerms = some({
  safetyStock: fc.oneof(quantity, fc.array(stockStep, { minLength: 1, maxLength: 2 })),
  safetyStockPolicy: fc.constantFrom('eachEvent', 'dueNow', 'rebuildNow', 'afterDemand'),
  reorderMin: quantity,
  reorderMax: quantity,
  safetyTimeDays: days,
  receivingDays: days,
  planning: fc.constantFrom('automatic', 'manual'),
  planningTimeFenceDays: days,
  releaseTimeFenceDays: days,
  demandTimeFenceDays: days,
  rescheduleWithinDays: days,
  rescheduleInToleranceDays: days,
  rescheduleOutToleranceDays: days,
  quantityTolerance: quantity,
  maxCoverDays: days.map((count) => count + 1),
  avoidPastDue: fc.boolean(),
  segments: fc.constantFrom('common', 'own', 'ownThenCommon'),
  consumeBackwardDays: days,
  consumeForwardDays: days,
  consumptionMode: fc.constantFrom('backwardOnly', 'forwardThenBackward'),
  forecastGroupDays: days.map((count) => count + 1),
  fairShare: fc.constantFrom('proportional', 'priority', 'earliestFirst'),
});

const yieldStep = fc
  .tuple(part, validity)
  .map(([good, valid]) => Object.assign({ yield: good }, valid));

/** What makes up bills of `made`: lines of `used`, outputs of `beside`, each with all it may say. */
const billTerms = (used: string, beside: string, site: string) => ({
  whole: some({
    location: fc.constant(site),
    revision: text,
    leadTimeDays: days,
    preparationDays: days,
    outputQuantity: fc.constantFrom('1', '4', '12.5'),
    yield: fc.oneof(part, fc.array(yieldStep, { minLength: 1, maxLength: 2 })),
  }),
  line: fc
    .tuple(
      fc.record({ component: fc.constant(used), quantityPer: fraction }),
      some({
        quantityFixed: fc.constantFrom('1', '0.5'),
        scrap: part,
        scrapConvention: fc.constantFrom('divide', 'markUp'),
        location: fc.constant(site),
        offsetDays: fc.integer({ min: -5, max: 5 }),
        unit,
      }),
      validity,
    )
    .map((parts) => Object.assign({}, ...parts) as object),
  output: fc
    .tuple(
      fc.record({ item: fc.constant(beside), quantityPer: fraction }),
      some({ location: fc.constant(site), costShare: part, unit }),
    )
    .map((parts) => Object.assign({}, ...parts) as object),
});

/** Two bills of the first item, one of them an alternate; a bill may have no line at all. */
function bills([made, used, beside]: readonly string[], site: string): fc.Arbitrary<object[]> {
  const { whole, line, output } = billTerms(used!, beside!, site);
  const bill = fc
    .tuple(whole, fc.array(line, { maxLength: 3 }), fc.array(output, { maxLength: 2 }), validity)
    .map(([terms, lines, outputs, valid]) => ({ item: made, ...terms, ...valid, lines, outputs }));
  return fc
    .tuple(bill, bill, text)
    .map(([plain, other, alternate]) => [plain, { ...other, alternate }]);
}

/** A source of every kind. */
function sources([made, used, beside]: readonly string[], [site, other]: readonly string[]) {
  const rows: fc.Arbitrary<object>[] = [
    fc.record({ kind: fc.constant('make') }),
    some({ supplier: text, componentsAt: fc.constant(other) }).map((terms) => ({
      kind: 'subcontract',
      ...terms,
    })),
    some({ supplier: text, calendar: fc.constant('week'), id: text.map((id) => `buy ${id}`) }).map(
      (terms) => ({ kind: 'buy', item: used, ...terms }),
    ),
    some({ onlyFromStock: fc.boolean() }).map((terms) => ({
      kind: 'transfer',
      item: beside,
      origin: other,
      ...terms,
    })),
    some({ quantityPer: fraction }).map((terms) => ({
      kind: 'substitute',
      substitute: beside,
      ...terms,
    })),
  ];
  return fc.tuple(
    ...rows.map((row) =>
      fc
        .tuple(row, sourceTerms)
        .map(([own, terms]) => Object.assign({ item: made, location: site }, terms, own)),
    ),
  );
}

const status = fc.constantFrom('firmPlanned', 'confirmed', 'released', 'closed');

/** Stock, orders, demands and forecasts of one item at one site. */
function flows(item: string, site: string, other: string) {
  const place = { item: fc.constant(item), location: fc.constant(site) };
  /** A row with all that must be there, and some of the rest. */
  const row = <Must extends object, May extends object>(
    must: { [Name in keyof Must]: fc.Arbitrary<Must[Name]> },
    may: { [Name in keyof May]: fc.Arbitrary<May[Name]> },
  ) =>
    fc
      .tuple(fc.record<Must>(must), some<May>(may), some({ unit }))
      .map((parts) => Object.assign({}, ...parts) as Must & Partial<May>);
  const expires = fc.constant('2027-01-01');
  const stock = row(
    { ...place, quantity },
    {
      status: fc.constantFrom('free', 'hold'),
      availableOn: day,
      expires,
      lot: text,
      segment: text,
    },
  );
  const receipt = row(
    { ...place, due: day, quantity },
    {
      kind: fc.constantFrom('make', 'buy', 'transfer', 'subcontract'),
      status,
      expires,
      segment: text,
      start: day,
      origin: fc.constant(other),
      ship: day,
    },
  );
  const demand = row(
    { ...place, id: text, due: day, quantity },
    { priority: days, customer: text, segment: text },
  );
  const forecasts = fc.array(row({ ...place, id: text, quantity }, {}), { maxLength: 3 });
  return fc.record({
    stock: fc.array(stock, { minLength: 1, maxLength: 3 }),
    receipts: fc.array(receipt, { maxLength: 3 }),
    demands: fc.uniqueArray(demand, { minLength: 1, maxLength: 3, selector: ({ id }) => id }),
    // One a month: forecasts of one place share no day.
    forecasts: forecasts.map((rows) =>
      rows.map((expected, month) => ({
        ...expected,
        id: `${expected.id}${month}`,
        from: `2026-0${month + 1}-01`,
        until: `2026-0${month + 2}-01`,
      })),
    ),
  });
}

/** A sound model that fills every file, most of its fields now and then. */
export const filledModels: fc.Arbitrary<ModelInput> = fc
  .record({
    items: fc.uniqueArray(text, { minLength: 3, maxLength: 3 }),
    sites: fc.uniqueArray(text, { minLength: 2, maxLength: 2 }),
  })
  .chain(({ items, sites }) => {
    const [site, other] = sites as [string, string];
    const itemTerms = some({
      leadTimeDays: days,
      cost: quantity,
      mass: quantity,
      name: text,
      decimals: fc.constantFrom(2, 3),
    });
    return fc.record({
      items: fc.tuple(
        ...items.map((id) => itemTerms.map((terms) => ({ id, unit: 'm', ...terms }))),
      ),
      sites: fc.constant(sites),
      boms: bills(items, site),
      operation: some({ costPerHour: quantity, workCentre: text, setupMinutes: quantity }),
      sourcing: sources(items, sites),
      parameters: fc.tuple(parameterTerms, parameterTerms),
      flows: flows(items[0]!, site, other),
    });
  })
  .map(({ items, sites, boms, operation, sourcing, parameters, flows: rows }) => {
    const at = { item: items[0]!.id, location: sites[0]! };
    const free = rows.stock.some((row) => (row.status ?? 'free') === 'free');
    const reserved = rows.demands.map(({ id }) => ({
      ...at,
      demand: id,
      quantity: '0.01',
      unit: 'm',
    }));
    const [first, second] = parameters;
    const { alternate } = boms[1] as { alternate: string };
    return {
      units: [{ id: 'm', decimals: 2 }],
      unitConversions: [
        { unit: 'roll', of: 'm', factor: '2' },
        { unit: 'roll', of: 'm', factor: '3', item: items[2]!.id },
      ],
      calendars: [{ id: 'week' }],
      locations: sites.map((id) => ({ id, name: `${id}!`, calendar: 'week' })),
      items,
      boms: [
        ...boms,
        { item: items[1]!.id, phantom: true, lines: [{ component: items[2]!.id, quantityPer: 1 }] },
      ],
      routings: [{ ...at, operations: [{ sequence: 10, ...operation }] }],
      sourcing: [...sourcing, { kind: 'make', ...at, alternate }],
      // Where segments are planned apart, a demand's stock may be another's: reserved in common.
      parameters: [
        { ...at, ...first, segments: 'common' },
        { ...at, location: sites[1]!, ...second },
      ],
      ...rows,
      receipts: rows.receipts.map((row) => (row.kind === 'make' ? { ...row, alternate } : row)),
      reservations: free ? reserved.slice(0, 1) : [],
    } as ModelInput;
  });
