/**
 * Lines that are in order are read by hand; the schema judges the others. Both must say the same of
 * everything: this draws quotes from values that are in order and values that are not.
 */
import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { type QuoteInput, quoteInput } from '../../src/price/quote-input.ts';
import { readQuote } from '../../src/price/read-quote.ts';
import { checkGiven } from '../../src/check-given.ts';

/** A list that has nothing at its first place. */
function holed(...items: readonly string[]): unknown[] {
  const list: unknown[] = [];
  list.length = 1;
  return list.concat(items);
}

const long = (length: number): string => 'x'.repeat(length);
/** Rarely what is not in order, so that quotes of several lines are in order often enough. */
const mostly = (good: readonly unknown[], bad: readonly unknown[]) =>
  fc.oneof(
    { arbitrary: fc.constantFrom(...good), weight: 120 },
    { arbitrary: fc.constantFrom(...bad), weight: 1 },
  );

const ids = mostly(['A', 'B', '\u{1F600}', long(64)], ['', long(65), 7, null, undefined, ['A']]);
const maybeId = mostly([undefined, 'A', long(64)], ['', long(65), 1, null]);
const maybePrice = mostly(
  [undefined, '0', '12.50', '9'.repeat(24), `0.${'1'.repeat(18)}`],
  ['-1', '', '1.', '.5', '1e3', ' 1', '1\n', '1'.repeat(25), `0.${'1'.repeat(19)}`, 1, null],
);
/** Discounts are seldom given, as a percentage and an amount together are refused. */
const unsaid = Array.from<undefined>({ length: 12 });
const percents = ['0', '15', '100', '100.00', '99.9999999999'];
const noPercents = ['101', '100.01', '-1', '', '1.12345678901', 15, null];

const line = fc.record(
  {
    id: fc.oneof(
      { arbitrary: fc.integer({ min: 1, max: 40 }).map(String), weight: 30 },
      { arbitrary: ids, weight: 1 },
    ),
    product: ids,
    family: maybeId,
    tags: mostly([undefined, [], ['a', '']], [['a', 1], holed('a'), 'a', null, { length: 0 }]),
    description: mostly([undefined, '', long(10_000)], [long(10_001), 1, null]),
    quantity: mostly(['1', '-2', '0.25', '-0'], ['', '+1', '1,5', 1, 1n, null, undefined]),
    unit: mostly([undefined, '', 'kg', long(32)], [long(33), 1, null]),
    unitPrice: maybePrice,
    discountPercent: mostly([...unsaid, ...percents], noPercents),
    discountAmount: mostly([...unsaid, '1'], ['-1', null]),
    taxes: mostly([undefined, [], ['VAT', 'ECO']], [['VAT', ''], holed('VAT'), 'VAT', null, [1]]),
    taxCode: maybeId,
  },
  { requiredKeys: ['id', 'product', 'quantity'] },
);

class OwnLine {
  readonly id = 'own';
  readonly product = 'A';
  readonly quantity = '1';
}
const strange: readonly unknown[] = [
  null,
  'A',
  [],
  new OwnLine(),
  { id: '1', product: 'A', quantity: '1', colour: 'red' },
  Object.assign(Object.create({ quantity: '1' }) as object, { id: '2', product: 'A' }),
  Object.assign(Object.create(null) as object, { id: '3', product: 'A', quantity: '1' }),
];

const quote = fc.record(
  {
    currency: mostly(['EUR'], ['', null]),
    prices: mostly(['net', 'gross'], ['NET']),
    date: mostly(['2026-03-02'], ['2026-02-30', 20260302]),
    rounding: mostly(['unit', 'line', 'rate', 'document'], ['cent', undefined]),
    lines: fc.oneof(
      {
        arbitrary: fc.array(
          fc.oneof(
            { arbitrary: line, weight: 40 },
            { arbitrary: fc.constantFrom(...strange), weight: 1 },
          ),
          { maxLength: 4 },
        ),
        weight: 40,
      },
      { arbitrary: fc.constantFrom(undefined, null, 'lines', { length: 0 }, holed()), weight: 1 },
    ),
    shipping: mostly(
      [undefined, [], [{ id: 'post', price: '4.90' }]],
      [
        [
          { id: 'own', price: '1' },
          { id: 'own', price: '1' },
        ],
        [{ id: 'A', price: '1' }],
        null,
      ],
    ),
    coupons: mostly([undefined, ['SPRING']], [['']]),
    discountPercent: mostly([...unsaid, ...percents], noPercents),
    discountAmount: mostly([...unsaid, '1'], ['-1']),
    stacking: mostly([undefined, 'additive'], ['all']),
    mode: mostly([undefined, 'halfEven'], ['bankers']),
  },
  { requiredKeys: ['currency', 'prices', 'date', 'rounding', 'lines'] },
);

const quotes = fc.oneof(
  { arbitrary: quote, weight: 40 },
  { arbitrary: quote.map((one) => ({ ...one, colour: 'red' })), weight: 1 },
);

const about = { code: 'CRM_INVALID_INPUT', what: 'The quote' } as const;

/** What a reader makes of a quote: the quote, or its faults. */
function outcome(read: () => unknown): unknown {
  try {
    return { quote: read() };
  } catch (error) {
    return { error };
  }
}

test.prop([quotes], { numRuns: process.env.KONTOR_FULL === undefined ? 2_000 : 50_000 })(
  'reads every quote as the schema does, and refuses what it refuses',
  (given) => {
    const input = given as QuoteInput;
    const bySchema = outcome(() => checkGiven(quoteInput, input, about));
    expect(outcome(() => readQuote(input))).toEqual(bySchema);
  },
);

test('reads both kinds often enough for that to mean something', () => {
  const drawn = fc.sample(quotes, { numRuns: 500, seed: 20_261_128 });
  const good = drawn.filter((input) => quoteInput.safeParse(input).success).length;
  expect(good).toBeGreaterThan(100);
  expect(good).toBeLessThan(400);
});

test('a line that is given in the shipping too is refused', () => {
  const lines = [{ id: '1', product: 'A', quantity: '1' }];
  const shipping = [{ id: '1', price: '1' }];
  const terms = { currency: 'EUR', prices: 'net', date: '2026-03-02', rounding: 'line' } as const;
  expect(() => readQuote({ ...terms, lines, shipping })).toThrow(/'1' is there twice/);
});

test.each([10_000, 10_001])('%i lines: 10,000 are read, one more is refused', (count) => {
  const lines = Array.from({ length: count }, (_, at) => {
    return { id: `${at}`, product: 'A', quantity: '1' };
  });
  const terms = { currency: 'EUR', prices: 'net', date: '2026-03-02', rounding: 'line' } as const;
  const read = outcome(() => readQuote({ ...terms, lines }));
  expect('error' in (read as object)).toBe(count > 10_000);
});
