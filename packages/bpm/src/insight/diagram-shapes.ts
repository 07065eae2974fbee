/** The shapes of BPMN 2.0 (figures of chapters 7 and 10), as SVG. */
import type { Bounds } from '../bpmn/layout.ts';
import type { EventDefinition } from '../event-model.ts';
import type { Node, NodeKind } from '../model.ts';
import { escaped, wrapped } from './markup.ts';
import { labelOf } from './process-lookup.ts';

/** The outline of an element, with its sign and its name. */
export function shapeOf(node: Node, bounds: Bounds): string {
  if (/^(?:start|catch|boundary|throw|end)$/u.test(node.kind)) return eventShape(node, bounds);
  const sign = GATEWAYS[node.kind];
  return sign === undefined ? activityShape(node, bounds) : gatewayShape(node, bounds, sign);
}

const GATEWAYS: Partial<Record<NodeKind, string>> = {
  exclusive: '×',
  parallel: '+',
  inclusive: '○',
  eventBased: '⬠',
  complex: '✳',
};

const SIGNS: Partial<Record<EventDefinition['type'], string>> = {
  message: '✉',
  timer: '◷',
  signal: '△',
  error: 'ϟ',
  escalation: '▲',
  conditional: '≡',
  compensation: '◁',
  cancel: '✕',
  terminate: '●',
  link: '➔',
};

function eventShape(node: Node, { x, y, width, height }: Bounds): string {
  const [cx, cy, r] = [x + width / 2, y + height / 2, width / 2];
  const events = 'on' in node ? node.on : 'throws' in node ? node.throws : undefined;
  const sign = events === undefined ? '' : (SIGNS[events[0]!.type] ?? '');
  const isDouble = node.kind !== 'start' && node.kind !== 'end';
  const stays = 'interrupting' in node && node.interrupting === false ? ' dashed' : '';
  const inner = isDouble ? `<circle class="line${stays}" cx="${cx}" cy="${cy}" r="${r - 3}"/>` : '';
  const kind = node.kind === 'end' ? ' end' : '';
  return (
    `<circle class="shape${kind}${stays}" cx="${cx}" cy="${cy}" r="${r}"/>${inner}` +
    `<text class="sign" x="${cx}" y="${cy + 5}">${sign}</text>` +
    nameBelow(node, cx, y + height)
  );
}

function gatewayShape(node: Node, { x, y, width, height }: Bounds, sign: string): string {
  const [cx, cy] = [x + width / 2, y + height / 2];
  return (
    `<path class="shape" d="M${cx} ${y}L${x + width} ${cy}L${cx} ${y + height}L${x} ${cy}Z"/>` +
    `<text class="sign big" x="${cx}" y="${cy + 8}">${sign}</text>` +
    nameBelow(node, cx, y + height)
  );
}

/** Names of events and gateways; ids that nobody gave a name are not shown. */
function nameBelow({ name }: Node, cx: number, bottom: number): string {
  if (name === undefined) return '';
  return lines(wrapped(name, 18), cx, bottom + 14);
}

const TASK_SIGNS: Partial<Record<NodeKind, string>> = {
  user: '☺',
  manual: '☞',
  service: '⚙',
  script: '≣',
  send: '✉',
  receive: '✉',
  businessRule: '▦',
  call: '⊞',
};

function activityShape(node: Node, { x, y, width, height }: Bounds): string {
  const isThick = node.kind === 'call' ? ' thick' : '';
  const size = `width="${width}" height="${height}"`;
  const box = `<rect class="shape${isThick}" x="${x}" y="${y}" ${size} rx="8"/>`;
  const many = 'many' in node && node.many !== undefined ? '⦀' : '';
  const loop = 'loop' in node && node.loop !== undefined ? '↻' : '';
  const marks = text('sign', x + width / 2, y + height - 5, `${many}${loop}`);
  if (node.kind === 'subProcess') {
    return `${box}${text('name left', x + 10, y + 18, labelOf(node))}${marks}`;
  }
  const words = wrapped(labelOf(node), Math.max(8, Math.floor(width / 7)));
  const top = y + height / 2 + 5 - (words.length - 1) * 7.5;
  const sign = text('sign left', x + 8, y + 19, TASK_SIGNS[node.kind] ?? '');
  return `${box}${sign}${lines(words, x + width / 2, top)}${marks}`;
}

/** A line of text; of a class that the drawing's style knows. */
export const text = (kind: string, x: number, y: number, words: string): string =>
  `<text class="${kind}" x="${x}" y="${y}">${escaped(words)}</text>`;

const lines = (words: readonly string[], x: number, y: number): string =>
  `<text class="name">${words
    .map((word, at) => `<tspan x="${x}" y="${y + at * 15}">${escaped(word)}</tspan>`)
    .join('')}</text>`;
