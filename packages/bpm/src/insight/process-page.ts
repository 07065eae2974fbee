/**
 * A process as one HTML page that needs nothing else: the drawing, what its colours mean, where the
 * instance stands, and what happened. No script, no network.
 */
import type { ProcessDefinition } from '../model.ts';
import type { AuditLine } from './audit-trail.ts';
import { instantWords } from './duration-words.ts';
import { escaped } from './markup.ts';
import { type DiagramOptions, processDiagramSvg } from './process-diagram.ts';
import { everyNode, labelOf } from './process-lookup.ts';

/** What is on the page beside the drawing. */
export interface ProcessPageOptions extends DiagramOptions {
  /** The heading; the name of the process when left out. */
  readonly title?: string | undefined;
  readonly history?: readonly AuditLine[] | undefined;
}

/** The page of a process or of one of its instances. @returns a whole HTML document */
export function processPage(
  definition: ProcessDefinition,
  options: ProcessPageOptions = {},
): string {
  const title = escaped(options.title ?? definition.name ?? definition.id);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<h1>${title}</h1>
<p class="legend"><span class="active">active</span><span class="done">done</span>
<span class="incident">incident</span><span class="token">token at a join</span></p>
<figure>${processDiagramSvg(definition, options)}</figure>
${positionSection(definition, options)}${historySection(options.history)}
</body>
</html>
`;
}

function positionSection({ nodes }: ProcessDefinition, { position }: ProcessPageOptions): string {
  if (position === undefined) return '';
  const items = everyNode(nodes).flatMap((node) => [
    ...((position.active[node.id] ?? 0) > 0
      ? [`<li>${escaped(labelOf(node))} is active</li>`]
      : []),
    ...(position.incidents[node.id] ?? []).map(
      (message) => `<li class="bad">${escaped(labelOf(node))}: ${escaped(message)}</li>`,
    ),
  ]);
  const list = items.length === 0 ? '<p>Nothing is active.</p>' : `<ul>${items.join('')}</ul>`;
  return `<h2>Position</h2>${list}`;
}

function historySection(history: readonly AuditLine[] | undefined): string {
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
