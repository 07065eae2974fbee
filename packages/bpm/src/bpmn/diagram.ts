/**
 * A diagram for a process: shapes and edges of BPMN DI, sub-processes expanded, boundary events on
 * the lower edge of their activity.
 */
import type { Flow, Node, NodeOf, ProcessDefinition } from '../model.ts';
import { type BpmnElement, without } from './document.ts';
import { type Bounds, type Box, type Edge, layOut } from './layout.ts';
import { elementsOf } from './document.ts';
import type { Writing } from './writing.ts';

interface Scope {
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
}
interface Point {
  readonly x: number;
  readonly y: number;
}

/** Room around the inside of a sub-process; its name takes the upper edge. */
const PADDING = 40;
const EVENT = 36;

/** The diagram of a process, with its element for the ids of its associations. */
export function drawProcess(
  writing: Writing,
  process: BpmnElement,
  definition: ProcessDefinition,
): BpmnElement {
  const drawing = new Drawing(writing);
  drawing.measure(definition);
  drawing.place(definition, process, { x: 160, y: 80 });
  const id = process['id'] as string;
  return {
    $type: 'bpmndi:BPMNDiagram',
    id: writing.fresh(`${id}_diagram`),
    plane: {
      $type: 'bpmndi:BPMNPlane',
      id: writing.fresh(`${id}_plane`),
      bpmnElement: id,
      planeElement: drawing.elements,
    },
  };
}

class Drawing {
  readonly elements: BpmnElement[] = [];
  readonly #writing: Writing;
  /** Places inside each scope, from its own corner. */
  readonly #places = new Map<Scope, Map<string, Bounds>>();
  /** Places on the plane. */
  readonly #bounds = new Map<string, Bounds>();
  readonly #boundaries = new Set<string>();

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  /** Lays a scope out, those inside it first; gives its size. */
  measure(scope: Scope): { width: number; height: number } {
    const boxes = scope.nodes
      .filter(({ kind }) => kind !== 'boundary')
      .map((node): Box => ({ id: node.id, ...this.#sizeOf(node) }));
    const places = layOut(boxes, edgesOf(scope));
    this.#places.set(scope, places);
    const all = [...places.values()];
    const right = all.reduce((most, { x, width }) => Math.max(most, x + width), 60);
    const bottom = all.reduce((most, { y, height }) => Math.max(most, y + height), 40);
    return { width: right + 2 * PADDING, height: bottom + 2 * PADDING };
  }

  /** Draws a scope whose inside begins at a corner. */
  place(scope: Scope, element: BpmnElement, corner: Point): void {
    for (const [id, { x, y, ...size }] of this.#places.get(scope)!) {
      this.#bounds.set(id, { x: x + corner.x, y: y + corner.y, ...size });
    }
    this.#placeBoundaries(scope);
    const inner = new Map(elementsOf(element['flowElements']).map((one) => [one['id'], one]));
    for (const node of scope.nodes) {
      this.#shape(node);
      if (node.kind !== 'subProcess') continue;
      const { x, y } = this.#bounds.get(node.id)!;
      const nodeElement = inner.get(this.#writing.id(node.id))!;
      this.place(node, nodeElement, { x: x + PADDING, y: y + PADDING });
    }
    for (const flow of scope.flows) this.#flow(flow);
    this.#associations(scope, element);
  }

  #sizeOf(node: Node): { width: number; height: number } {
    if (node.kind === 'subProcess') return this.measure(node);
    if (/^(?:start|catch|throw|end)$/.test(node.kind)) return { width: EVENT, height: EVENT };
    if (/^(?:exclusive|parallel|inclusive|eventBased|complex)$/.test(node.kind)) {
      return { width: 50, height: 50 };
    }
    return { width: 100, height: 80 };
  }

  /** Boundary events stand side by side on the lower edge, from the right. */
  #placeBoundaries({ nodes }: Scope): void {
    const counts = new Map<string, number>();
    for (const node of nodes) {
      if (node.kind !== 'boundary') continue;
      const host = this.#bounds.get(node.attachedTo);
      if (host === undefined) continue;
      const count = counts.get(node.attachedTo) ?? 0;
      counts.set(node.attachedTo, count + 1);
      const room = Math.max(1, Math.floor(host.width / (EVENT + 4)));
      const x = host.x + host.width - (EVENT + 4) * ((count % room) + 1);
      const y = host.y + host.height - EVENT / 2;
      this.#bounds.set(node.id, { x, y, width: EVENT, height: EVENT });
      this.#boundaries.add(node.id);
    }
  }

  #shape(node: Node): void {
    const bounds = this.#bounds.get(node.id);
    if (bounds === undefined) return;
    const bpmnElement = this.#writing.id(node.id);
    this.elements.push(
      without({
        $type: 'bpmndi:BPMNShape',
        id: this.#writing.fresh(`${bpmnElement}_di`),
        bpmnElement,
        isExpanded: node.kind === 'subProcess' ? true : undefined,
        isMarkerVisible: node.kind === 'exclusive' ? true : undefined,
        bounds: { $type: 'dc:Bounds', ...bounds },
      }),
    );
  }

  #flow({ id, from, to }: Flow): void {
    const [source, target] = [this.#bounds.get(from), this.#bounds.get(to)];
    if (source === undefined || target === undefined) return;
    // Flows leave events on a lower edge downwards.
    const isBelow = this.#boundaries.has(from);
    this.#edge(this.#writing.id(id), isBelow ? wayDown(source, target) : way(source, target));
  }

  #associations(scope: Scope, element: BpmnElement): void {
    const associations = elementsOf(element['artifacts']);
    const events = scope.nodes.filter(isBoundary).filter(({ handler }) => handler !== undefined);
    events.forEach(({ id, handler }, at) => {
      const [source, target] = [this.#bounds.get(id), this.#bounds.get(handler!)];
      if (source === undefined || target === undefined) return;
      this.#edge(associations[at]!['id'] as string, wayDown(source, target));
    });
  }

  #edge(bpmnElement: string, points: readonly Point[]): void {
    this.elements.push({
      $type: 'bpmndi:BPMNEdge',
      id: this.#writing.fresh(`${bpmnElement}_di`),
      bpmnElement,
      waypoint: points.map((point) => ({ $type: 'dc:Point', ...point })),
    });
  }
}

const isBoundary = (node: Node): node is NodeOf<'boundary'> => node.kind === 'boundary';

/** Flows, those of boundary events from their activity, and from an activity to what undoes it. */
function edgesOf({ nodes, flows }: Scope): Edge[] {
  const hosts = new Map(nodes.filter(isBoundary).map((node) => [node.id, node.attachedTo]));
  const undone = nodes
    .filter(isBoundary)
    .flatMap(({ attachedTo, handler }) =>
      handler === undefined ? [] : [{ from: attachedTo, to: handler }],
    );
  return [...flows.map(({ from, to }) => ({ from: hosts.get(from) ?? from, to })), ...undone];
}

const middle = (from: number, size: number): number => Math.round(from + size / 2);

/** From the right of one to the left of the other, with a step half way; back, below both. */
function way(source: Bounds, target: Bounds): Point[] {
  const start = { x: source.x + source.width, y: middle(source.y, source.height) };
  const end = { x: target.x, y: middle(target.y, target.height) };
  if (end.x <= start.x) return wayBack(source, target);
  if (start.y === end.y) return [start, end];
  const x = end.x - 20;
  return [start, { x, y: start.y }, { x, y: end.y }, end];
}

function wayBack(source: Bounds, target: Bounds): Point[] {
  const start = { x: middle(source.x, source.width), y: source.y + source.height };
  const end = { x: middle(target.x, target.width), y: target.y + target.height };
  const y = Math.max(start.y, end.y) + 20;
  return [start, { x: start.x, y }, { x: end.x, y }, end];
}

/** Down, and to the left of the other; where that lies behind, to its lower edge. */
function wayDown(source: Bounds, target: Bounds): Point[] {
  const start = { x: middle(source.x, source.width), y: source.y + source.height };
  const end = { x: target.x, y: middle(target.y, target.height) };
  if (end.x <= start.x) return wayBack(source, target);
  if (end.y > start.y) return [start, { x: start.x, y: end.y }, end];
  const y = start.y + 15;
  const x = end.x - 20;
  return [start, { x: start.x, y }, { x, y }, { x, y: end.y }, end];
}
