/**
 * The life of a quote: drafted, approved, sent, accepted, rejected, expired.
 */
import { describe, expect, test } from 'vitest';
import {
  acceptQuote,
  answerQuoteApproval,
  defineQuotePolicy,
  draftQuote,
  editQuote,
  expireQuote,
  expireQuotes,
  rejectQuote,
  requestQuoteApproval,
  sendQuote,
  type QuoteRecord,
} from '@kontor/crm-core/quote';
import {
  after,
  content,
  context,
  discounted,
  drafted,
  pricingAt,
  refusalOf,
} from './bicycle-quote.ts';

const anna = { by: 'anna' };
const sent = (given = content): QuoteRecord => {
  const quote = drafted(given);
  return after(quote, sendQuote(quote, anna, context()));
};

describe('draftQuote', () => {
  test('prices what is proposed: no option, the first alternative', () => {
    const quote = drafted();
    expect(quote).toMatchObject({
      state: 'draft',
      versionNumber: 1,
      net: '5000.00',
      gross: '5950.00',
    });
    expect(quote.offer.chosen).toEqual(['3']);
    expect(quote.offer.options.map(({ id, net }) => [id, net])).toEqual([
      ['2', '400.00'],
      ['4', '600.00'],
    ]);
  });

  test('figures are of the proposal, of the largest choice, and of each option by itself', () => {
    const rows = drafted(discounted('10')).offer.figures.map((one) =>
      [one.of, one.net, one.discountPercent, one.margin, one.marginPercent ?? '–'].join(' | '),
    );
    expect(rows).toEqual([
      'proposal | 4500.00 | 10.0000 | 1500 | 33.3333',
      'all | 5500.00 | 8.3334 | 1950 | 35.4545',
      '2 | 400.00 | 0.0000 | 200 | 50.0000',
      '3 | 0.00 | 0.0000 | 0 | –',
      '4 | 600.00 | 0.0000 | 250 | 41.6666',
    ]);
  });

  test('every fault is told, with its path', () => {
    const lines = [
      { id: '1', product: 'bicycle', quantity: 'ten' },
      { id: '1', product: 'rack', quantity: '1', cost: '-1' },
    ];
    const decision = draftQuote({ content: { ...content, lines }, values: {} }, context());
    expect(refusalOf(decision)).toMatchObject({
      code: 'CRM_INVALID_INPUT',
      details: {
        issues: [{ path: 'lines.0.quantity' }, { path: 'lines.1.cost' }, { path: 'lines.1.id' }],
      },
    });
    const alone = [{ ...content.lines[0]!, alternative: 'frame' }];
    expect(
      refusalOf(draftQuote({ content: { ...content, lines: alone }, values: {} }, context())),
    ).toMatchObject({ details: { issues: [{ path: 'lines.0.alternative' }] } });
  });

  test('a product without a price is refused', () => {
    const lines = [{ id: '1', product: 'moped', quantity: '1' }];
    expect(
      refusalOf(draftQuote({ content: { ...content, lines }, values: {} }, context())),
    ).toMatchObject({ code: 'CRM_NO_PRICE', details: { product: 'moped' } });
  });
});

const codeOf = (decision: Parameters<typeof refusalOf>[0]) => refusalOf(decision)?.code;

describe('requestQuoteApproval', () => {
  test.each([
    { discount: '10', needs: [] },
    { discount: '10.01', needs: ['discount'] },
    { discount: '20', needs: ['discount'] },
    { discount: '20.01', needs: ['discount', 'margin'] },
  ])('a discount of $discount % needs $needs, all told at once', ({ discount, needs }) => {
    const quote = drafted(discounted(discount));
    const decision = requestQuoteApproval(quote, anna, context());
    if (needs.length === 0) expect(codeOf(decision)).toBe('CRM_QUOTE_APPROVAL_NOT_NEEDED');
    else expect(after(quote, decision).approvals.map(({ approval }) => approval)).toEqual(needs);
    const sending = refusalOf(sendQuote(quote, anna, context()));
    const expected = needs.map((approval) => ({ approval, standing: 'none' }));
    if (needs.length === 0) expect(sending).toBeUndefined();
    else expect(sending).toMatchObject({ details: { missing: expected } });
  });

  test('a discount that hides in an option needs approval as well', () => {
    const lines = content.lines.map((line) =>
      line.id === '2' ? { ...line, discountPercent: '45' } : line,
    );
    const refusal = refusalOf(sendQuote(drafted({ ...content, lines }), anna, context()));
    expect(refusal).toMatchObject({
      details: {
        missing: [
          { approval: 'discount', of: ['2'] },
          { approval: 'margin', of: ['2'] },
        ],
      },
    });
  });

  test('a line without a cost is a margin that nobody knows', () => {
    const lines = content.lines.map(({ cost: _cost, ...line }) => line);
    const refusal = refusalOf(sendQuote(drafted({ ...content, lines }), anna, context()));
    expect(refusal).toMatchObject({ details: { missing: [{ approval: 'margin' }] } });
  });
});

describe('answerQuoteApproval', () => {
  const asked = (discount = '20.01') => {
    const quote = drafted(discounted(discount));
    return after(quote, requestQuoteApproval(quote, anna, context()));
  };
  const lead = context({ roles: ['lead'] });
  const finance = context({ roles: ['finance'] });
  const yes = { answer: 'approve' } as const;

  test('it is sent when all have approved, as many as each limit asks for', () => {
    let quote = asked();
    expect(quote.state).toBe('approval');
    const answers = [
      ['discount', 'lea', lead],
      ['margin', 'fred', finance],
      ['margin', 'greta', context()],
    ] as const;
    for (const [approval, by, one] of answers) {
      expect(codeOf(sendQuote(quote, anna, context()))).toBe('CRM_QUOTE_NOT_APPROVED');
      quote = after(quote, answerQuoteApproval(quote, { approval, by, ...yes }, one));
    }
    expect(after(quote, sendQuote(quote, anna, context())).state).toBe('sent');
  });

  test.each([
    ['discount', 'bob', [], 'is not among its approvers'],
    ['discount', 'anna', ['lead'], 'asked for it'],
  ])('%s by %s with the roles %j: %s', (approval, by, roles, reason) => {
    const decision = answerQuoteApproval(asked(), { approval, by, ...yes }, context({ roles }));
    expect(refusalOf(decision)).toMatchObject({ code: 'CRM_QUOTE_APPROVER', details: { reason } });
  });

  test('one approves once, and only what is asked for', () => {
    const once = after(
      asked(),
      answerQuoteApproval(asked(), { approval: 'margin', by: 'fred', ...yes }, finance),
    );
    const twice = answerQuoteApproval(once, { approval: 'margin', by: 'fred', ...yes }, finance);
    expect(codeOf(twice)).toBe('CRM_QUOTE_APPROVER');
    const unknown = answerQuoteApproval(once, { approval: 'colour', by: 'fred', ...yes }, finance);
    expect(codeOf(unknown)).toBe('CRM_QUOTE_UNKNOWN_APPROVAL');
    const unasked = answerQuoteApproval(
      drafted(),
      { approval: 'margin', by: 'f', ...yes },
      finance,
    );
    expect(codeOf(unasked)).toBe('CRM_QUOTE_APPROVAL_STATE');
  });

  test('a rejection makes it a draft again, and it may be asked for anew', () => {
    const quote = asked('12');
    const no = { approval: 'discount', by: 'lea', answer: 'reject' } as const;
    const rejected = after(quote, answerQuoteApproval(quote, no, lead));
    expect(rejected).toMatchObject({ state: 'draft', approvals: [{ state: 'rejected' }] });
    expect(after(rejected, requestQuoteApproval(rejected, anna, context())).state).toBe('approval');
  });

  test('it lapses when the figures change, and holds when only words do', () => {
    const quote = asked('12');
    const given = { approval: 'discount', by: 'lea', ...yes };
    const approved = after(quote, answerQuoteApproval(quote, given, lead));
    const worded = {
      ...discounted('12'),
      lines: discounted('12').lines.map((line) => ({ ...line, description: 'with a bell' })),
    };
    const reworded = after(approved, editQuote(approved, { ...anna, content: worded }, context()));
    expect(after(reworded, sendQuote(reworded, anna, context())).state).toBe('sent');
    const deeper = { ...anna, content: discounted('13') };
    const changed = after(approved, editQuote(approved, deeper, context()));
    expect(refusalOf(sendQuote(changed, anna, context()))).toMatchObject({
      details: { missing: [{ approval: 'discount', standing: 'lapsed' }] },
    });
  });
});

describe('versions', () => {
  test('an edit after sending begins a new one; the sent one stays as it was', () => {
    const first = sent();
    const second = after(first, editQuote(first, { ...anna, content: discounted('5') }, context()));
    expect(second).toMatchObject({ state: 'draft', versionNumber: 2, net: '4750.00' });
    expect(second.versions).toEqual(first.versions);
    const again = after(second, sendQuote(second, anna, context()));
    expect(
      again.versions.map(({ version, state, offer }) => [version, state, offer.priced.net]),
    ).toEqual([
      [1, 'superseded', '5000.00'],
      [2, 'sent', '4750.00'],
    ]);
    expect(again.versions[0]!.offer).toEqual(first.versions[0]!.offer);
  });

  test('the sent one can be accepted while the next is drafted, and then it holds', () => {
    const first = sent();
    const second = after(first, editQuote(first, { ...anna, content: discounted('5') }, context()));
    const done = after(second, acceptQuote(second, anna, context()));
    expect(done).toMatchObject({ state: 'accepted', versionNumber: 1, net: '5000.00' });
    expect(codeOf(editQuote(done, anna, context()))).toBe('CRM_QUOTE_STATE');
  });

  test('one is accepted, and only one; a superseded one is not', () => {
    const first = sent();
    const edited = after(first, editQuote(first, anna, context()));
    const second = after(edited, sendQuote(edited, anna, context()));
    expect(refusalOf(acceptQuote(second, { ...anna, version: 1 }, context()))).toMatchObject({
      code: 'CRM_QUOTE_STATE',
      details: { state: 'superseded', version: 1 },
    });
    const done = after(second, acceptQuote(second, anna, context()));
    for (const version of [1, 2, undefined]) {
      expect(codeOf(acceptQuote(done, { ...anna, version }, context()))).toBe('CRM_QUOTE_STATE');
    }
    expect(codeOf(acceptQuote(second, { ...anna, version: 9 }, context()))).toBe(
      'CRM_QUOTE_UNKNOWN_VERSION',
    );
  });
});

describe('acceptQuote', () => {
  test('freezes prices, rates and policy: books and rates that change later change nothing', () => {
    const quote = sent();
    const later = context({ pricing: pricingAt('700.00', '25') });
    const done = after(quote, acceptQuote(quote, { ...anna, chosen: ['2', '4'] }, later));
    expect(done).toMatchObject({ net: '6000.00', gross: '7140.00' });
    expect(done.versions[0]!.accepted?.priced).toMatchObject({
      rounding: 'line',
      mode: 'halfUp',
      stacking: 'sequential',
      date: '2026-03-02',
      taxes: [{ code: 'VAT', rate: '19', base: '6000.00', tax: '1140.00' }],
    });
    expect(done.versions[0]!.offer).toEqual(quote.versions[0]!.offer);
  });

  test.each([
    { chosen: undefined, net: '5000.00' },
    { chosen: [], net: '5000.00' },
    { chosen: ['2'], net: '5400.00' },
    { chosen: ['4'], net: '5600.00' },
  ])('of the options $chosen: $net', ({ chosen, net }) => {
    expect(after(sent(), acceptQuote(sent(), { ...anna, chosen }, context())).net).toBe(net);
  });

  test.each([
    [['1'], "chosen.0: the line '1' is no option: leave it out"],
    [['9'], "chosen.0: there is no line '9'"],
    [['3', '4'], "chosen.1: '3' is taken instead of '4'"],
  ])('%j cannot be chosen: %s', (chosen, message) => {
    const refusal = refusalOf(acceptQuote(sent(), { ...anna, chosen }, context()));
    expect(refusal?.code).toBe('CRM_QUOTE_CHOICE');
    const { issues } = refusal!.details as { issues: { path: string; message: string }[] };
    expect(issues.map((one) => `${one.path}: ${one.message}`)).toEqual([message]);
  });
});

describe('expireQuote', () => {
  // Sent on the 2nd for 14 days: until the 16th in Berlin, which is 23:00 UTC in winter.
  test.each([
    ['2026-03-16T22:59:59.999Z', 'CRM_QUOTE_STILL_VALID', undefined],
    ['2026-03-16T23:00:00.000Z', undefined, 'CRM_QUOTE_EXPIRED'],
  ])('at %s: expiry %s, acceptance %s', (now, expiry, acceptance) => {
    const quote = sent();
    expect(codeOf(expireQuote(quote, {}, context({ now })))).toBe(expiry);
    expect(codeOf(acceptQuote(quote, anna, context({ now })))).toBe(acceptance);
    expect(expireQuotes([quote, { ...quote, id: 'Q2' }], { now })).toHaveLength(
      expiry === undefined ? 2 : 0,
    );
  });

  test('what was accepted in time counts, though it is told after it had expired', () => {
    const now = '2026-03-20T08:00:00.000Z';
    const expired = after(sent(), expireQuote(sent(), {}, context({ now })));
    expect(expired).toMatchObject({ state: 'expired', versions: [{ state: 'expired' }] });
    const inTime = { ...anna, at: '2026-03-16T12:00:00.000Z' };
    expect(after(expired, acceptQuote(expired, inTime, context({ now }))).state).toBe('accepted');
    expect(codeOf(acceptQuote(expired, anna, context({ now })))).toBe('CRM_QUOTE_EXPIRED');
    const before = { ...anna, at: '2026-03-01T12:00:00.000Z' };
    expect(codeOf(acceptQuote(expired, before, context({ now })))).toBe('CRM_INVALID_INPUT');
  });

  test('a version that expires leaves the draft of the next one alone', () => {
    const quote = sent();
    const draft = after(quote, editQuote(quote, anna, context()));
    const now = '2026-03-20T08:00:00.000Z';
    const expired = after(draft, expireQuote(draft, {}, context({ now })));
    expect(expired).toMatchObject({
      state: 'draft',
      versionNumber: 2,
      versions: [{ state: 'expired' }],
    });
  });

  test('a last day that has gone by cannot be sent', () => {
    const quote = drafted(content, '2026-03-01');
    expect(refusalOf(sendQuote(quote, anna, context()))).toMatchObject({
      code: 'CRM_INVALID_INPUT',
      details: { issues: [{ path: 'expiresOn' }] },
    });
  });
});

describe('rejectQuote', () => {
  test('ends the version that is open; an edit begins another', () => {
    const rejected = after(sent(), rejectQuote(sent(), { ...anna, reason: 'too dear' }, context()));
    expect(rejected).toMatchObject({ state: 'rejected', versions: [{ state: 'rejected' }] });
    expect(codeOf(acceptQuote(rejected, anna, context()))).toBe('CRM_QUOTE_STATE');
    expect(codeOf(rejectQuote(drafted(), anna, context()))).toBe('CRM_QUOTE_STATE');
    expect(after(rejected, editQuote(rejected, anna, context())).versionNumber).toBe(2);
  });
});

describe('defineQuotePolicy', () => {
  test('tells every fault', () => {
    const limit = { approval: 'a', approvers: ['b'] };
    const limits = [
      { ...limit, when: { field: 'colour', op: 'eq', value: 'red' } as const },
      { ...limit, when: { field: 'net', op: 'gt', value: '1' } as const },
    ];
    expect(() => defineQuotePolicy({ limits })).toThrow(
      expect.objectContaining({
        code: 'CRM_INVALID_DEFINITION',
        details: expect.objectContaining({
          issues: [
            expect.objectContaining({ path: expect.stringContaining('limits.0.when') as unknown }),
            expect.objectContaining({ path: 'limits.1.approval' }),
          ],
        }) as unknown,
      }) as Error,
    );
  });
});
