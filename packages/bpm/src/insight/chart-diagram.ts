/**
 * A statechart as a drawing: states inside of states, regions, beginnings, ends and histories,
 * transitions with their events; where an instance is, and where it has been.
 *
 * One SVG that needs nothing else: styles are inside, text is escaped, and what colours say is also
 * said in words, in the title of each element.
 *
 * @source D. Harel, "Statecharts: A Visual Formalism for Complex Systems" (1987); UML 2.5.1, 14.2.4
 */
import type { Bounds } from '../bpmn/layout.ts';
import type { ChartDefinition } from '../statechart/chart-model.ts';
import { chartStructure, type ChartStructure } from '../statechart/compile-chart.ts';
import { type CompiledState, statesAround } from '../statechart/compiled-chart.ts';
import { type Arrow, chartArrows, pointOf } from './chart-arrows.ts';
import type { ChartPassCounts, ChartPosition } from './chart-position.ts';
import { actionWords, linesIn, transitionWords } from './chart-words.ts';
import { text } from './diagram-shapes.ts';
import { escaped } from './markup.ts';
import { type ChartPlacement, dotOf, placeChart } from './place-chart.ts';

/** What is drawn beside the chart itself. */
export interface ChartDiagramOptions {
  readonly position?: ChartPosition | undefined;
  readonly counts?: ChartPassCounts | undefined;
}

const MARGIN = 30;

/**
 * The drawing of a statechart.
 *
 * @returns an `<svg>` element, to be put into a page or a file
 * @throws BpmError BPM_INVALID_DEFINITION
 */
export function chartDiagramSvg(
  definition: ChartDefinition,
  options: ChartDiagramOptions = {},
): string {
  const chart = chartStructure(definition);
  const bounds = placeChart(chart);
  const arrows = chartArrows(chart, bounds);
  const drawing = new Drawing(chart, bounds, options);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" class="kontor-chart" ` +
      `viewBox="${viewBox(bounds, arrows)}">`,
    `<title>${escaped(definition.name ?? definition.id)}</title>`,
    `<desc>${escaped(drawing.description())}</desc>`,
    `<style>${style}</style>${arrowHead}`,
    ...chart.states.slice(1).map((state) => drawing.state(state)),
    ...chart.states.map((state) => drawing.dot(state)),
    ...arrows.map((arrow) => drawing.arrow(arrow)),
    '</svg>',
  ].join('\n');
}

function viewBox(bounds: ChartPlacement, arrows: readonly Arrow[]): string {
  const corners = [...bounds.values()].flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const bends = arrows.flatMap(({ curve, label, lines }) => {
    const half = Math.max(0, ...lines.map(({ length }) => length)) * 3.5;
    const { x, y } = label;
    return [pointOf(curve, 0.5), { x: x - half, y: y - 16 }, { x: x + half, y: y + 16 }];
  });
  const all = [...corners, ...bends];
  const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  const size = [Math.max(...xs) - left + MARGIN, Math.max(...ys) - top + MARGIN];
  return [left, top, ...size].map(Math.round).join(' ');
}

class Drawing {
  readonly #chart: ChartStructure;
  readonly #bounds: ChartPlacement;
  readonly #options: ChartDiagramOptions;
  readonly #active: ReadonlySet<string>;

  constructor(chart: ChartStructure, bounds: ChartPlacement, options: ChartDiagramOptions) {
    this.#chart = chart;
    this.#bounds = bounds;
    this.#options = options;
    const leaves = (options.position?.active ?? []).flatMap((id) => chart.byId.get(id) ?? []);
    const all = leaves.flatMap((leaf) => [leaf, ...statesAround(leaf, chart.states[0])]);
    this.#active = new Set(all.map(({ id }) => id));
  }

  description(): string {
    const { position } = this.#options;
    const count = this.#chart.states.length - 1;
    if (position === undefined) return `A statechart of ${count} states.`;
    const { active, incidents } = position;
    const open = Object.keys(incidents).length;
    const where = active.length === 0 ? 'Nothing is active' : `Active: ${active.join(', ')}`;
    return `${where}. ${open} open ${open === 1 ? 'incident' : 'incidents'}.`;
  }

  state(state: CompiledState): string {
    const { id } = state;
    const incidents = this.#options.position?.incidents[id] ?? [];
    const isActive = this.#active.has(id);
    const entered = this.#options.counts?.states[id] ?? 0;
    const told = [
      `${id}: ${kindWords(state)}`,
      ...(isActive ? ['active'] : []),
      ...incidents.map((message) => `incident ${message}`),
      ...(entered > 0 ? [`entered ${entered} times`] : []),
      ...deedsOf('on entry', state.onentry),
      ...deedsOf('on exit', state.onexit),
    ];
    const mark =
      incidents.length > 0 ? ' incident' : isActive ? ' active' : entered > 0 ? ' done' : '';
    const count = entered > 0 ? badge(this.#bounds.get(id)!, entered) : '';
    return (
      `<g class="state ${state.kind}${mark}"><title>${escaped(told.join('; '))}</title>` +
      `${shapeOf(state, this.#bounds.get(id)!)}${count}</g>`
    );
  }

  /** Where a compound state begins. */
  dot(state: CompiledState): string {
    const place = this.#bounds.get(dotOf(state));
    if (place === undefined) return '';
    const { x, y, width } = place;
    return `<circle class="dot" cx="${x + width / 2}" cy="${y + width / 2}" r="${width / 2 - 1}"/>`;
  }

  arrow({ curve, transition, lines, label }: Arrow): string {
    const [a, b, c, d] = curve.map(({ x, y }) => `${Math.round(x)} ${Math.round(y)}`);
    const path = `<path d="M${a}C${b} ${c} ${d}" marker-end="url(#kontor-chart-arrow)"/>`;
    if (transition === undefined) return `<g class="arrow">${path}</g>`;
    const { source, index } = transition;
    const taken = this.#options.counts?.transitions[`${source.id}/${index}`] ?? 0;
    const times = taken > 0 ? `; taken ${taken} times` : '';
    const first = label.y + 4 - ((lines.length - 1) * 15) / 2;
    const words = lines.map((line, at) => text('event', label.x, first + at * 15, line)).join('');
    return (
      `<g class="arrow${taken > 0 ? ' taken' : ''}">` +
      `<title>${escaped(transitionWords(transition) + times)}</title>${path}${words}</g>`
    );
  }
}

const kindWords = ({ kind, deep }: CompiledState): string =>
  ({
    atomic: 'state',
    compound: 'compound state',
    parallel: 'parallel state',
    final: 'final state',
    history: deep ? 'deep history' : 'history',
  })[kind];

const deedsOf = (when: string, blocks: CompiledState['onentry']): string[] =>
  blocks.length === 0 ? [] : [`${when} ${blocks.flat().map(actionWords).join(', ')}`];

function shapeOf(state: CompiledState, { x, y, width, height }: Bounds): string {
  const [cx, cy] = [x + width / 2, y + height / 2];
  const isRegion = state.parent?.kind === 'parallel';
  const box = (kind: string): string =>
    `<rect class="shape${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>`;
  switch (state.kind) {
    case 'final':
      return (
        `<circle class="shape" cx="${cx}" cy="${cy}" r="14"/>` +
        `<circle class="dot" cx="${cx}" cy="${cy}" r="8"/>` +
        text('name', cx, y + height + 14, state.id)
      );
    case 'history':
      return (
        `<circle class="shape" cx="${cx}" cy="${cy}" r="14"/>` +
        text('name', cx, cy + 5, state.deep ? 'H*' : 'H')
      );
    case 'atomic': {
      const lines = linesIn(state);
      const top = cy + 4 - ((lines.length - 1) * 18) / 2;
      const words = lines.map((line, at) =>
        text(at === 0 ? 'name' : 'does', cx, top + at * 18, line),
      );
      return `${box(isRegion ? ' region' : '')}${words.join('')}`;
    }
    default: {
      const does = linesIn(state).slice(1).join('  ');
      const name = text(
        'name left',
        x + 12,
        y + 20,
        `${state.id}${does === '' ? '' : `  ${does}`}`,
      );
      return `${box(isRegion ? ' region' : ' around')}${name}`;
    }
  }
}

/** How often a state was entered. */
function badge({ x, y, width }: Bounds, count: number): string {
  const half = 5 + String(count).length * 3.5;
  const cx = x + width - 6;
  return (
    `<rect class="badge" x="${cx - half}" y="${y - 9}" width="${2 * half}" height="18" rx="9"/>` +
    text('count', cx, y + 4, String(count))
  );
}

const arrowHead =
  '<defs><marker id="kontor-chart-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" ' +
  'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto">' +
  '<path d="M0 0L10 5L0 10Z" fill="#5b6675"/></marker></defs>';

/** Inside the drawing only, by its class. */
const style = `
.kontor-chart{font:13px system-ui,sans-serif;background:#fff}
.kontor-chart text{fill:#1c2430;text-anchor:middle}.kontor-chart .left{text-anchor:start}
.kontor-chart .name{font-weight:600}.kontor-chart .does{font-size:12px;fill:#5b6675}
.kontor-chart .shape{fill:#fff;stroke:#5b6675;stroke-width:1.6}
.kontor-chart .around{fill:#f8f9fb}.kontor-chart .region{fill:#f8f9fb;stroke-dasharray:6 4}
.kontor-chart .dot{fill:#1c2430}
.kontor-chart .done>.shape{fill:#eef5f1;stroke:#007a5a}
.kontor-chart .active>.shape{fill:#e3f0fa;stroke:#0072b2;stroke-width:3}
.kontor-chart .compound.active>.shape,.kontor-chart .parallel.active>.shape{fill:#f4f9fd}
.kontor-chart .incident>.shape{fill:#fcebe5;stroke:#c8401b;stroke-width:3}
.kontor-chart .arrow path{fill:none;stroke:#8a95a3;stroke-width:1.4}
.kontor-chart .taken path{stroke:#007a5a;stroke-width:2.2}
.kontor-chart .event{font-size:12px;fill:#3d4856;paint-order:stroke;stroke:#fff;stroke-width:4px}
.kontor-chart .badge{fill:#007a5a;stroke:#fff;stroke-width:1.5}
.kontor-chart .count{fill:#fff;font-size:11px;font-weight:600}`;
