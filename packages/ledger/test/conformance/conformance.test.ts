/**
 * Conformance: 54 numeric cases, worked out in exact fractions, from standards and issue threads.
 *
 * A case whose feature is still to come is listed with its reason. A listed case that starts to
 * pass fails this test until it is taken off the list, so the number of open cases can only fall.
 */
import { expect, test } from 'vitest';
import { loadLedgerCases, missOf, runLedgerCases } from './run-case.ts';

/** Cases still open, by id. */
const OPEN: Readonly<Record<string, string>> = {
  l32: 'plain-text journals are still to come',
  l33: 'plain-text journals are still to come',
  l34: 'plain-text journals are still to come',
  l40: 'lots of stock are still to come',
  l41: 'lots of stock are still to come',
  l42: 'lots of stock are still to come',
  l43: 'stock postings are still to come',
  l44: 'budgets are still to come',
  l45: 'loans are still to come',
  l46: 'loans are still to come',
  l47: 'day counts are still to come',
  l48: 'depreciation is still to come',
  l49: 'bank matching is still to come',
  l50: 'dunning is still to come',
  l52: 'translation is still to come',
  l53: 'intercompany is still to come',
  l54: 'credit limits are still to come',
};

const cases = loadLedgerCases();

test.each(cases)('$id $title', (input) => {
  const miss = missOf(input);
  if (OPEN[input.id] === undefined) expect(miss).toBeUndefined();
  else expect(miss, `${input.id} passes now: take it off the list`).toBeDefined();
});

test('the list of open cases names cases that exist', () => {
  const ids = new Set(cases.map((input) => input.id));
  expect(Object.keys(OPEN).filter((id) => !ids.has(id))).toEqual([]);
  expect(cases).toHaveLength(54);
});

test('the summary counts what passes and says why the rest does not', async () => {
  const summary = await runLedgerCases();
  expect(summary.misses.map((miss) => miss.case).toSorted()).toEqual(Object.keys(OPEN).toSorted());
  expect(summary.passed + summary.misses.length).toBe(summary.total);
  expect(summary.misses.every((miss) => miss.reason.length > 0)).toBe(true);
});
