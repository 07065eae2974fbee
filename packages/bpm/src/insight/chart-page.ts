/** A statechart as one HTML page: the drawing, where an instance stands, and what happened. */
import type { ChartDefinition } from '../statechart/chart-model.ts';
import type { AuditLine } from './audit-line.ts';
import { type ChartDiagramOptions, chartDiagramSvg } from './chart-diagram.ts';
import { historySection, htmlPage, positionSectionOf, stateLegend } from './html-page.ts';
import { escaped } from './markup.ts';

/** What is on the page beside the drawing. */
export interface ChartPageOptions extends ChartDiagramOptions {
  /** The heading; the name of the chart when left out. */
  readonly title?: string | undefined;
  readonly history?: readonly AuditLine[] | undefined;
}

/**
 * The page of a statechart or of one of its instances.
 *
 * @returns a whole HTML document
 * @throws BpmError BPM_INVALID_DEFINITION
 */
export function chartPage(definition: ChartDefinition, options: ChartPageOptions = {}): string {
  return htmlPage({
    title: options.title ?? definition.name ?? definition.id,
    legend: stateLegend,
    drawing: chartDiagramSvg(definition, options),
    sections: [positionSection(options), historySection(options.history)],
  });
}

function positionSection({ position }: ChartPageOptions): string {
  if (position === undefined) return '';
  const troubles = Object.entries(position.incidents).flatMap(([id, messages]) =>
    messages.map((message) => `<li class="bad">${escaped(`${id}: ${message}`)}</li>`),
  );
  const active = position.active.map((id) => `<li>${escaped(id)} is active</li>`);
  return positionSectionOf([...active, ...troubles]);
}
