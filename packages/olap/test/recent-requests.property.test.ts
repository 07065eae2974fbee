/**
 * Questions that are not checked again, beside those that must be.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { RecentRequests } from '../src/recent-requests.ts';
import { checkRequest } from '../src/request.ts';

const question = fc.record({
  by: fc.array(fc.constantFrom('time.year', 'product.family'), { maxLength: 2 }),
  measures: fc.array(fc.constantFrom('amount', 'rows'), { minLength: 1, maxLength: 2 }),
  where: fc.option(fc.dictionary(fc.constantFrom('a.b', 'c.d'), fc.array(fc.nat(2))), {
    nil: undefined,
  }),
});

/** The answer of a check: what it gave, or that it refused. */
function told(check: () => unknown): unknown {
  try {
    return check();
  } catch (error) {
    return String(error);
  }
}

describe('RecentRequests', () => {
  test.prop([question, question])(
    'property: it finds what is equal in every part',
    (one, other) => {
      const recent = new RecentRequests<object>();
      recent.keep(one);
      expect(recent.find(structuredClone(one))).toBe(one);
      const isSame = JSON.stringify(one) === JSON.stringify(other);
      if (recent.find(other) !== undefined) expect(other).toEqual(one);
      else expect(isSame && 'where' in one === 'where' in other).toBe(false);
    },
  );

  test('the question that was asked longest ago makes room for a new one', () => {
    const recent = new RecentRequests<object>();
    for (let limit = 0; limit < 32; limit++) recent.keep({ limit });
    expect(recent.find({ limit: 0 })).toEqual({ limit: 0 });
    recent.keep({ limit: 32 });
    expect([0, 1, 2, 32].map((limit) => recent.find({ limit }) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  test.each([
    { by: ['a.b'], measures: ['x'], where: { 'a.b': Number.NaN } },
    { by: ['a.b'], measures: ['x'], where: { 'a.b': [1, undefined] } },
    { by: ['a.b'], measures: ['x'], where: { 'a.b': 1 }, foo: undefined },
    { by: ['a.b'], measures: ['x'], where: { 'a.b': 1 }, calculated: new Date(0) },
    { by: { 0: 'a.b', length: 1 }, measures: ['x'], where: { 'a.b': 1 } },
    { by: ['a.b'], measures: ['x'], where: { 'a.b': 1n } },
  ])('what is refused is refused after a like question, too: %o', (given) => {
    const first = told(() => checkRequest(given));
    for (const where of [{ 'a.b': null }, { 'a.b': 1 }, { 'a.b': [1] }]) {
      checkRequest({ by: ['a.b'], measures: ['x'], where });
      checkRequest({ by: ['a.b'], measures: ['x'], where, calculated: {} });
    }
    expect(told(() => checkRequest(given))).toEqual(first);
    expect(String(first)).toContain('The query is not valid');
  });

  test('a question that its owner changes is another one', () => {
    const given = { by: ['a.b'], measures: ['x'], where: { 'a.b': [1] } };
    const checked = checkRequest(given);
    given.where['a.b'].push(2);
    expect(checked.where).toEqual({ 'a.b': [1] });
    expect(checkRequest(given).where).toEqual({ 'a.b': [1, 2] });
  });
});
