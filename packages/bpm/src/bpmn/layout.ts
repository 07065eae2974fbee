/**
 * A drawing of a graph from left to right: where each node stands, in layers.
 *
 * Method: Sugiyama's, its simple part. Cycles are cut where a depth-first walk meets itself; a node
 * stands one layer after the last of those before it (longest path); inside a layer nodes are
 * sorted by the mean row of those before them (barycentre, one sweep), and columns are as wide,
 * rows as high as what is in them. What nothing leads to or from stands below the rest.
 *
 * Own, because bpmn-auto-layout reads and writes XML of its own, one process a file, and draws
 * sub-processes collapsed; this is a few dozen lines over data we already have.
 */

/** A node to be placed. */
export interface Box {
  readonly id: string;
  readonly width: number;
  readonly height: number;
}

/** From one node to another. */
export interface Edge {
  readonly from: string;
  readonly to: string;
}

/** A place: the upper left corner and the size. */
export interface Bounds {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Room between columns (x), and between rows (y): flows and their names take it. */
export interface Gaps {
  readonly x: number;
  readonly y: number;
}

const GAPS: Gaps = { x: 60, y: 50 };

/** The places of all boxes, from 0, 0 to the right and down. */
export function layOut(
  boxes: readonly Box[],
  edges: readonly Edge[],
  gaps: Gaps = GAPS,
): Map<string, Bounds> {
  const forward = withoutCycles(boxes, edges);
  const layerOf = layersOf(boxes, forward);
  const rowOf = rowsOf(boxes, forward, layerOf);
  const columns = offsets(boxes, layerOf, ({ width }) => width, gaps.x);
  const rows = offsets(boxes, rowOf, ({ height }) => height, gaps.y);
  return new Map(
    boxes.map(({ id, width, height }) => {
      const column = columns.get(layerOf.get(id)!)!;
      const row = rows.get(rowOf.get(id)!)!;
      const x = column.at + (column.size - width) / 2;
      const y = row.at + (row.size - height) / 2;
      return [id, { x: Math.round(x), y: Math.round(y), width, height }];
    }),
  );
}

/** Targets by source, without the edges that lead back into the way they came. */
function withoutCycles(boxes: readonly Box[], edges: readonly Edge[]): Map<string, string[]> {
  const targets = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) if (targets.has(to)) targets.get(from)?.push(to);
  const forward = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  const state = new Map<string, 'open' | 'done'>();
  for (const { id } of boxes) walk(id, targets, forward, state);
  return forward;
}

/** A depth-first walk with a stack of its own, as a process may be thousands of nodes long. */
function walk(
  start: string,
  targets: ReadonlyMap<string, readonly string[]>,
  forward: ReadonlyMap<string, string[]>,
  state: Map<string, 'open' | 'done'>,
): void {
  if (state.has(start)) return;
  state.set(start, 'open');
  const stack = [{ id: start, at: 0 }];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const next = targets.get(top.id)![top.at++];
    if (next === undefined) {
      state.set(top.id, 'done');
      stack.pop();
    } else if (state.get(next) !== 'open') {
      forward.get(top.id)!.push(next);
      if (!state.has(next)) {
        state.set(next, 'open');
        stack.push({ id: next, at: 0 });
      }
    }
  }
}

/** The length of the longest way to each node. */
function layersOf(
  boxes: readonly Box[],
  forward: ReadonlyMap<string, readonly string[]>,
): Map<string, number> {
  const missing = new Map<string, number>(boxes.map(({ id }) => [id, 0]));
  for (const targets of forward.values()) {
    for (const target of targets) missing.set(target, missing.get(target)! + 1);
  }
  const layers = new Map<string, number>(boxes.map(({ id }) => [id, 0]));
  const ready = boxes.map(({ id }) => id).filter((id) => missing.get(id) === 0);
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    for (const target of forward.get(id)!) {
      layers.set(target, Math.max(layers.get(target)!, layers.get(id)! + 1));
      missing.set(target, missing.get(target)! - 1);
      if (missing.get(target) === 0) ready.push(target);
    }
  }
  return layers;
}

/** A row for each node, none taken twice in a layer. */
function rowsOf(
  boxes: readonly Box[],
  forward: ReadonlyMap<string, readonly string[]>,
  layerOf: ReadonlyMap<string, number>,
): Map<string, number> {
  const before = new Map<string, string[]>(boxes.map(({ id }) => [id, []]));
  for (const [id, targets] of forward) for (const to of targets) before.get(to)!.push(id);
  const isAlone = ({ id }: Box): boolean =>
    forward.get(id)!.length === 0 && before.get(id)!.length === 0;
  const rows = new Map<string, number>();
  for (const layer of byLayer(
    boxes.filter((box) => !isAlone(box)),
    layerOf,
  )) {
    const wished = new Map(layer.map((id) => [id, mean(before.get(id)!, rows)]));
    let free = 0;
    for (const id of layer.toSorted((a, b) => wished.get(a)! - wished.get(b)!)) {
      const row = Math.max(free, Math.round(wished.get(id)!));
      rows.set(id, row);
      free = row + 1;
    }
  }
  let last = [...rows.values()].reduce((most, row) => Math.max(most, row), -1);
  for (const box of boxes) if (isAlone(box)) rows.set(box.id, ++last);
  return rows;
}

function byLayer(boxes: readonly Box[], layerOf: ReadonlyMap<string, number>): string[][] {
  const layers: string[][] = [];
  for (const { id } of boxes) (layers[layerOf.get(id)!] ??= []).push(id);
  return layers.filter((layer) => layer !== undefined);
}

function mean(ids: readonly string[], rows: ReadonlyMap<string, number>): number {
  return ids.length === 0 ? 0 : ids.reduce((sum, id) => sum + rows.get(id)!, 0) / ids.length;
}

/** Where each column or row begins, and how large it is. */
function offsets(
  boxes: readonly Box[],
  placeOf: ReadonlyMap<string, number>,
  sizeOf: (box: Box) => number,
  gap: number,
): Map<number, { at: number; size: number }> {
  const sizes = new Map<number, number>();
  for (const box of boxes) {
    const place = placeOf.get(box.id)!;
    sizes.set(place, Math.max(sizes.get(place) ?? 0, sizeOf(box)));
  }
  let at = 0;
  const places = [...sizes].toSorted(([a], [b]) => a - b);
  return new Map(
    places.map(([place, size]) => {
      const found = { at, size };
      at += size + gap;
      return [place, found];
    }),
  );
}
