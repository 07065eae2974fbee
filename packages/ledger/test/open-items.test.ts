/**
 * Open items: a customer's account as grids, late and reversed matches, what is refused, and the
 * law that open items add up to the control account.
 */
import { day, formatDay } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LedgerError } from '../src/errors.ts';
import { openAmountOn } from '../src/item-match.ts';
import {
  addOpenItems,
  type MatchInput,
  matchItems,
  type MatchOutcome,
  openItems,
  type OpenItems,
  openOn,
  unmatchItems,
} from '../src/open-items.ts';
import { SlowOpenItems } from './oracle/slow-open-items.ts';

const march = (n: number): number => day('2026-03-01') + n - 1;

/** Items from text: id, day of March, amount in minor units. */
const itemsOf = (text: string): { id: string; date: number; amount: bigint }[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [id, on, amount] = line.trim().split(/\s+/) as [string, string, string];
      return { id, date: march(Number(on)), amount: BigInt(amount) };
    });

const ann = openItems(
  { currency: 'EUR' },
  itemsOf(`
    INV-1   1   30000
    INV-2   5   11900
    CN-1   10   -5000
    PAY-1  15  -20000
    PAY-2  20  -11662
    PAY-3  32   -6000
    INV-3  33    2000
  `),
);

/** A match from text: day of March, debit, credit, amount. */
const matchOf = (text: string, more: Partial<MatchInput> = {}): MatchInput => {
  const [on, debit, credit, amount] = text.split(' ') as [string, string, string, string];
  return { date: march(Number(on)), debit, credit, amount: BigInt(amount), ...more };
};

const matched = (book: OpenItems, ...matches: readonly MatchInput[]): OpenItems => {
  const { items, outcomes } = matchItems(book, matches);
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([]);
  return items;
};

const settled = matched(
  ann,
  matchOf('15 INV-1 PAY-1 20000'),
  matchOf('15 INV-1 CN-1 5000'),
  matchOf('20 INV-2 PAY-2 11662', { discount: { amount: 238n } }),
  matchOf('32 INV-1 PAY-3 5000'),
);

/** What is open on a day of March: `INV-1 5000, …`. */
const openText = (book: OpenItems, on: number): string =>
  openOn(book, march(on))
    .map(({ item, open }) => `${item.id} ${open}`)
    .join(', ');

const refusal = (outcome: MatchOutcome | undefined): string =>
  outcome === undefined || outcome.ok ? 'ok' : outcome.code;

describe('matchItems', () => {
  test.each([
    [1, 'INV-1 30000'],
    [10, 'INV-1 30000, INV-2 11900, CN-1 -5000'],
    [14, 'INV-1 30000, INV-2 11900, CN-1 -5000'],
    [15, 'INV-1 5000, INV-2 11900'],
    [20, 'INV-1 5000'],
    [31, 'INV-1 5000'],
    [32, 'PAY-3 -1000'],
  ])('part payment, credit note, discount, over-payment: open on March %i', (on, open) => {
    expect(openText(settled, on)).toBe(open);
  });

  test('a discount is to be posted to the control account, against the invoice', () => {
    const { outcomes } = matchItems(ann, [
      matchOf('20 INV-2 PAY-2 11662', { id: 'm', discount: { amount: 238n } }),
    ]);
    expect(outcomes).toEqual([
      {
        ok: true,
        match: expect.objectContaining({ id: 'm', debit: 'INV-2', amount: 11662n }),
        adjustments: [
          { match: 'm', date: march(20), item: 'INV-2', kind: 'discount', amount: -238n },
        ],
      },
    ]);
  });

  test('a small over-payment is written off on the side of the payment', () => {
    const book = openItems({ currency: 'EUR' }, itemsOf('INV 1 10000\nPAY 2 -10002'));
    const { items, outcomes } = matchItems(book, [
      matchOf('2 INV PAY 10000', { writeOff: { amount: 2n, on: 'credit' } }),
    ]);
    expect(openText(items, 2)).toBe('');
    expect(outcomes[0]).toMatchObject({
      adjustments: [{ item: 'PAY', kind: 'writeOff', amount: 2n }],
    });
  });

  test('of suppliers the invoices are credits, and so is what is discounted', () => {
    const book = openItems(
      { currency: 'EUR', invoiceSide: 'credit' },
      itemsOf('PAY 9 9800\nBILL 1 -10000'),
    );
    const { items, outcomes } = matchItems(book, [
      matchOf('9 PAY BILL 9800', { discount: { amount: 150n }, writeOff: { amount: 50n } }),
    ]);
    expect(openText(items, 9)).toBe('');
    expect(outcomes[0]).toMatchObject({
      adjustments: [
        { item: 'BILL', kind: 'discount', amount: 150n },
        { item: 'BILL', kind: 'writeOff', amount: 50n },
      ],
    });
  });

  test('one payment may pay many invoices, and each match sees those before it', () => {
    const book = openItems(
      { currency: 'EUR' },
      itemsOf('A 1 4000\nB 1 3000\nC 1 5000\nPAY 2 -10000'),
    );
    const { items, outcomes } = matchItems(book, [
      matchOf('2 A PAY 4000'),
      matchOf('2 B PAY 3000'),
      matchOf('2 C PAY 5000'),
      matchOf('2 C PAY 3000'),
    ]);
    expect(outcomes.map(refusal)).toEqual(['ok', 'ok', 'LEDGER_EXCEEDS_OPEN_AMOUNT', 'ok']);
    expect(openText(items, 2)).toBe('C 2000');
  });

  test.each<[string, MatchInput, object]>([
    [
      'more than the invoice has open',
      matchOf('32 INV-1 PAY-3 6000'),
      { code: 'LEDGER_EXCEEDS_OPEN_AMOUNT', details: { item: 'INV-1', open: '0.00' } },
    ],
    [
      'more than the payment has open',
      matchOf('33 INV-3 PAY-3 1001'),
      { code: 'LEDGER_EXCEEDS_OPEN_AMOUNT', details: { item: 'PAY-3', open: '10.00' } },
    ],
    [
      'an item that is not there',
      matchOf('32 INV-9 PAY-3 1'),
      { code: 'LEDGER_ITEM_NOT_FOUND', details: { item: 'INV-9' } },
    ],
    [
      'two credits',
      matchOf('32 PAY-2 PAY-3 1'),
      {
        code: 'LEDGER_BAD_COMMAND',
        details: { path: 'debit', value: 'PAY-2', expected: 'an item that is a debit' },
      },
    ],
    [
      'two debits',
      matchOf('32 INV-1 INV-2 1'),
      {
        code: 'LEDGER_BAD_COMMAND',
        details: { path: 'credit', value: 'INV-2', expected: 'an item that is a credit' },
      },
    ],
    [
      'nothing',
      matchOf('32 INV-1 PAY-3 0'),
      {
        code: 'LEDGER_BAD_COMMAND',
        details: { path: 'amount', value: '0', expected: 'an amount above zero' },
      },
    ],
    [
      'a discount below zero',
      matchOf('32 INV-1 PAY-3 1', { discount: { amount: -1n } }),
      {
        code: 'LEDGER_BAD_COMMAND',
        details: { path: 'discount.amount', value: '-1', expected: 'an amount above zero' },
      },
    ],
    [
      'no day',
      { ...matchOf('32 INV-1 PAY-3 1'), date: Number.NaN },
      {
        code: 'LEDGER_BAD_COMMAND',
        details: { path: 'date', value: 'NaN', expected: 'a day number' },
      },
    ],
    [
      'an id used before',
      matchOf('32 INV-1 PAY-3 1', { id: '1' }),
      { code: 'LEDGER_ID_REUSED', details: { id: '1', field: 'id' } },
    ],
  ])('%s is refused, and changes nothing', (_, match, expected) => {
    const { items, outcomes } = matchItems(settled, [match]);
    expect(outcomes).toEqual([{ ok: false, ...expected }]);
    expect(openText(items, 40)).toBe(openText(settled, 40));
    expect(items.matches.size).toBe(settled.matches.size);
  });

  test('a discount counts against what is open', () => {
    const book = openItems({ currency: 'EUR' }, itemsOf('INV 1 100\nPAY 1 -100'));
    const by = (amount: bigint): string =>
      refusal(matchItems(book, [matchOf('1 INV PAY 98', { discount: { amount } })]).outcomes[0]);
    expect([by(2n), by(3n)]).toEqual(['ok', 'LEDGER_EXCEEDS_OPEN_AMOUNT']);
  });

  test('a match entered late must not overdraw what was matched since', () => {
    const book = openItems({ currency: 'EUR' }, itemsOf('INV 1 300\nP1 2 -250\nP2 1 -100'));
    const later = matched(book, matchOf('20 INV P1 250'));
    const { outcomes } = matchItems(later, [
      matchOf('5 INV P2 51'),
      matchOf('5 INV P2 50'),
      matchOf('25 INV P2 1'),
    ]);
    expect(outcomes.map(refusal)).toEqual([
      'LEDGER_EXCEEDS_OPEN_AMOUNT',
      'ok',
      'LEDGER_EXCEEDS_OPEN_AMOUNT',
    ]);
  });

  test('a match is not dated before its items', () => {
    const { outcomes } = matchItems(ann, [
      matchOf('14 INV-1 PAY-1 1'),
      matchOf('15 INV-1 PAY-1 1'),
    ]);
    expect(outcomes.map(refusal)).toEqual(['LEDGER_EXCEEDS_OPEN_AMOUNT', 'ok']);
  });

  test('the book before stays as it was', () => {
    expect(openText(ann, 40)).toBe(
      'INV-1 30000, INV-2 11900, CN-1 -5000, PAY-1 -20000, PAY-2 -11662, PAY-3 -6000, INV-3 2000',
    );
    const later = matched(settled, matchOf('33 INV-3 PAY-3 1000'));
    expect([openText(settled, 33), openText(later, 33)]).toEqual([
      'PAY-3 -1000, INV-3 2000',
      'INV-3 1000',
    ]);
  });
});

describe('unmatchItems', () => {
  test('from its day on a match no longer holds; before it, it still does', () => {
    const { items, outcomes } = unmatchItems(settled, [{ match: '3', date: march(25) }]);
    expect(openText(items, 24)).toBe('INV-1 5000');
    expect(openText(items, 25)).toBe('INV-1 5000, INV-2 11900, PAY-2 -11662');
    expect(outcomes[0]).toMatchObject({
      ok: true,
      match: { id: '3', reversedOn: march(25) },
      adjustments: [{ match: '3', date: march(25), item: 'INV-2', amount: 238n }],
    });
  });

  test('what it frees can be matched again, from that day on', () => {
    const { items } = unmatchItems(settled, [{ match: '3', date: march(25) }]);
    const { outcomes } = matchItems(items, [
      matchOf('24 INV-2 PAY-2 11662'),
      matchOf('25 INV-2 PAY-2 11662'),
    ]);
    expect(outcomes.map(refusal)).toEqual(['LEDGER_EXCEEDS_OPEN_AMOUNT', 'ok']);
  });

  test('a match taken back on its own day leaves no trace before it', () => {
    const book = openItems({ currency: 'EUR' }, itemsOf('INV 1 100\nPAY 1 -100'));
    const late = matched(book, matchOf('20 INV PAY 100'));
    const { items } = unmatchItems(late, [{ match: '1', date: march(20) }]);
    expect(refusal(matchItems(items, [matchOf('5 INV PAY 100')]).outcomes[0])).toBe('ok');
  });

  test.each([
    ['match', { match: '9', date: march(40) }],
    ['match', { match: '1', date: march(40) }],
    ['date', { match: '2', date: march(14) }],
    ['date', { match: '2', date: 0.5 }],
  ])('a bad %s is refused', (path, input) => {
    const { items } = unmatchItems(settled, [{ match: '1', date: march(30) }]);
    const { outcomes } = unmatchItems(items, [input]);
    expect(outcomes[0]).toMatchObject({ ok: false, code: 'LEDGER_BAD_COMMAND', details: { path } });
  });
});

describe('addOpenItems', () => {
  test.each([
    ['items.1.id', { id: 'INV-1', date: 1, amount: 1n }],
    ['items.1.amount', { id: 'x', date: 1, amount: 0n }],
    ['items.1.date', { id: 'x', date: 1.5, amount: 1n }],
    ['items.1.due', { id: 'x', date: 1, due: Number.NaN, amount: 1n }],
  ])('a bad %s is misuse', (path, item) => {
    let error: unknown;
    try {
      addOpenItems(ann, [{ id: 'y', date: 1, amount: 1n }, item]);
    } catch (thrown) {
      error = thrown;
    }
    expect(LedgerError.is(error, 'LEDGER_BAD_ARGUMENT') && error.details.path).toBe(path);
  });
});

describe('open items, laws', () => {
  const on = fc.integer({ min: 0, max: 12 });
  const figure = fc.bigInt({ min: 1n, max: 9n });
  const item = fc.record({ date: on, amount: fc.bigInt({ min: -30n, max: 30n }) });
  const items = fc
    .array(item, { minLength: 2, maxLength: 6 })
    .map((rows) =>
      rows.filter(({ amount }) => amount !== 0n).map((row, at) => ({ id: `i${at}`, ...row })),
    );
  const side = fc.constantFrom('debit' as const, 'credit' as const);
  const rest = fc.option(fc.record({ amount: figure, on: fc.option(side, { nil: undefined }) }), {
    nil: undefined,
    freq: 1,
  });
  const name = fc.integer({ min: 0, max: 6 }).map((at) => `i${at}`);
  const match = fc.record({
    date: on,
    debit: name,
    credit: name,
    amount: figure,
    discount: rest,
    writeOff: rest,
  });
  const unmatch = fc.record({ match: fc.integer({ min: 1, max: 9 }).map(String), date: on });
  const steps = fc.array(fc.oneof({ weight: 4, arbitrary: match }, unmatch), { maxLength: 30 });

  test('property: matches are taken, refused and taken back as by the list of all of them', () => {
    fc.assert(
      fc.property(items, steps, side, (rows, list, invoiceSide) => {
        const slow = new SlowOpenItems(rows, invoiceSide);
        let book = openItems({ currency: 'EUR', invoiceSide }, rows);
        for (const step of list) {
          const isTaken = 'debit' in step ? slow.match(step) : slow.unmatch(step);
          const result = 'debit' in step ? matchItems(book, [step]) : unmatchItems(book, [step]);
          expect(result.outcomes[0]!.ok).toBe(isTaken);
          book = result.items;
        }
        for (let asOf = 0; asOf <= 13; asOf++) {
          for (const { id } of rows) {
            expect(openAmountOn(book.items.get(id)!, asOf)).toBe(slow.open(id, asOf));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  test('property: open items add up to the control account, on every day', () => {
    fc.assert(
      fc.property(items, steps, side, (rows, list, invoiceSide) => {
        let book = openItems({ currency: 'EUR', invoiceSide }, rows);
        const posted = rows.map(({ date, amount }) => ({ date, amount }));
        for (const step of list) {
          const { items, outcomes } =
            'debit' in step ? matchItems(book, [step]) : unmatchItems(book, [step]);
          book = items;
          for (const outcome of outcomes) if (outcome.ok) posted.push(...outcome.adjustments);
        }
        for (let asOf = 0; asOf <= 13; asOf++) {
          const open = openOn(book, asOf).reduce((sum, row) => sum + row.open, 0n);
          const control = posted.filter(({ date }) => date <= asOf);
          expect(open, formatDay(asOf)).toBe(control.reduce((sum, { amount }) => sum + amount, 0n));
        }
      }),
      { numRuns: 200 },
    );
  });

  test('property: a batch is its matches one by one', () => {
    fc.assert(
      fc.property(items, fc.array(match, { maxLength: 20 }), (rows, list) => {
        const start = openItems({ currency: 'EUR' }, rows);
        const batch = matchItems(start, list);
        let book = start;
        const outcomes = list.map((one) => {
          const step = matchItems(book, [one]);
          book = step.items;
          return step.outcomes[0];
        });
        expect(outcomes).toEqual(batch.outcomes);
        expect(book).toEqual(batch.items);
      }),
      { numRuns: 100 },
    );
  });
});
