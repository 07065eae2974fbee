/**
 * Where the elements of a process stand on a page, and how its flows run: sub-processes expanded,
 * boundary events on the lower edge of their activity.
 */
import type { Flow, Node, NodeOf } from '../model.ts';
import { type Bounds, type Box, type Edge, layOut } from './layout.ts';

/** A process or sub-process. */
export interface DrawnScope {
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
}

/** A place on the page; y grows downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Room around the inside of a sub-process; its name takes the upper edge. */
const PADDING = 40;
const EVENT = 36;

/** Places by id. */
export interface Placement {
  readonly bounds: ReadonlyMap<string, Bounds>;
  /** Of flows, two points or more. */
  readonly ways: ReadonlyMap<string, readonly Point[]>;
}

/** Lays a process out, with its upper left corner at a place. */
export function placeProcess(process: DrawnScope, corner: Point): Placement {
  const placing = new Placing();
  placing.measure(process);
  placing.place(process, corner);
  return placing;
}

class Placing implements Placement {
  readonly bounds = new Map<string, Bounds>();
  readonly ways = new Map<string, readonly Point[]>();
  /** Places inside each scope, from its own corner. */
  readonly #places = new Map<DrawnScope, Map<string, Bounds>>();

  /** Lays a scope out, those inside it first; gives its size. */
  measure(scope: DrawnScope): { width: number; height: number } {
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

  /** Places a scope whose inside begins at a corner. */
  place(scope: DrawnScope, corner: Point): void {
    for (const [id, { x, y, ...size }] of this.#places.get(scope)!) {
      this.bounds.set(id, { x: x + corner.x, y: y + corner.y, ...size });
    }
    this.#placeBoundaries(scope);
    for (const node of scope.nodes) {
      if (node.kind !== 'subProcess') continue;
      const { x, y } = this.bounds.get(node.id)!;
      this.place(node, { x: x + PADDING, y: y + PADDING });
    }
    const boundaries = new Set(scope.nodes.filter(isBoundary).map(({ id }) => id));
    for (const { id, from, to } of scope.flows) {
      const [source, target] = [this.bounds.get(from), this.bounds.get(to)];
      if (source === undefined || target === undefined) continue;
      // Flows leave events on a lower edge downwards.
      this.ways.set(id, boundaries.has(from) ? wayDown(source, target) : way(source, target));
    }
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
  #placeBoundaries({ nodes }: DrawnScope): void {
    const counts = new Map<string, number>();
    for (const node of nodes) {
      if (node.kind !== 'boundary') continue;
      const host = this.bounds.get(node.attachedTo);
      if (host === undefined) continue;
      const count = counts.get(node.attachedTo) ?? 0;
      counts.set(node.attachedTo, count + 1);
      const room = Math.max(1, Math.floor(host.width / (EVENT + 4)));
      const x = host.x + host.width - (EVENT + 4) * ((count % room) + 1);
      const y = host.y + host.height - EVENT / 2;
      this.bounds.set(node.id, { x, y, width: EVENT, height: EVENT });
    }
  }
}

/** Whether a node is a boundary event. */
export const isBoundary = (node: Node): node is NodeOf<'boundary'> => node.kind === 'boundary';

/** Flows, those of boundary events from their activity, and from an activity to what undoes it. */
function edgesOf({ nodes, flows }: DrawnScope): Edge[] {
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
export function wayDown(source: Bounds, target: Bounds): Point[] {
  const start = { x: middle(source.x, source.width), y: source.y + source.height };
  const end = { x: target.x, y: middle(target.y, target.height) };
  if (end.x <= start.x) return wayBack(source, target);
  if (end.y > start.y) return [start, { x: start.x, y: end.y }, end];
  const y = start.y + 15;
  const x = end.x - 20;
  return [start, { x: start.x, y }, { x, y }, { x, y: end.y }, end];
}
