/**
 * A process as one HTML page that needs nothing else: the drawing, what its colours mean, where the
 * instance stands, and what happened. No script, no network.
 */
import type { ProcessDefinition } from '../model.ts';
import type { AuditLine } from './audit-line.ts';
import { historySection, htmlPage, positionSectionOf, stateLegend } from './html-page.ts';
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
  return htmlPage({
    title: options.title ?? definition.name ?? definition.id,
    legend: { ...stateLegend, token: 'token at a join' },
    drawing: processDiagramSvg(definition, options),
    sections: [positionSection(definition, options), historySection(options.history)],
  });
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
  return positionSectionOf(items);
}
