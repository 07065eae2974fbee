/**
 * A process as a drawing: its elements where they stand, where an instance is, and how often each
 * way was taken.
 *
 * One SVG that needs nothing else: styles are inside, text is escaped, and what colours say is also
 * said in words, in the title of each element. Colours keep their distance for colour-blind
 * readers.
 *
 * @source M. Okabe and K. Ito, "Color Universal Design" (2008)
 */
import { type Placement, placeProcess, type Point } from '../bpmn/place-process.ts';
import type { Bounds } from '../bpmn/layout.ts';
import { kindWords } from '../kind-words.ts';
import type { Flow, Node, ProcessDefinition } from '../model.ts';
import { shapeOf, text } from './diagram-shapes.ts';
import { escaped } from './markup.ts';
import type { PassCounts, Position } from './position.ts';
import { everyNode, labelOf } from './process-lookup.ts';

/** What is drawn beside the process itself. */
export interface DiagramOptions {
  readonly position?: Position | undefined;
  readonly counts?: PassCounts | undefined;
  /** Where elements stand, as `readPlacement` of `@kontor/bpm/bpmn-xml` gives it; else laid out. */
  readonly placement?: Placement | undefined;
}

const MARGIN = 40;
const attributes = 'xmlns="http://www.w3.org/2000/svg" role="img" class="kontor-process"';

/**
 * The drawing of a process.
 *
 * @returns an `<svg>` element, to be put into a page or a file
 */
export function processDiagramSvg(
  definition: ProcessDefinition,
  { position, counts, placement = placeProcess(definition, { x: 0, y: 0 }) }: DiagramOptions = {},
): string {
  const nodes = everyNode(definition.nodes);
  const inner = nodes.flatMap((node) => (node.kind === 'subProcess' ? node.flows : []));
  const flows = [...definition.flows, ...inner];
  const title = escaped(definition.name ?? definition.id);
  const most = Math.max(1, ...Object.values(counts?.flows ?? {}));
  return [
    `<svg ${attributes} viewBox="${viewBox(placement)}">`,
    `<title>${title}</title><desc>${escaped(description(nodes, position))}</desc>`,
    `<style>${diagramStyle}</style>${arrow}`,
    ...nodes
      .filter(({ kind }) => kind === 'subProcess')
      .map((node) => drawn(node, placement, position, counts)),
    ...flows.map((flow) => drawnFlow(flow, placement, position, counts, most)),
    ...nodes
      .filter(({ kind }) => kind !== 'subProcess')
      .map((node) => drawn(node, placement, position, counts)),
    '</svg>',
  ].join('\n');
}

function viewBox({ bounds, ways }: Placement): string {
  const corners = [...bounds.values()].flatMap(({ x, y, width, height }) => [
    { x, y },
    { x: x + width, y: y + height },
  ]);
  const points: Point[] = [...corners, ...[...ways.values()].flat()];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs, 0) - MARGIN, Math.min(...ys, 0) - MARGIN];
  return [left, top, Math.max(...xs, 0) - left + MARGIN, Math.max(...ys, 0) - top + MARGIN].join(
    ' ',
  );
}

function description(nodes: readonly Node[], position: Position | undefined): string {
  if (position === undefined) return `A process of ${nodes.length} elements.`;
  const active = nodes.filter(({ id }) => (position.active[id] ?? 0) > 0).map(labelOf);
  const incidents = Object.keys(position.incidents).length;
  const where = active.length === 0 ? 'Nothing is active' : `Active: ${active.join(', ')}`;
  return `${where}. ${incidents} open ${incidents === 1 ? 'incident' : 'incidents'}.`;
}

function drawn(
  node: Node,
  { bounds }: Placement,
  position: Position | undefined,
  counts: PassCounts | undefined,
): string {
  const place = bounds.get(node.id);
  if (place === undefined) return '';
  const active = position?.active[node.id] ?? 0;
  const incidents = position?.incidents[node.id] ?? [];
  const done = counts?.nodes[node.id];
  const told = [
    `${labelOf(node)}: ${kindWords[node.kind]}`,
    ...(active > 0 ? [`active${active > 1 ? `, ${active} times` : ''}`] : []),
    ...incidents.map((message) => `incident ${message}`),
    ...(done === undefined ? [] : [`done ${done} times`]),
  ];
  const state =
    incidents.length > 0 ? ' incident' : active > 0 ? ' active' : done === undefined ? '' : ' done';
  return (
    `<g class="node${state}"><title>${escaped(told.join('; '))}</title>${shapeOf(node, place)}` +
    `${badges(place, active, incidents.length, done)}</g>`
  );
}

/** Small figures on the corners: how often it runs, how often it was done, an open problem. */
function badges(
  { x, y, width, height }: Bounds,
  active: number,
  incidents: number,
  done?: number,
): string {
  const badge = (kind: string, cx: number, cy: number, text: string): string => {
    const half = 5 + text.length * 3.5;
    return (
      `<rect class="badge ${kind}" x="${cx - half}" y="${cy - 9}" width="${2 * half}" ` +
      'height="18" rx="9"/>' +
      `<text class="count" x="${cx}" y="${cy + 4}">${text}</text>`
    );
  };
  return [
    done === undefined ? '' : badge('done', x + width - 6, y + height + 1, String(done)),
    active === 0 ? '' : badge('active', x + 6, y, String(active)),
    incidents === 0 ? '' : badge('incident', x + width - 6, y, '!'),
  ].join('');
}

function drawnFlow(
  { id, name }: Flow,
  { ways }: Placement,
  position: Position | undefined,
  counts: PassCounts | undefined,
  most: number,
): string {
  const points = ways.get(id);
  if (points === undefined) return '';
  const taken = counts?.flows[id] ?? 0;
  const tokens = position?.tokens[id] ?? 0;
  const path = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  const width = taken === 0 ? 1.5 : 1.5 + (3 * taken) / most;
  const told = [
    name ?? id,
    ...(counts ? [`taken ${taken} times`] : []),
    ...(tokens > 0 ? [`${tokens} waiting`] : []),
  ];
  const at = middleOfLongest(points);
  const label = name === undefined ? '' : text('flow-name', at.x, at.y - 6, name);
  const count = taken === 0 ? '' : text('frequency', at.x, at.y + 14, `${taken}×`);
  const end = points.at(-1)!;
  const token =
    tokens === 0
      ? ''
      : `<circle class="badge active" cx="${end.x - 14}" cy="${end.y}" r="8"/>` +
        text('count', end.x - 14, end.y + 4, String(tokens));
  return (
    `<g class="flow${taken > 0 ? ' taken' : ''}"><title>${escaped(told.join('; '))}</title>` +
    `<path d="${path}" stroke-width="${width.toFixed(1)}" marker-end="url(#kontor-arrow)"/>` +
    `${label}${count}${token}</g>`
  );
}

/** Flows that begin or end together run apart on their longest stretch, mostly. */
function middleOfLongest(points: readonly Point[]): Point {
  const parts = points.slice(1).map((end, at) => ({ start: points[at]!, end }));
  const lengthOf = ({ start, end }: (typeof parts)[number]): number =>
    Math.abs(end.x - start.x) + Math.abs(end.y - start.y);
  const { start, end } = parts.reduce((a, b) => (lengthOf(b) > lengthOf(a) ? b : a));
  const aside = start.x === end.x ? 14 : 0;
  return { x: (start.x + end.x) / 2 + aside, y: (start.y + end.y) / 2 };
}

const arrow =
  '<defs><marker id="kontor-arrow" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="9" ' +
  'markerHeight="9" markerUnits="userSpaceOnUse" orient="auto-start-reverse">' +
  '<path d="M0 0L10 5L0 10Z" fill="#5b6675"/></marker></defs>';

/** Inside the drawing only, by its class. */
const diagramStyle = `
.kontor-process{font:13px system-ui,sans-serif;background:#fff}
.kontor-process text{fill:#1c2430;text-anchor:middle}.kontor-process .left{text-anchor:start}
.kontor-process .shape{fill:#fff;stroke:#5b6675;stroke-width:1.6}
.kontor-process .thick,.kontor-process .end{stroke-width:3.2}
.kontor-process .line{fill:none;stroke:#5b6675;stroke-width:1.2}
.kontor-process .dashed{stroke-dasharray:4 3}
.kontor-process .sign{font-size:14px;fill:#5b6675}.kontor-process .big{font-size:24px}
.kontor-process .done .shape{fill:#eef5f1;stroke:#007a5a}
.kontor-process .active>.shape{fill:#e3f0fa;stroke:#0072b2;stroke-width:3}
.kontor-process .incident>.shape{fill:#fcebe5;stroke:#c8401b;stroke-width:3}
.kontor-process .flow path{fill:none;stroke:#9aa5b1}.kontor-process .taken path{stroke:#007a5a}
.kontor-process .flow-name,.kontor-process .frequency{font-size:12px;fill:#5b6675;
paint-order:stroke;stroke:#fff;stroke-width:4px}
.kontor-process .badge{stroke:#fff;stroke-width:1.5}.kontor-process .badge.active{fill:#0072b2}
.kontor-process .badge.done{fill:#007a5a}.kontor-process .badge.incident{fill:#c8401b}
.kontor-process .count{fill:#fff;font-size:11px;font-weight:600}`;
