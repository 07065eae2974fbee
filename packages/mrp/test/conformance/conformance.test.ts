/**
 * Conformance: 57 numeric cases from other systems' public tests, issue threads and books.
 *
 * A case whose feature is still to come is listed with its reason. A listed case that starts to
 * pass fails this test until it is taken off the list, so the number of open cases can only fall.
 */
import { expect, test } from 'vitest';
import { loadMrpCases, missOf, runMrpCases } from './run-case.ts';

/** Cases still open, by id. */
const OPEN: Readonly<Record<string, string>> = {};

const cases = loadMrpCases();

test.each(cases)('$id $title', (input) => {
  const miss = missOf(input);
  if (OPEN[input.id] === undefined) expect(miss).toBeUndefined();
  else expect(miss, `${input.id} passes now: take it off the list`).toBeDefined();
});

test('the list of open cases names cases that exist', () => {
  const ids = new Set(cases.map((input) => input.id));
  expect(Object.keys(OPEN).filter((id) => !ids.has(id))).toEqual([]);
  expect(cases).toHaveLength(57);
});

test('the summary counts what passes and says why the rest does not', async () => {
  const summary = await runMrpCases();
  expect(summary.misses.map((miss) => miss.case).toSorted()).toEqual(Object.keys(OPEN).toSorted());
  expect(summary.passed + summary.misses.length).toBe(summary.total);
  expect(summary.misses.every((miss) => miss.reason.length > 0)).toBe(true);
});
