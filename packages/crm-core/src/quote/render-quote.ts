/**
 * A quote as one page of HTML that prints on A4: the head of the table on every sheet, no row and
 * no sum torn apart, no script, nothing loaded from elsewhere.
 *
 * A template replaces single blocks, or the style; the rest stays.
 */
import { html, type HtmlValue, type Markup, markupText } from './html.ts';
import { QUOTE_STYLE } from './quote-style.ts';
import type { DocumentLine, QuoteDocument } from './quote-document.ts';

/** A part of the page. */
export type QuoteBlock = (document: QuoteDocument) => Markup;

/** The parts, in the order of the page. */
export interface QuoteBlocks {
  readonly letterhead: QuoteBlock;
  readonly heading: QuoteBlock;
  readonly lines: QuoteBlock;
  readonly options: QuoteBlock;
  readonly totals: QuoteBlock;
  readonly taxes: QuoteBlock;
  readonly terms: QuoteBlock;
  readonly signature: QuoteBlock;
}

/** What is laid out otherwise. */
export interface QuoteTemplate {
  readonly blocks?: Partial<QuoteBlocks> | undefined;
  /** CSS after that of the page. */
  readonly style?: string | undefined;
}

/**
 * The page.
 *
 * @example
 * const lines: QuoteBlock = ({ title }) => html`<h2>${title}</h2>`;
 * renderQuote(document, { blocks: { lines } });
 */
export function renderQuote(document: QuoteDocument, template: QuoteTemplate = {}): string {
  const blocks = { ...standard, ...template.blocks };
  const order = Object.keys(standard) as (keyof QuoteBlocks)[];
  const body = order.map((name) => blocks[name](document));
  const head = html`<meta charset="utf-8"><title>${document.title}</title>`;
  // The style is the program's own text; still it cannot end its element.
  const style = (QUOTE_STYLE + (template.style ?? '')).replaceAll('</', '<\\/');
  return (
    `<!doctype html>\n<html lang="${markupText(html`${document.language}`)}">\n` +
    `<head>${markupText(head)}<style>${style}</style></head>\n` +
    `<body>${markupText(html`${body}`)}</body>\n</html>\n`
  );
}

const rows = (texts: readonly string[]): Markup[] => texts.map((text) => html`<div>${text}</div>`);

const cells = (texts: readonly string[]): Markup[] => texts.map((text) => html`<td>${text}</td>`);

const lineTable = (
  { labels, currency }: QuoteDocument,
  lines: readonly DocumentLine[],
  caption?: string,
): Markup => html`<table class="lines">
${caption !== undefined && html`<caption>${caption}</caption>`}<thead><tr>${[
  html`<th>${labels.position}</th><th class="text">${labels.description}</th>`,
  html`<th>${labels.quantity}</th><th>${labels.unitPrice}</th><th>${labels.discount}</th>`,
  html`<th>${labels.amount} ${currency}</th>`,
]}</tr></thead>
<tbody>${lines.map(lineRow)}</tbody></table>
`;

const lineRow = (line: DocumentLine): Markup => {
  const note: HtmlValue = line.note !== '' && html` <em>(${line.note})</em>`;
  const numbers = [line.quantity, line.unitPrice, line.discount, line.amount];
  return html`<tr><td>${line.position}</td><td class="text">${line.text}${note}</td>${numbers.map(
    (number) => html`<td>${number}</td>`,
  )}</tr>
`;
};

const standard: QuoteBlocks = {
  letterhead: ({ seller, customer }) =>
    html`<header><address class="seller">${rows(seller)}</address>
<address class="customer">${rows(customer)}</address></header>
`,
  heading: ({ title, facts }) => html`<h1>${title}</h1>
<dl>${facts.map(({ label, text }) => html`<div><dt>${label}</dt><dd>${text}</dd></div>`)}</dl>
`,
  lines: (document) => lineTable(document, document.lines),
  options: (document) =>
    document.options.length === 0
      ? html``
      : lineTable(document, document.options, document.labels.options),
  totals: ({ totals, currency, priceNote }) => html`<table class="totals"><tbody>${totals.map(
    ({ label, amount, isTotal }) =>
      html`<tr class="${isTotal && 'total'}"><th>${label}</th><td>${amount} ${currency}</td></tr>
`,
  )}</tbody></table>
<p class="note">${priceNote}</p>
`,
  taxes: ({ taxes, labels }) =>
    taxes.length === 0
      ? html``
      : html`<table class="taxes"><thead><tr><th class="text">${labels.tax}</th>${[
          labels.rate,
          labels.base,
          labels.amount,
        ].map((label) => html`<th>${label}</th>`)}</tr></thead><tbody>${taxes.map(
          ({ name, rate, base, tax }) =>
            html`<tr><td class="text">${name}</td>${cells([rate, base, tax])}</tr>
`,
        )}</tbody></table>
`,
  terms: ({ terms, labels }) =>
    terms.length === 0
      ? html``
      : html`<section class="terms"><h2>${labels.terms}</h2>${terms.map(
          (text) => html`<p>${text}</p>`,
        )}</section>
`,
  signature: ({ labels }) => html`<section class="signature"><p>${labels.acceptance}</p>
<div class="line">${labels.placeAndDate}</div><div class="line">${labels.signature}</div></section>
`,
};
