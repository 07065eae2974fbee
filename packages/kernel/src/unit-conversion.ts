/**
 * Unit conversion: a graph of exact factors between units of measure, general or for one item.
 *
 * "1 dozen is 12 each" leads both ways and onwards: pallet → box → each. An item's own conversion
 * stands in place of the general one between the same two units. A second way round must give the
 * same factor, else the table is refused: of two prices of a box, nobody should get whichever was
 * found first.
 *
 * Method: per graph a breadth-first forest with the factor of every unit to its root; an edge that
 * is not in the forest is checked against it.
 */
import { powerOfTen } from './decimal.ts';
import { KernelError, type KernelErrorDetails } from './errors.ts';
import { QUANTITY_DECIMALS_MAX, stepsWithinBound } from './quantity.ts';
import {
  compareRatios,
  divideRatios,
  formatRatio,
  multiplyRatios,
  type Ratio,
  type RatioInput,
  ratio,
  ratioToDecimal,
} from './ratio.ts';
import { checkScale, divideRounded, type RoundingMode } from './rounding.ts';

/** One `unit` is `factor` times `of`; with `item`, only for that item. */
export interface UnitConversion {
  readonly unit: string;
  readonly of: string;
  /** Exact: '12', '0.45359237' or '1/3'; above zero. */
  readonly factor: RatioInput;
  readonly item?: string | undefined;
}

/** From what into what a quantity is converted. */
export interface ConversionTerms {
  readonly from: string;
  readonly to: string;
  /** Decimals of the step in `to`. */
  readonly decimals: number;
  readonly item?: string | undefined;
  /** Without it, what is finer than the step is refused. */
  readonly rounding?: RoundingMode | undefined;
  /** Where the value stands, for messages. */
  readonly path?: string | undefined;
}

/** Conversions, compiled. */
export interface UnitTable {
  /**
   * Units of `to` in one `from`, exact.
   *
   * @throws KernelError KERNEL_UNIT_MISMATCH — no conversion leads there
   */
  factor(from: string, to: string, item?: string): Ratio;
  /** Whether conversions lead from one to the other. */
  converts(from: string, to: string, item?: string): boolean;
  /**
   * A quantity in `from`, as whole steps of `to`; rounded once, at the end.
   *
   * @throws KernelError KERNEL_UNIT_MISMATCH, KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO,
   *   KERNEL_QUANTITY_TOO_PRECISE, KERNEL_QUANTITY_TOO_LARGE, KERNEL_BAD_SCALE
   */
  steps(value: RatioInput, terms: ConversionTerms): number;
}

/** What contradicts in a list of conversions. */
export type UnitContradiction = KernelErrorDetails['KERNEL_UNIT_CONTRADICTION'];

/**
 * Compiles conversions.
 *
 * @throws KernelError KERNEL_UNIT_CONTRADICTION — two ways round give two factors; names the way
 * @throws KernelError KERNEL_UNIT_ROW — something that is no conversion
 * @throws KernelError KERNEL_UNIT_FACTOR — a factor is not above zero
 * @throws KernelError KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a factor cannot be read
 * @example
 * const units = unitTable([{ unit: 'dozen', of: 'each', factor: 12 }]);
 * units.steps('2.5', { from: 'dozen', to: 'each', decimals: 0 }) // => 30
 */
export function unitTable(conversions: readonly UnitConversion[]): UnitTable {
  const { general, ofItem, contradictions } = compile(conversions);
  const first = contradictions[0];
  if (first !== undefined) throw new KernelError('KERNEL_UNIT_CONTRADICTION', first);
  const find = (from: string, to: string, item: string | undefined): Ratio | undefined =>
    factorIn((item === undefined ? undefined : ofItem.get(item)) ?? general, from, to);
  const factor = (from: string, to: string, item?: string): Ratio => {
    const found = find(from, to, item);
    if (found === undefined) throw new KernelError('KERNEL_UNIT_MISMATCH', { from, to, item });
    return found;
  };
  return {
    factor,
    converts: (from, to, item) => find(from, to, item) !== undefined,
    steps: (value, terms) => convertedSteps(value, factor(terms.from, terms.to, terms.item), terms),
  };
}

/**
 * All contradictions of a list of conversions, for a report of all faults at once.
 *
 * @throws KernelError KERNEL_UNIT_FACTOR, KERNEL_BAD_DECIMAL, KERNEL_DIVISION_BY_ZERO — a bad
 * factor
 */
export function unitContradictions(conversions: readonly UnitConversion[]): UnitContradiction[] {
  return compile(conversions).contradictions;
}

/** A conversion with its factor read. */
interface Edge {
  readonly unit: string;
  readonly of: string;
  readonly factor: Ratio;
}

/** A unit's place in the forest: one unit is `factor` of `root`; `parent` is null at the root. */
interface Place {
  readonly root: string;
  readonly factor: Ratio;
  readonly parent: string | null;
}

type Forest = ReadonlyMap<string, Place>;

interface Compiled {
  readonly general: Forest;
  readonly ofItem: ReadonlyMap<string, Forest>;
  readonly contradictions: UnitContradiction[];
}

function compile(conversions: readonly UnitConversion[]): Compiled {
  const generalEdges: Edge[] = [];
  const itemEdges = new Map<string, Edge[]>();
  const given: unknown = conversions;
  if (!Array.isArray(given)) throw new KernelError('KERNEL_UNIT_ROW', { reason: 'no list' });
  for (const [index, conversion] of conversions.entries()) {
    const edge = readEdge(conversion, index);
    const { item } = conversion;
    if (item === undefined) generalEdges.push(edge);
    else if (!itemEdges.get(item)?.push(edge)) itemEdges.set(item, [edge]);
  }
  const general = growForest(generalEdges);
  const contradictions = contradictionsOf(general, generalEdges, undefined);
  const isGeneralSound = contradictions.length === 0;
  const ofItem = new Map<string, Forest>();
  for (const [item, own] of itemEdges) {
    const edges = [...own, ...withoutPairsOf(generalEdges, own)];
    const forest = growForest(edges);
    ofItem.set(item, forest);
    // A general contradiction would show again in every item: say it once.
    const toCheck = isGeneralSound ? edges : own;
    contradictions.push(...contradictionsOf(forest, toCheck, item));
  }
  return { general, ofItem, contradictions };
}

function readEdge(conversion: UnitConversion, index: number): Edge {
  const { unit, of, factor, item } = (conversion ?? {}) as Partial<UnitConversion>;
  if (typeof unit !== 'string' || typeof of !== 'string' || factor === undefined) {
    const reason = 'no two units by name with a factor between them';
    throw new KernelError('KERNEL_UNIT_ROW', { index, reason });
  }
  const read = ratio(factor, `factor of ${unit}`);
  if (read.numerator > 0n) return { unit, of, factor: read };
  throw new KernelError('KERNEL_UNIT_FACTOR', { unit, of, factor: formatRatio(read), item });
}

/** The edges that no edge of `own` replaces. */
function withoutPairsOf(edges: readonly Edge[], own: readonly Edge[]): Edge[] {
  const isSamePair = (a: Edge, b: Edge): boolean =>
    (a.unit === b.unit && a.of === b.of) || (a.unit === b.of && a.of === b.unit);
  return edges.filter((edge) => !own.some((other) => isSamePair(edge, other)));
}

/** Breadth first from each unit not yet reached, in the order of the list. */
function growForest(edges: readonly Edge[]): Forest {
  const neighbours = new Map<string, { unit: string; factor: Ratio }[]>();
  const link = (unit: string, next: string, factor: Ratio): void => {
    const list = neighbours.get(unit) ?? [];
    list.push({ unit: next, factor });
    neighbours.set(unit, list);
  };
  for (const { unit, of, factor } of edges) {
    // One neighbour is `factor` of this unit.
    link(of, unit, factor);
    link(unit, of, divideRatios(ONE, factor));
  }
  const places = new Map<string, Place>();
  for (const root of neighbours.keys()) {
    if (places.has(root)) continue;
    places.set(root, { root, factor: ONE, parent: null });
    const queue = [root];
    for (const unit of queue) {
      const here = places.get(unit)!;
      for (const next of neighbours.get(unit)!) {
        if (places.has(next.unit)) continue;
        const factor = multiplyRatios(next.factor, here.factor);
        places.set(next.unit, { root, factor, parent: unit });
        queue.push(next.unit);
      }
    }
  }
  return places;
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };

function contradictionsOf(
  forest: Forest,
  edges: readonly Edge[],
  item: string | undefined,
): UnitContradiction[] {
  const found: UnitContradiction[] = [];
  for (const { unit, of, factor } of edges) {
    const expected = factorIn(forest, unit, of)!;
    if (compareRatios(expected, factor) === 0) continue;
    found.push({
      loop: [...wayBetween(forest, unit, of), unit],
      factor: `1 ${unit} = ${formatRatio(factor)} ${of}`,
      expected: `1 ${unit} = ${formatRatio(expected)} ${of}`,
      item,
    });
  }
  return found;
}

function factorIn(forest: Forest, from: string, to: string): Ratio | undefined {
  if (from === to) return ONE;
  const [a, b] = [forest.get(from), forest.get(to)];
  return a === undefined || b === undefined || a.root !== b.root
    ? undefined
    : divideRatios(a.factor, b.factor);
}

/** The units from one to the other along the forest, both included. */
function wayBetween(forest: Forest, from: string, to: string): string[] {
  const up = wayToRoot(forest, from);
  const down = wayToRoot(forest, to);
  while (up.length > 1 && down.length > 1 && up.at(-2) === down.at(-2)) {
    up.pop();
    down.pop();
  }
  return [...up, ...down.toReversed().slice(1)];
}

function wayToRoot(forest: Forest, unit: string): string[] {
  const way = [unit];
  for (let at = forest.get(unit)!.parent; at !== null; at = forest.get(at)!.parent) way.push(at);
  return way;
}

/** value × factor in whole steps. */
function convertedSteps(value: RatioInput, factor: Ratio, terms: ConversionTerms): number {
  const { decimals, rounding, path } = terms;
  checkScale(decimals, QUANTITY_DECIMALS_MAX);
  const exact = multiplyRatios(ratio(value, path), factor);
  const numerator = exact.numerator * powerOfTen(decimals);
  if (rounding === undefined && numerator % exact.denominator !== 0n) {
    const details = { value: formatRatio(exact), decimals, path };
    throw new KernelError('KERNEL_QUANTITY_TOO_PRECISE', details);
  }
  // Without a mode the division is exact, and any mode will do.
  const steps = divideRounded(numerator, exact.denominator, rounding ?? 'down');
  return stepsWithinBound(steps, ratioToDecimal(exact), decimals, path);
}
