/**
 * HTML from a tagged template: what is put in is escaped, unless it was made by a template itself.
 */

const MARKUP = Symbol.for('kontor.crm.markup');

/** HTML that is escaped already. It is made by `html` only; JSON cannot pass for it. */
export interface Markup {
  readonly [MARKUP]: string;
}

/** What a template takes; undefined and false put in nothing. */
export type HtmlValue = string | number | false | undefined | Markup | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * HTML; values are escaped, in text and in quoted attributes.
 *
 * @example
 * markupText(html`<b>${'5 < 6'}</b>`) // => '<b>5 &lt; 6</b>'
 */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  const text = parts.map((part, at) => part + (at < values.length ? escaped(values[at]) : ''));
  return { [MARKUP]: text.join('') };
}

/** The text of it. */
export const markupText = (markup: Markup): string => markup[MARKUP];

function escaped(value: HtmlValue): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') {
    return String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
  }
  return isMarkup(value) ? value[MARKUP] : value.map(escaped).join('');
}

const isMarkup = (value: Markup | readonly HtmlValue[]): value is Markup => MARKUP in value;
