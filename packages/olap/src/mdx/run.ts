/**
 * The run of an MDX statement: definitions, slicer, axes, cells.
 */
import type { Conjunct } from '../filter-plan.ts';
import { type Cube, insideOf } from '../cube.ts';
import { captionOf } from '../hierarchy.ts';
import type { Value } from '../value.ts';
import { scalarOf, thingOf } from './evaluate-part.ts';
import { placeAt, setOf } from './places.ts';
import { nameOf } from './navigate.ts';
import { parseMdx } from './parse.ts';
import { conjunctOf, type Place, Session } from './session.ts';
import type { Axis, MemberDefinition } from './syntax.ts';
import type { Member, Tuple } from './thing.ts';

/** A member as an answer shows it. */
export interface ShownMember {
  readonly caption: string;
  /**
   * The keys from the top of the hierarchy down; empty for `All`, measures and computed members.
   */
  readonly path: readonly string[];
}

/** Cells in as many directions as there are axes. */
export interface MdxResult {
  /** By axis its tuples, each a member a direction. */
  readonly axes: readonly (readonly (readonly ShownMember[])[])[];
  /** The value where tuples of all axes meet, by their places. */
  cell(...places: readonly number[]): Value;
}

/**
 * Runs an MDX statement on a cube.
 *
 * @throws OlapError OLAP_INVALID_QUERY — with line and column
 * @example
 * mdx(sales, 'SELECT {[Measures].[units]} ON COLUMNS, [product].Children ON ROWS FROM sales')
 */
export function mdx(cube: Pick<Cube, 'definition'>, text: string): MdxResult {
  const statement = parseMdx(text);
  const { compiled, lattice } = insideOf(cube);
  const session = new Session(text, compiled, lattice, { thing: thingOf, scalar: scalarOf });
  for (const [rank, member] of statement.members.entries()) define(session, member, rank);
  for (const { name, value } of statement.sets) {
    session.sets.set(name.toLowerCase(), setOf(session, value, new Map()));
  }
  const slicer = statement.slicer === undefined ? [] : setOf(session, statement.slicer, new Map());
  const isSliced = statement.slicer !== undefined;
  session.filter = filterOf(slicer, isSliced);
  const place = placeAt(new Map(), slicer.length === 1 ? slicer[0]! : []);
  const sets = statement.axes.map((axis) => setOf(session, axis.set, place));
  const axes = statement.axes.map((axis, index) => axisOf(session, axis, index, sets, place));
  return {
    axes: axes.map((set) => set.map((tuple) => tuple.map(shown))),
    cell(...places) {
      const tuples = axes.map((set, index) => set[places[index]!] ?? []);
      return session.cell(tuples.reduce(placeAt, place));
    },
  };
}

function define(
  session: Session,
  { names, value, solveOrder }: MemberDefinition,
  rank: number,
): void {
  const isMeasure = names[0]!.toLowerCase() === 'measures';
  const hierarchy = isMeasure ? null : session.hierarchy(names, value.at).hierarchy;
  session.computed.push({
    kind: 'computed',
    hierarchy,
    name: names.at(-1)!,
    value,
    solveOrder,
    rank,
  });
}

/** The leaves that a slicer leaves: members that overlap count once, an empty set leaves none. */
function filterOf(slicer: readonly Tuple[], isSliced: boolean): readonly Conjunct[] | null {
  if (!isSliced) return null;
  const conjuncts = slicer.map(conjunctOf);
  return conjuncts.some(({ members }) => members.length === 0) ? null : conjuncts;
}

/** The tuples of an axis; with NON EMPTY those that have a value with any tuple of the others. */
function axisOf(
  session: Session,
  { isNonEmpty }: Axis,
  index: number,
  sets: readonly (readonly Tuple[])[],
  place: Place,
): readonly Tuple[] {
  const set = sets[index]!;
  if (!isNonEmpty) return set;
  const others = sets
    .filter((_, other) => other !== index)
    .reduce<Tuple[]>((all, next) => all.flatMap((a) => next.map((b) => [...a, ...b])), [[]]);
  return set.filter((tuple) =>
    others.some((other) => session.cell(placeAt(placeAt(place, other), tuple)) !== null),
  );
}

function shown(member: Member): ShownMember {
  if (member.kind !== 'member') return { caption: member.name, path: [] };
  const path: string[] = [];
  let { level, code } = member;
  for (; level !== null && code >= 0; ) {
    path.unshift(captionOf(level.keys[code]!));
    code = level.parents[code]!;
    level = level.tree === undefined ? (level.above ?? null) : level;
  }
  return { caption: nameOf(member), path };
}
