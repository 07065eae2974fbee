/**
 * Where the states of a chart stand on a page: states inside of states, regions of a parallel state
 * one below the other, and in each compound state from left to right in the order in which
 * transitions lead.
 *
 * @source the drawing conventions of D. Harel, "Statecharts: A Visual Formalism for Complex
 *   Systems" (1987); layers as in bpmn/layout.ts
 */
import { type Bounds, type Box, type Edge, layOut } from '../bpmn/layout.ts';
import type { ChartStructure } from '../statechart/compile-chart.ts';
import {
  type CompiledState,
  type CompiledTransition,
  isInside,
  statesAround,
} from '../statechart/compiled-chart.ts';
import { linesIn, transitionLines } from './chart-words.ts';

/** Room at the edges of a state with states inside; its name takes the upper edge. */
const PADDING = 44;
const HEADER = 34;
const SIGN = 30;
const DOT = 16;
/** From the dot to where its arrow leads. */
const DOT_AWAY = 50;
const GAP_Y = 56;
/** Room for the name of a transition between two states, beside the name itself. */
const ARROW = 44;
const LETTER = 7.2;

/** The dot from which an arrow leads to where a state begins. */
export const dotOf = ({ id }: CompiledState): string => `${id} begins`;

/** Places by the ids of states, and of the dots; the chart itself under its own id. */
export type ChartPlacement = ReadonlyMap<string, Bounds>;

/** Lays a chart out, from 0, 0 to the right and down. */
export function placeChart(chart: ChartStructure): ChartPlacement {
  return new Placing(chart).placed();
}

class Placing {
  readonly #chart: ChartStructure;
  readonly #inside = new Map<CompiledState, ChartPlacement>();
  readonly #size = new Map<CompiledState, Box>();

  constructor(chart: ChartStructure) {
    this.#chart = chart;
  }

  placed(): ChartPlacement {
    // Inner states have larger numbers: from the end, each is measured before what is around it.
    for (const state of this.#chart.states.toReversed()) this.#measure(state);
    const bounds = new Map<string, Bounds>();
    const [root] = this.#chart.states;
    this.#put(root!, { x: 0, y: 0 }, bounds);
    return bounds;
  }

  #measure(state: CompiledState): void {
    if (state.kind === 'compound' || state.kind === 'parallel') {
      const inside = state.kind === 'parallel' ? this.#stacked(state) : this.#layered(state);
      this.#inside.set(state, inside);
      const all = [...inside.values()];
      const right = Math.max(...all.map(({ x, width }) => x + width), state.id.length * 8);
      const bottom = Math.max(...all.map(({ y, height }) => y + height));
      const edge = state.kind === 'parallel' ? 0 : PADDING;
      // Ways around need more room below than the name leaves above.
      const below = state.kind === 'parallel' ? 0 : PADDING + 20;
      const [width, height] = [right + 2 * edge, bottom + HEADER + edge + below];
      this.#size.set(state, { id: state.id, width, height });
      return;
    }
    const isSign = state.kind === 'final' || state.kind === 'history';
    const longest = Math.max(...linesIn(state).map(({ length }) => length));
    const width = isSign ? SIGN : Math.max(96, Math.round(longest * LETTER) + 28);
    const height = isSign ? SIGN : 26 + 18 * linesIn(state).length;
    this.#size.set(state, { id: state.id, width, height });
  }

  /** Regions, as wide as the widest. */
  #stacked(state: CompiledState): ChartPlacement {
    const boxes = state.children.map((child) => this.#size.get(child)!);
    const signs = state.histories.map((child) => this.#size.get(child)!);
    const width = Math.max(...boxes.map((box) => box.width));
    const places = new Map<string, Bounds>();
    let y = 0;
    for (const { id, height } of boxes) {
      places.set(id, { x: 0, y, width, height });
      y += height;
    }
    // Histories stand beside the name of the state, to the right.
    for (const [at, { id, height }] of signs.entries()) {
      places.set(id, { x: width - 40 * (at + 1), y: 2 - HEADER, width: SIGN, height });
    }
    return places;
  }

  #layered(state: CompiledState): ChartPlacement {
    const first = childAround(state, state.initial!.targets[0]!)!;
    const others = [...state.children, ...state.histories].filter((child) => child !== first);
    const boxes = [first, ...others].map((child) => this.#size.get(child)!);
    const edges: Edge[] = [];
    let widest = 0;
    for (const { transition, ...edge } of this.#between(state)) {
      edges.push(edge);
      widest = Math.max(widest, ...transitionLines(transition).map(({ length }) => length));
    }
    const gaps = { x: ARROW + Math.round(widest * LETTER), y: GAP_Y };
    return withDot(layOut(boxes, edges, gaps), dotOf(state), first.id);
  }

  /** Ways between children of a state, by the transitions that lead along them. */
  *#between(state: CompiledState): Generator<Edge & { readonly transition: CompiledTransition }> {
    for (const source of this.#chart.states) {
      const from = childAround(state, source);
      if (from === undefined) continue;
      for (const transition of source.transitions) {
        for (const target of transition.targets) {
          const to = childAround(state, target);
          if (to === undefined || to === from) continue;
          yield { from: from.id, to: to.id, transition };
        }
      }
    }
  }

  #put(state: CompiledState, at: { x: number; y: number }, bounds: Map<string, Bounds>): void {
    const { width, height } = bounds.get(state.id) ?? this.#size.get(state)!;
    bounds.set(state.id, { ...at, width, height });
    const edge = state.kind === 'parallel' ? 0 : PADDING;
    const corner = { x: at.x + edge, y: at.y + HEADER + edge };
    for (const [id, place] of this.#inside.get(state) ?? []) {
      const moved = { ...place, x: place.x + corner.x, y: place.y + corner.y };
      bounds.set(id, moved);
      const inner = this.#chart.byId.get(id);
      if (inner !== undefined) this.#put(inner, moved, bounds);
    }
  }
}

/** The dot stands to the left of where a state begins; above it where that place is taken. */
function withDot(places: Map<string, Bounds>, dot: string, first: string): ChartPlacement {
  const { x, y, height } = places.get(first)!;
  const isTaken = [...places.values()].some((other) => other.x < x);
  const size = { width: DOT, height: DOT };
  if (isTaken) {
    places.set(dot, { x: x + 12, y: y - DOT - 26, ...size });
    return places;
  }
  const beside = { x: x - DOT_AWAY, y: Math.round(y + (height - DOT) / 2), ...size };
  places.set(dot, beside);
  if (beside.x >= 0) return places;
  return new Map([...places].map(([id, place]) => [id, { ...place, x: place.x - beside.x }]));
}

/** The child of a state that another one is, or is inside of. */
function childAround(state: CompiledState, inner: CompiledState): CompiledState | undefined {
  if (inner.parent === state) return inner;
  return isInside(inner, state) ? statesAround(inner, state).at(-1) : undefined;
}
