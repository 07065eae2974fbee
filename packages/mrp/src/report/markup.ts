/**
 * HTML as text that cannot be broken by what a user typed: everything interpolated is escaped,
 * unless it is markup that was made here.
 */

/** Text that is HTML already. */
export interface Markup {
  readonly html: string;
}

type Part = string | number | Markup | readonly Markup[] | undefined;

/**
 * Template tag for HTML; interpolated text is escaped, markup and lists of it are not, undefined is
 * nothing.
 *
 * @example
 * markup`<td>${'<script>'}</td>`.html // => '<td>&lt;script&gt;</td>'
 */
export function markup(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  let html = texts[0]!;
  parts.forEach((part, at) => {
    html += htmlOf(part) + texts[at + 1]!;
  });
  return { html };
}

function htmlOf(part: Part): string {
  if (part === undefined) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  if ('html' in part) return part.html;
  return part.map(({ html }) => html).join('');
}

/** Safe between tags and inside quoted attributes. */
export function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** A column of an HTML table. */
export interface MarkupColumn<Row> {
  readonly heading: string;
  readonly cell: (row: Row) => string | number | Markup;
  /** `right` for numbers; `wrap` for text that may break into lines. */
  readonly align?: 'right' | 'wrap' | undefined;
}

/**
 * A table with a caption for screen readers; at most `limit` rows, and a line that counts the rest.
 */
export function table<Row>(
  caption: string,
  columns: readonly MarkupColumn<Row>[],
  rows: readonly Row[],
  limit = Number.POSITIVE_INFINITY,
): Markup {
  const head = columns.map(
    ({ heading, align }) => markup`<th scope="col" class="${align ?? 'left'}">${heading}</th>`,
  );
  const body = rows
    .slice(0, limit)
    .map(
      (row) =>
        markup`<tr>${columns.map(
          ({ cell, align }) => markup`<td class="${align ?? 'left'}">${cell(row)}</td>`,
        )}</tr>\n`,
    );
  const rest =
    rows.length > limit
      ? markup`<p class="rest">${rows.length - limit} more rows are left out here.</p>`
      : undefined;
  return markup`<div class="scroll"><table><caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody></table></div>${rest}\n`;
}
