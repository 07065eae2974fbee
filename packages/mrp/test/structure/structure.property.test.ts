/**
 * Laws of the structure over random bills: lists, totals, where-used, plans and costs agree.
 */
import {
  addRatios,
  fixedText,
  multiplyRatios,
  type Ratio,
  ratio,
  roundRatio,
  toText,
} from '@kontor/kernel';
import {
  checkModel,
  costRollUp,
  explodeBill,
  findModelIssues,
  type Model,
  type ModelInput,
  plan,
  summarizeBill,
  whereUsed,
} from '@kontor/mrp';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowCosting } from '../oracle/slow-cost.ts';
import { ITEMS, ON, randomStructure, SITES } from './random-structure.ts';

/** The model where it is sound; a draw that is not is not a case. */
function sound(input: ModelInput): Model {
  const { model } = findModelIssues(input);
  fc.pre(model !== undefined);
  return model;
}

const item = fc.constantFrom(...ITEMS);
const manySites = randomStructure({ isOneSite: false });
const oneSite = randomStructure({ isOneSite: true });
const sum = (figures: readonly string[]): string => {
  const { numerator, denominator } = figures.reduce(
    (total, figure) => addRatios(total, ratio(figure)),
    ratio(0),
  );
  return `${numerator}/${denominator}`;
};

describe('structure', { timeout: 60_000 }, () => {
  test('nearly all random structures are sound', () => {
    const drawn = fc.sample(manySites, { numRuns: 100, seed: 1 });
    const models = drawn.filter((input) => findModelIssues(input).model !== undefined);
    expect(models.length).toBeGreaterThan(80);
  });

  test('property: totals are the sums of the indented rows', () => {
    fc.assert(
      fc.property(manySites, item, fc.constantFrom(...SITES), (input, of, location) => {
        const terms = { location, on: ON, quantity: '7/3' };
        const model = sound(input);
        const rows = explodeBill(model, of, terms);
        const totals = summarizeBill(model, of, terms);
        const shown = totals.map((row) => {
          const same = rows.filter((other) => placeOf(other) === placeOf(row));
          return [placeOf(row), sum(same.map((other) => other.quantity.exact)), row.level];
        });
        expect(totals.map((row) => [placeOf(row), sum([row.quantity.exact]), row.level])).toEqual(
          shown,
        );
        expect(new Set(rows.map(placeOf)).size).toBe(totals.length);
      }),
    );
  });

  test('property: an item is used where a bill of one level names it, and nowhere else', () => {
    fc.assert(
      fc.property(manySites, item, fc.constantFrom(...SITES), (input, component, location) => {
        const model = sound(input);
        const terms = { on: ON, levels: 1 };
        const uses = whereUsed(model, component, { ...terms, location });
        const hasOwn = (of: string, site: string): boolean =>
          model.boms.some((bill) => bill.item === of && bill.location === site);
        const found = SITES.flatMap((site) =>
          uses
            .filter((use) => use.location === site || (!use.location && !hasOwn(use.item, site)))
            .map((use) => [use.item, site, use.totalPer.exact, use.totalFixed.exact].join(' ')),
        );
        const named = SITES.flatMap((site) =>
          ITEMS.flatMap((of) =>
            explodeBill(model, of, { ...terms, location: site })
              .filter((row) => row.item === component && row.location === location)
              .map((row) => [of, site, row.quantityPer.exact, row.quantityFixed.exact].join(' ')),
          ),
        );
        expect(found.sort()).toEqual(named.sort());
      }),
    );
  });

  test('property: each row of where-used is a row of the explosion of what it names', () => {
    fc.assert(
      fc.property(oneSite, item, item, (input, top, component) => {
        const model = sound(input);
        const quantity = ratio('5/2');
        const up = whereUsed(model, component, { on: ON })
          .filter((row) => row.item === top)
          .map(({ totalPer, totalFixed }) => {
            const running = multiplyRatios(quantity, ratio(totalPer.exact));
            return sum([`${running.numerator}/${running.denominator}`, totalFixed.exact]);
          });
        const down = explodeBill(model, top, { on: ON, quantity })
          .filter((row) => row.item === component)
          .map((row) => sum([row.quantity.exact]));
        expect(up.sort()).toEqual(down.sort());
      }),
    );
  });

  test('property: where-used of all times, on a day, is where-used of that day', () => {
    fc.assert(
      fc.property(manySites, item, (input, component) => {
        const model = sound(input);
        const always = whereUsed(model, component);
        const inForce = always.filter(({ from = '', until = '~' }) => from <= ON && ON < until);
        const names = (rows: typeof always): string[] =>
          rows.map((row) => [row.level, row.item, row.location, row.totalPer.exact].join(' '));
        expect(names(inForce)).toEqual(names(whereUsed(model, component, { on: ON })));
      }),
    );
  });

  test('property: totals are what a plan of one order needs, where nothing is rounded', () => {
    fc.assert(
      fc.property(evenBills, (boms) => {
        const made = new Set(boms.filter((bill) => !bill.phantom).map((bill) => bill.item));
        const quantity = String(2 ** 14);
        const model = checkModel({
          locations: [{ id: 'plant' }],
          items: ITEMS.map((id) => ({ id, decimals: 6 })),
          boms,
          sourcing: [...made].map((id) => ({ kind: 'make', item: id, location: 'plant' })),
          demands: [{ item: 'A', location: 'plant', due: ON, quantity }],
        });
        const needs = new Map<string, string[]>();
        for (const order of plan(model, { today: '2026-01-05' }).orders()) {
          if (order.item === 'A') continue;
          needs.set(order.item, [...(needs.get(order.item) ?? []), order.quantity]);
        }
        const totals = summarizeBill(model, 'A', { on: ON, quantity }).filter(
          (row) => !row.phantom,
        );
        expect(
          Object.fromEntries(totals.map((row) => [row.item, sum([row.quantity.exact])])),
        ).toEqual(Object.fromEntries([...needs].map(([id, quantities]) => [id, sum(quantities)])));
      }),
    );
  });
});

const placeOf = (row: { readonly item: string; readonly location?: string }): string =>
  `${row.item}@${row.location ?? ''}`;

/**
 * Bills of A to E whose fractions all end within six decimals: quarters and halves. Only the top has fixed quantities,
 * as a plan makes one order of what many paths need.
 */
const evenBills = fc
  .tuple(
    ...['A', 'B', 'C', 'D'].map((of, at) => {
      const line = fc.record({
        component: fc.constantFrom(...ITEMS.slice(at + 1, 5)),
        quantityPer: fc.constantFrom('0.5', '1', '2'),
        scrap: fc.constantFrom('0', '0.2'),
        quantityFixed: fc.constantFrom(...(of === 'A' ? ['0', '4096'] : ['0'])),
      });
      const bill = fc.record({
        item: fc.constant(of),
        phantom: fc.constantFrom(false, of !== 'A'),
        yield: fc.constantFrom('1', '0.8', '0.5'),
        lines: fc.array(line, { minLength: 1, maxLength: 2 }),
      });
      return of === 'A' ? bill : fc.option(bill);
    }),
  )
  .map((bills) => bills.filter((bill) => bill !== null));

describe('costRollUp', { timeout: 60_000 }, () => {
  const lot = fc.constantFrom('1', '4', '2.5');
  const shown = (money: Ratio): string =>
    toText(fixedText(roundRatio(multiplyRatios(money, ratio(10n ** 12n)), 'halfEven'), 12));

  test('property: a unit costs what the slow twin says, element by element', () => {
    fc.assert(
      fc.property(manySites, lot, fc.constantFrom(undefined, ...SITES), (input, size, location) => {
        const model = sound(input);
        const twin = slowCosting(model, ON, ratio(size));
        const rolled = costRollUp(model, { on: ON, quantity: size, decimals: 12, location });
        for (const row of rolled.costs) {
          const { parts, isKnown } = twin.unitCost(row.item, row.location ?? '');
          const elements = [row.material, row.labour, row.subcontract, row.transfer];
          expect([placeOf(row), ...elements]).toEqual([placeOf(row), ...parts.map(shown)]);
          expect(row.total !== undefined).toBe(isKnown);
          expect(row.lacks.length > 0 || rolled.missing.some(isAt(row))).toBe(!isKnown);
        }
      }),
    );
  });

  test('property: prices, rates and charges times seven are costs times seven', () => {
    const sevenfold = (text: unknown): string =>
      shown(multiplyRatios(ratio(String(text)), ratio(7)));
    const dearer = (input: ModelInput): ModelInput => ({
      ...input,
      items: input.items.map((row) =>
        row.cost === undefined ? row : { ...row, cost: sevenfold(row.cost) },
      ),
      sourcing: input.sourcing!.map((row) =>
        row.cost === undefined ? row : { ...row, cost: sevenfold(row.cost) },
      ),
      routings: input.routings!.map((row) => ({
        ...row,
        operations: row.operations.map((step) => ({
          ...step,
          costPerHour: sevenfold(step.costPerHour ?? '0'),
        })),
      })),
    });
    fc.assert(
      fc.property(manySites, lot, (input, quantity) => {
        const terms = { on: ON, quantity };
        const cheap = costRollUp(sound(input), terms);
        const dear = costRollUp(sound(dearer(input)), terms);
        const times = (figure: string | undefined, factor: number): string | undefined =>
          figure === undefined ? undefined : shown(multiplyRatios(ratio(figure), ratio(factor)));
        expect(dear.costs.map((row) => [placeOf(row), times(row.exactTotal, 1)])).toEqual(
          cheap.costs.map((row) => [placeOf(row), times(row.exactTotal, 7)]),
        );
        expect(dear.missing).toEqual(cheap.missing);
      }),
    );
  });

  test('property: one site costs the same, asked for by its name or as the only one', () => {
    fc.assert(
      fc.property(oneSite, (input) => {
        const model = sound(input);
        expect(costRollUp(model, { on: ON, location: 'plant' })).toEqual(
          costRollUp(model, { on: ON }),
        );
      }),
    );
  });
});

const isAt =
  (row: { readonly item: string; readonly location?: string }) =>
  (missing: { readonly item: string; readonly location?: string }): boolean =>
    placeOf(row) === placeOf(missing);
