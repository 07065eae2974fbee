/**
 * Promotions: what each kind takes off, when it holds, and how one leaves the order to the next.
 */
import { describe, expect, test } from 'vitest';
import {
  definePromotions,
  priceQuote,
  type PromotionInput,
  type QuoteInput,
} from '@kontor/crm-core/quote';
import { percentOf, quoteOf, taxes } from './quote-of.ts';

const half: PromotionInput = { id: 'half', action: percentOf('items', '50') };

describe('promotions', () => {
  /** The net of each line, and the reason of each promotion that was left out. */
  function netsOf(
    lines: string,
    promotions: readonly PromotionInput[],
    more: Partial<QuoteInput> = {},
    prices: 'net' | 'gross' = 'net',
  ) {
    const terms = { taxes, promotions: definePromotions(promotions) };
    const priced = priceQuote(quoteOf(lines, prices, more), terms);
    const reasons = priced.steps.flatMap((step) => (step.step === 'skipped' ? [step.reason] : []));
    return [priced.lines.map(({ net, gross }) => (prices === 'net' ? net : gross)), reasons];
  }
  const first = { field: 'product', op: 'eq', value: 'P0' } as const;

  test.each<[string, PromotionInput['action'], string[]]>([
    ['a percentage of items', percentOf('items', '10'), ['18.00', '4.50', '2.00']],
    ['of one product', { ...percentOf('items', '10'), lines: first }, ['18.00', '5.00', '2.00']],
    ['of the order', percentOf('order', '10'), ['18.00', '4.50', '2.00']],
    ['of shipping', { kind: 'percent', of: 'shipping', percent: '100' }, ['20.00', '5.00', '0.00']],
    [
      'an amount off each unit',
      { kind: 'amount', of: 'items', amount: '1' },
      ['18.00', '4.00', '2.00'],
    ],
    ['off each line once', { kind: 'amount', of: 'lines', amount: '1' }, ['19.00', '4.00', '2.00']],
    ['off the order', { kind: 'amount', of: 'order', amount: '1' }, ['19.20', '4.80', '2.00']],
    ['off shipping', { kind: 'amount', of: 'shipping', amount: '3' }, ['20.00', '5.00', '0.00']],
    [
      'no more off a unit than it costs',
      { kind: 'amount', of: 'items', amount: '6' },
      ['8.00', '0.00', '2.00'],
    ],
    ['a price of the order', { kind: 'orderPrice', amount: '10' }, ['8.00', '2.00', '2.00']],
    [
      'a price that is no discount',
      { kind: 'orderPrice', amount: '99' },
      ['20.00', '5.00', '2.00'],
    ],
  ])('%s', (_, action, nets) => {
    const lines = '1000 × 2 @20; 500 × 1 @5; ship 200 @20';
    expect(netsOf(lines, [{ id: 'p', action }])).toEqual([nets, []]);
  });

  test.each([
    ['items', '25.00', true],
    ['items', '25.01', false],
    ['shipping', '2.00', true],
    ['all', '27.00', true],
    ['all', '27.01', false],
  ] as const)('a threshold on %s of %s net: %s', (of, atLeast, isMet) => {
    const when = [{ kind: 'amount' as const, of, atLeast, taxMode: 'net' as const }];
    const promotion = {
      id: 'p',
      when,
      action: { kind: 'amount', of: 'order', amount: '1' },
    } as const;
    const [, reasons] = netsOf('1000 × 2 @20; 500 × 1 @5; ship 200 @20', [promotion]);
    expect(reasons).toEqual(isMet ? [] : [`worth less than ${atLeast} net`]);
  });

  test.each([
    ['net', 'net', '16.67', true],
    ['net', 'gross', '20.00', true],
    ['net', 'gross', '20.01', false],
    ['gross', 'gross', '16.67', true],
    ['gross', 'net', '13.90', false],
    ['gross', 'net', '13.89', true],
  ] as const)(
    '%s prices, a %s threshold of %s on 16.67 @20: %s',
    (prices, taxMode, atLeast, isMet) => {
      // 16.67 × 1.2 = 20.004 and 16.67 ÷ 1.2 = 13.8917: a threshold is judged exactly.
      const when = [{ kind: 'amount' as const, atLeast, taxMode }];
      const [, reasons] = netsOf(
        '1667 × 1 @20',
        [{ id: 'p', when, action: half.action }],
        {},
        prices,
      );
      expect(reasons).toEqual(isMet ? [] : [`worth less than ${atLeast} ${taxMode}`]);
    },
  );

  test.each([
    ['net', 'gross', '6.00', '15.00', '18.00'],
    ['net', 'net', '6.00', '14.00', '16.80'],
    ['gross', 'gross', '6.00', '11.67', '14.00'],
    // 5.00 net of gross prices are 6.00.
    ['gross', 'net', '5.00', '11.67', '14.00'],
    // 10.01 ÷ 1.2 = 8.3417: the net part is rounded.
    ['net', 'gross', '10.01', '11.66', '13.99'],
  ] as const)(
    'half of 20.00 in %s prices, capped at %s %s',
    (prices, taxMode, amount, net, gross) => {
      const cap = { amount, taxMode } as const;
      const promotions = definePromotions([
        { id: 'p', action: { ...percentOf('order', '50'), cap } },
      ]);
      const priced = priceQuote(quoteOf('2000 × 1 @20', prices), { taxes, promotions });
      expect([priced.net, priced.gross]).toEqual([net, gross]);
    },
  );

  const orderFirst: PromotionInput = { id: 'o', priority: 1, action: percentOf('order', '50') };
  test.each<[string, PromotionInput['action'], QuoteInput['stacking'], string]>([
    ['a percentage of items takes of what is left', percentOf('items', '10'), 'sequential', '4.50'],
    ['or of the list price', percentOf('items', '10'), 'additive', '4.00'],
    ['all of it leaves nothing', percentOf('items', '100'), 'sequential', '0.00'],
    ['and never less', percentOf('items', '100'), 'additive', '0.00'],
    [
      'an amount is that amount',
      { kind: 'amount', of: 'items', amount: '1' },
      'sequential',
      '4.00',
    ],
  ])('after half off the order, %s', (_, action, stacking, net) => {
    const promotions = [orderFirst, { id: 'i', priority: 2, action }];
    expect(netsOf('1000 × 1 @20', promotions, { stacking })).toEqual([[net], []]);
  });

  test('a unit that is free after half off the order was worth its half', () => {
    const free: PromotionInput = {
      id: 'get',
      priority: 2,
      action: { kind: 'buyGet', mode: 'included', buy: 1, get: 1 },
    };
    const terms = { taxes, promotions: definePromotions([orderFirst, free]) };
    const { lines, steps } = priceQuote(quoteOf('1000 × 2 @20', 'net'), terms);
    expect(lines[0]).toMatchObject({
      list: '20.00',
      discounts: [{ source: 'get', amount: '10.00' }],
      amount: '10.00',
      shares: [
        { source: 'o', amount: '10.00' },
        { source: 'get', amount: '-5.00' },
      ],
      net: '5.00',
    });
    expect(steps.at(-1)).toEqual({ step: 'promotion', promotion: 'get', amount: '5.00' });
  });

  test('the best one is told, and why not the others', () => {
    const ten = (id: string, percent: string) => ({ id, action: percentOf('order', percent) });
    const late = { ...ten('late', '90'), validFrom: '2026-04-01' };
    const promotions = [ten('a', '10'), ten('b', '20'), ten('c', '20'), late];
    expect(netsOf('1000 × 1 @20', promotions, { stacking: 'exclusive-best' })).toEqual([
      ['8.00'],
      ["'b' takes off more", "'b' takes off as much, and goes first", 'holds from 2026-04-01 on'],
    ]);
  });
});

describe('buy and get', () => {
  const get = (mode: 'extra' | 'included', product?: string): PromotionInput => ({
    id: 'get',
    action: {
      kind: 'buyGet',
      mode,
      buy: 2,
      get: 1,
      lines: { field: 'product', op: 'eq', value: 'P0' },
      ...(product !== undefined && { product }),
    },
  });
  test.each([
    ['extra', 5, 2, 5, '5.00'],
    ['extra', 6, 3, 6, '6.00'],
    ['extra', 1, 0, 1, '1.00'],
    ['included', 3, 1, 2, '2.00'],
    ['included', 5, 1, 4, '4.00'],
    ['included', 6, 2, 4, '4.00'],
    ['included', 2, 0, 2, '2.00'],
  ] as const)('%s: of %d bought, %d are free and %d paid', (mode, quantity, free, charged, net) => {
    const terms = { taxes, promotions: definePromotions([get(mode)]) };
    const { lines, net: total } = priceQuote(quoteOf(`100 × ${quantity} @0`, 'net'), terms);
    expect([lines[0]!.free, lines[0]!.charged, total]).toEqual([`${free}`, `${charged}`, net]);
  });

  test('a free unit of another product is one that is in the order', () => {
    const promotions = definePromotions([get('included', 'P1')]);
    const { lines } = priceQuote(quoteOf('100 × 6 @0; 900 × 2 @0', 'net'), { taxes, promotions });
    expect(lines.map(({ free, net }) => `${free} ${net}`)).toEqual(['0 6.00', '2 0.00']);
  });

  test('a free unit of another product on top needs no line of it', () => {
    const promotions = definePromotions([get('extra', 'gift')]);
    const quote = quoteOf('100 × 5 @20; ship 100 @20', 'net');
    const { lines, net } = priceQuote(quote, { taxes, promotions });
    expect(lines.map(({ id, product, free, charged }) => [id, product, free, charged])).toEqual([
      ['0', 'P0', '0', '5'],
      ['free-1', 'gift', '2', '0'],
      ['shipping', 'shipping', '0', '1'],
    ]);
    expect(net).toBe('6.00');
  });

  test.each([
    ['sequential', '1.80'],
    ['additive', '1.80'],
  ] as const)(
    '%s: 10 %% off the order after a free unit are of those that are paid',
    (stacking, net) => {
      const ten: PromotionInput = { id: 'ten', priority: 2, action: percentOf('order', '10') };
      const promotions = definePromotions([{ ...get('included'), priority: 1 }, ten]);
      const quote = quoteOf('100 × 3 @0', 'net', { stacking });
      expect(priceQuote(quote, { taxes, promotions }).net).toBe(net);
    },
  );

  test('a unit that one promotion made free buys nothing in the next, and counts for none', () => {
    const promotions = definePromotions([
      { ...get('included'), priority: 1 },
      { ...get('included'), id: 'again', priority: 2 },
      { ...half, priority: 3, when: [{ kind: 'quantity', atLeast: '3' }] },
    ]);
    const { lines, steps } = priceQuote(quoteOf('100 × 3 @0', 'net'), { taxes, promotions });
    expect([lines[0]!.free, lines[0]!.charged, lines[0]!.net]).toEqual(['1', '2', '2.00']);
    expect(steps.at(-1)).toMatchObject({ step: 'skipped', reason: 'fewer than 3' });
  });

  test('free units are not discounted again, and count towards nothing', () => {
    const promotions = definePromotions([
      { ...get('included'), priority: 1 },
      { id: 'ten', priority: 2, action: percentOf('items', '10') },
      {
        id: 'three',
        priority: 3,
        when: [{ kind: 'amount', atLeast: '2.00', taxMode: 'net' }],
        action: percentOf('order', '50'),
      },
    ]);
    const { net, steps } = priceQuote(quoteOf('100 × 3 @0', 'net'), { taxes, promotions });
    expect(net).toBe('1.80');
    expect(steps.at(-1)).toMatchObject({ step: 'skipped', reason: 'worth less than 2.00 net' });
  });
});
