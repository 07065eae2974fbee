/**
 * How transitions run between states, and where their names stand.
 *
 * An arrow leads from the side of its source that looks at its target; where a straight way would
 * cross another state it goes around, above or below. Arrows on one side of a state keep their
 * distance. A name stands on its arrow, at the first place where it covers no state and no other
 * name.
 */
import type { Bounds } from '../bpmn/layout.ts';
import type { Point } from '../bpmn/place-process.ts';
import type { ChartStructure } from '../statechart/compile-chart.ts';
import {
  type CompiledState,
  type CompiledTransition,
  isInside,
} from '../statechart/compiled-chart.ts';
import { transitionLines } from './chart-words.ts';
import { type ChartPlacement, dotOf } from './place-chart.ts';

/** An arrow as it is drawn: a cubic curve. */
export interface Arrow {
  readonly curve: readonly [Point, Point, Point, Point];
  /** Left out: where a state begins. */
  readonly transition?: CompiledTransition;
  readonly lines: readonly string[];
  /** The middle of its name. */
  readonly label: Point;
}

type Side = 'left' | 'right' | 'top' | 'bottom';

/** An arrow on its way to be drawn. */
interface Way {
  readonly from: Bounds;
  readonly to: Bounds;
  readonly sides: readonly [Side, Side];
  readonly transition?: CompiledTransition;
  readonly lines: readonly string[];
}

/** All arrows of a chart: where states begin first, then transitions in document order. */
export function chartArrows(chart: ChartStructure, bounds: ChartPlacement): Arrow[] {
  const leaves = chart.states
    .filter(({ kind }) => kind !== 'compound' && kind !== 'parallel')
    .map(({ id }) => bounds.get(id)!);
  const ways = [...beginnings(chart, bounds), ...transitions(chart, bounds, leaves)];
  const curves = curvesOf(ways);
  const taken: Bounds[] = [...leaves];
  return ways.map(({ transition, lines }, at) => {
    const label = placeLabel(curves[at]!, lines, taken);
    return { curve: curves[at]!, lines, label, ...(transition && { transition }) };
  });
}

function beginnings({ states }: ChartStructure, bounds: ChartPlacement): Way[] {
  return states.flatMap((state): Way[] => {
    const from = bounds.get(dotOf(state));
    if (from === undefined) return [];
    return state.initial!.targets.map((target) => {
      const to = bounds.get(target.id)!;
      return { from, to, sides: sidesOf(from, to), lines: [] };
    });
  });
}

function transitions(
  { states }: ChartStructure,
  bounds: ChartPlacement,
  leaves: readonly Bounds[],
): Way[] {
  return states.flatMap((source) =>
    source.transitions.flatMap((transition): Way[] => {
      const lines = transitionLines(transition);
      const targets = transition.targets.length === 0 ? [source] : transition.targets;
      return targets.map((target) => {
        const [from, to] = [bounds.get(source.id)!, bounds.get(target.id)!];
        const sides = sidesBetween(source, target, from, to, leaves);
        return { from, to, sides, transition, lines };
      });
    }),
  );
}

function sidesBetween(
  source: CompiledState,
  target: CompiledState,
  from: Bounds,
  to: Bounds,
  leaves: readonly Bounds[],
): readonly [Side, Side] {
  if (source === target) return ['top', 'top'];
  if (isInside(target, source)) return ['left', 'left'];
  if (isInside(source, target)) return ['right', 'right'];
  const sides = sidesOf(from, to);
  const [start, end] = [middleOf(from, sides[0]), middleOf(to, sides[1])];
  const others = leaves.filter((leaf) => leaf !== from && leaf !== to);
  if (sides[0] !== sides[1] && others.some((leaf) => crosses(start, end, leaf))) {
    return from.x <= to.x ? ['bottom', 'bottom'] : ['top', 'top'];
  }
  return sides;
}

/** The sides that look at each other; an arrow that leads back goes above. */
function sidesOf(from: Bounds, to: Bounds): readonly [Side, Side] {
  if (to.x >= from.x + from.width) return ['right', 'left'];
  if (to.y >= from.y + from.height) return ['bottom', 'top'];
  if (from.y >= to.y + to.height) return ['top', 'bottom'];
  return ['top', 'top'];
}

const centre = ({ x, y, width, height }: Bounds): Point => ({
  x: x + width / 2,
  y: y + height / 2,
});

function middleOf(box: Bounds, side: Side): Point {
  const { x, y } = centre(box);
  if (side === 'left') return { x: box.x, y };
  if (side === 'right') return { x: box.x + box.width, y };
  return { x, y: side === 'top' ? box.y : box.y + box.height };
}

/** Whether a straight way touches a box, looked at in steps. */
function crosses(start: Point, end: Point, { x, y, width, height }: Bounds): boolean {
  for (let step = 1; step < 40; step++) {
    const at = between(start, end, step / 40);
    if (at.x > x && at.x < x + width && at.y > y && at.y < y + height) return true;
  }
  return false;
}

const between = (a: Point, b: Point, part: number): Point => ({
  x: a.x + (b.x - a.x) * part,
  y: a.y + (b.y - a.y) * part,
});

/** One end of a way, at a side of a state. */
interface End {
  readonly way: number;
  readonly end: 0 | 1;
  readonly box: Bounds;
  readonly side: Side;
  readonly across: number;
}

function curvesOf(ways: readonly Way[]): Arrow['curve'][] {
  const ends = new Map<string, End[]>();
  for (const [way, { from, to, sides }] of ways.entries()) {
    for (const end of [0, 1] as const) {
      const [box, other] = end === 0 ? [from, to] : [to, from];
      const side = sides[end];
      const across = acrossOf(centre(box), centre(other), side, sides[0] === sides[1]);
      const key = `${box.x} ${box.y} ${box.width} ${side}`;
      ends.set(key, [...(ends.get(key) ?? []), { way, end, box, side, across }]);
    }
  }
  const ports = ways.map((): [Point, Point] => [ZERO, ZERO]);
  for (const side of ends.values()) {
    const ordered = side.toSorted((a, b) => a.across - b.across || a.way - b.way || a.end - b.end);
    for (const [at, end] of ordered.entries()) {
      ports[end.way]![end.end] = portOf(end, (at + 1) / (ordered.length + 1));
    }
  }
  return ways.map(({ sides }, at) => curve(ports[at]!, sides));
}

/** Ends are sorted by it along their side. Of ways around, the farther one has the inner port. */
function acrossOf(own: Point, other: Point, side: Side, isAround: boolean): number {
  if (side === 'left' || side === 'right') return other.y;
  if (!isAround) return other.x;
  return other.x > own.x ? own.x + 1e6 - other.x : own.x - 1e6 - other.x;
}

const ZERO: Point = { x: 0, y: 0 };

function portOf({ box, side }: End, part: number): Point {
  const middle = middleOf(box, side);
  if (side === 'left' || side === 'right') return { x: middle.x, y: box.y + box.height * part };
  return { x: box.x + box.width * part, y: middle.y };
}

const AWAY: Readonly<Record<Side, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  top: { x: 0, y: -1 },
  bottom: { x: 0, y: 1 },
};

function curve([start, end]: readonly [Point, Point], [one, other]: Way['sides']): Arrow['curve'] {
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  // Around a state the way bends out; between two that look at each other, hardly.
  const bend = one === other ? Math.min(84, 34 + length * 0.1) : Math.min(90, 12 + length * 0.35);
  const out = (from: Point, side: Side): Point => ({
    x: from.x + AWAY[side].x * bend,
    y: from.y + AWAY[side].y * bend,
  });
  return [start, out(start, one), out(end, other), end];
}

/** A point of a curve. @param part - from 0, its start, to 1, its end */
export function pointOf([a, b, c, d]: Arrow['curve'], part: number): Point {
  const [p, q, r] = [between(a, b, part), between(b, c, part), between(c, d, part)];
  return between(between(p, q, part), between(q, r, part), part);
}

const PLACES = [0.5, 0.4, 0.6, 0.32, 0.68, 0.25, 0.75, 0.18, 0.82];
const LINE = 15;

function placeLabel(way: Arrow['curve'], lines: readonly string[], taken: Bounds[]): Point {
  if (lines.length === 0) return pointOf(way, 0.5);
  const width = Math.max(...lines.map(({ length }) => length)) * 6.6 + 6;
  const height = lines.length * LINE + 4;
  const boxAt = ({ x, y }: Point): Bounds => {
    return { x: x - width / 2, y: y - height / 2, width, height };
  };
  const points = PLACES.map((part) => pointOf(way, part));
  const free = points.find((point) => !taken.some((box) => overlap(box, boxAt(point))));
  const label = free ?? points[0]!;
  taken.push(boxAt(label));
  return label;
}

const overlap = (a: Bounds, b: Bounds): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
