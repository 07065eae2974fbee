/**
 * The printed quote: what it shows is what was priced, and no text of it becomes markup.
 */
import { describe, expect, test } from 'vitest';
import {
  documentLanguages,
  formatDecimal,
  html,
  type QuoteBlock,
  quoteDocument,
  renderQuote,
} from '@kontor/crm-core/quote';
import { content, drafted } from './bicycle-quote.ts';

const parties = { seller: ['Kontor Cycles', 'Elbe 1'], customer: ['Hansa'], version: 1 };
const given = { ...content, discountPercent: '5' };

const page = (language: keyof typeof documentLanguages, more: object = {}): string => {
  const terms = { ...parties, language: documentLanguages[language], ...more };
  return renderQuote(quoteDocument(drafted(given).offer, terms));
};

describe('formatDecimal', () => {
  test.each([
    ['0.5', 'en', 2, '0.50'],
    ['-1234567.5', 'de', 2, '-1.234.567,50'],
    ['123', 'de', 0, '123'],
    ['1000', 'fr', 2, '1\u202F000,00'],
    ['90071992547409931234.12', 'en', 2, '90,071,992,547,409,931,234.12'],
    ['0.12345', 'de', 2, '0,12345'],
  ] as const)('%s in %s with %i decimals: %s', (text, language, decimals, shown) => {
    expect(formatDecimal(text, documentLanguages[language].format, decimals)).toBe(shown);
  });
});

describe('quoteDocument', () => {
  test('totals and taxes are those of the priced quote', () => {
    const { offer } = drafted(given);
    const terms = { ...parties, language: documentLanguages.en };
    const { totals, taxes } = quoteDocument(offer, terms);
    const plain = (text: string): string => text.replaceAll(',', '');
    const { subtotal, discount, net, tax, gross } = offer.priced;
    expect(totals.map(({ label, amount }) => [label, plain(amount)])).toEqual([
      ['Subtotal', subtotal],
      ['Discount', `-${discount}`],
      ['Net total', net],
      ['Tax', tax],
      ['Total', gross],
    ]);
    expect(taxes.map((one) => [one.rate, plain(one.base), plain(one.tax)])).toEqual(
      offer.priced.taxes.map((one) => [`${one.rate} %`, one.base, one.tax]),
    );
  });

  test('lines as a reader sees them', () => {
    const lines = content.lines.map((line) =>
      line.id === '1' ? { ...line, discountPercent: '7', unit: 'pcs' } : line,
    );
    const terms = { ...parties, language: documentLanguages.de };
    const found = quoteDocument(drafted({ ...content, lines }).offer, terms);
    const shown = [...found.lines, ...found.options].map((line) => Object.values(line).join(' | '));
    expect(shown).toEqual([
      '1 | bicycle |  | 10 pcs | 500,00 | 350,00 | 4.650,00',
      '2 | steel | alternativ | 10 | 0,00 |  | 0,00',
      '3 | rack | optional | 10 | 40,00 |  | 400,00',
      '4 | alu | alternativ | 10 | 60,00 |  | 600,00',
    ]);
  });
});

describe('renderQuote', () => {
  test.each([
    ['en', 'Quote', '4,750.00 EUR', '02/03/2026'],
    ['de', 'Angebot', '4.750,00 EUR', '02.03.2026'],
    ['fr', 'Devis', '4\u202F750,00 EUR', '02/03/2026'],
  ] as const)('in %s: %s, %s, %s', (language, ...texts) => {
    for (const text of texts) expect(page(language)).toContain(text);
    expect(page(language)).toContain(`<html lang="${language}">`);
  });

  test('has the parts of a quote in their order, ready for paper', () => {
    const found = page('en', { terms: ['Paid in 14 days.'] });
    const parts = ['@page { size: A4', '<header>', '<h1>', 'class="lines"', '<caption>Options'];
    parts.push('class="totals"', 'class="taxes"', 'class="terms"', 'class="signature"');
    const places = parts.map((part) => found.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(found).toContain('thead { display: table-header-group; }');
  });

  test('hostile text stays text, wherever it comes in', () => {
    const hostile = `</title></style><script>alert("1")</script>'&`;
    const safe =
      '&lt;/title&gt;&lt;/style&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;';
    const lines = content.lines.map((line) => ({ ...line, description: hostile, unit: '<b>' }));
    const { offer } = drafted({ ...content, lines });
    const document = quoteDocument(offer, {
      language: { ...documentLanguages.en, tag: '"><script>' },
      labels: { options: hostile, acceptance: hostile, discount: hostile },
      seller: [hostile],
      customer: [hostile],
      number: hostile,
      version: 1,
      terms: [hostile],
    });
    const found = renderQuote(document, { style: '</style>' });
    expect(found).not.toMatch(/<script|<b>/);
    expect(found.split(safe).length - 1).toBeGreaterThanOrEqual(12);
    expect(found.match(/<\/style>/g)).toHaveLength(1);
  });

  test('a block and the style can be one’s own', () => {
    const signature: QuoteBlock = ({ title }) => html`<footer data-of="${title}">Sign</footer>`;
    const document = quoteDocument(drafted().offer, {
      ...parties,
      number: 'Q-"7"',
      language: documentLanguages.en,
    });
    const found = renderQuote(document, { blocks: { signature }, style: 'h1 { color: red }' });
    expect(found).toContain('<footer data-of="Quote Q-&quot;7&quot;">Sign</footer>');
    expect(found).not.toContain('class="signature"');
    expect(found).toContain('h1 { color: red }');
  });

  test('what is no markup of a template is escaped, data that looks like it too', () => {
    const forged = JSON.parse('["<i>", ["<u>"]]') as string[];
    const document = quoteDocument(drafted().offer, {
      ...parties,
      seller: forged.flat(),
      language: documentLanguages.en,
    });
    expect(renderQuote(document)).toContain('<div>&lt;i&gt;</div><div>&lt;u&gt;</div>');
  });
});
