/**
 * A drawing as one HTML page that needs nothing else: what its colours mean, where the instance
 * stands, and what happened. No script, no network.
 */
import type { AuditLine } from './audit-line.ts';
import { instantWords } from './duration-words.ts';
import { escaped } from './markup.ts';

/** What is on a page. */
export interface PageParts {
  readonly title: string;
  /** What colours mean, by their class. */
  readonly legend: Readonly<Record<string, string>>;
  /** An `<svg>` element. */
  readonly drawing: string;
  readonly sections: readonly string[];
}

/** Colours that drawings of processes and charts share. */
export const stateLegend = { active: 'active', done: 'done', incident: 'incident' } as const;

/** The page. @returns a whole HTML document */
export function htmlPage({ title, legend, drawing, sections }: PageParts): string {
  const words = Object.entries(legend).map(
    ([kind, meaning]) => `<span class="${kind}">${meaning}</span>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
<p class="legend">${words.join('\n')}</p>
<figure>${drawing}</figure>
${sections.join('')}
</body>
</html>
`;
}

/** Where the instance stands. @param items - `<li>` elements */
export function positionSectionOf(items: readonly string[]): string {
  const list = items.length === 0 ? '<p>Nothing is active.</p>' : `<ul>${items.join('')}</ul>`;
  return `<h2>Position</h2>${list}`;
}

/** What happened; nothing where that is not asked for. */
export function historySection(history: readonly AuditLine[] | undefined): string {
  if (history === undefined) return '';
  const rows = history.map(
    ({ at, text }) => `<tr><td class="at">${instantWords(at)}</td><td>${escaped(text)}</td></tr>`,
  );
  return `<h2>History</h2><table><caption>What happened, in order</caption>
<thead><tr><th scope="col">When</th><th scope="col">What</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}

const pageStyle = `
body{margin:0 auto;padding:1.5rem;max-width:80rem;background:#fff;color:#1c2430;
font:15px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}
figure{margin:1rem 0;overflow-x:auto;border:1px solid #d9dee5;border-radius:.5rem}
svg{display:block;width:100%;max-height:70vh}.bad{color:#c8401b}
.legend span{margin-right:1.25rem}.legend span::before{content:'';display:inline-block;width:.9em;
height:.9em;margin-right:.4em;border-radius:.2em;background:currentColor}
.legend .active{color:#0072b2}.legend .done{color:#007a5a}.legend .incident{color:#c8401b}
.legend .token{color:#0072b2}.legend .token::before{border-radius:50%}
table{border-collapse:collapse;width:100%}caption{text-align:left;color:#5b6675;font-size:.85rem}
th,td{text-align:left;padding:.3rem .75rem .3rem 0;border-bottom:1px solid #d9dee5}
th{color:#5b6675}.at{white-space:nowrap;font-variant-numeric:tabular-nums}`;
