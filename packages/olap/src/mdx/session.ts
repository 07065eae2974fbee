/**
 * A statement on its way: what its names mean, where it stands, and the values of cells.
 *
 * A cell is a member of every hierarchy. Where several of them are computed, the one of the highest
 * solve order is computed first, with all others in place; a plain cell is one row of a frame and
 * is answered from states as any other.
 */
import { nearestNames } from '@kontor/kernel';
import type { CompiledCube } from '../compile-cube.ts';
import { evaluate } from '../evaluate.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Conjunct } from '../filter-plan.ts';
import { type Frame, narrowFilter } from '../frame.ts';
import type { Hierarchy, Level } from '../hierarchy.ts';
import type { Lattice } from '../lattice.ts';
import { QueryFacts } from '../query-facts.ts';
import { numberOf, type Value } from '../value.ts';
import { hierarchyOf } from '../span.ts';
import { allOf, childrenOf, membersOf, nameOf } from './navigate.ts';
import type { Part } from './syntax.ts';
import { mdxFault } from './token.ts';
import {
  type ComputedMember,
  type Direction,
  directionOf,
  type Member,
  type PlainMember,
  type Thing,
  type Tuple,
} from './thing.ts';

/** Where evaluation stands: of every direction that is not at its default, the member. */
export type Place = ReadonlyMap<Direction, Member>;

/** Computed members stand in each other so deep. */
const DEPTH_MAX = 100;

/** How parts are evaluated. */
export interface Evaluator {
  thing(session: Session, part: Part, place: Place): Thing;
  scalar(session: Session, part: Part, place: Place): Value | boolean;
}

/** One run of a statement. */
export class Session {
  readonly on: Evaluation;
  readonly computed: ComputedMember[] = [];
  readonly sets = new Map<string, readonly Tuple[]>();
  filter: readonly Conjunct[] | null = null;
  private depth = 0;

  constructor(
    readonly text: string,
    readonly cube: CompiledCube,
    lattice: Lattice,
    private readonly evaluator: Evaluator,
  ) {
    const facts = new QueryFacts(cube.dimensions, lattice);
    this.on = {
      facts,
      naming: cube.naming,
      own: new Map(),
      rates: cube.rates,
      crossing: [],
      values: evaluate,
    };
  }

  /** A fault at a place of the statement. */
  fault(at: number, reason: string): Error {
    return mdxFault(this.text, at, reason);
  }

  /** What a part stands for at a place. */
  thing(part: Part, place: Place): Thing {
    return this.evaluator.thing(this, part, place);
  }

  /** The value of a part at a place. */
  scalar(part: Part, place: Place): Value | boolean {
    return this.evaluator.scalar(this, part, place);
  }

  /** The value of the cell at a place. */
  cell(place: Place): Value {
    const computed = [...place.values()].filter(
      (member): member is ComputedMember => member.kind === 'computed',
    );
    if (computed.length === 0) return this.plainCell(place, null);
    const [first] = computed.sort((a, b) => b.solveOrder - a.solveOrder || b.rank - a.rank);
    if (++this.depth > DEPTH_MAX) throw this.fault(first!.value.at, 'members define each other');
    const rest = new Map(place);
    rest.delete(directionOf(first!));
    const value = this.scalar(first!.value, rest);
    this.depth--;
    return typeof value === 'boolean' ? Number(value) : value;
  }

  /** The cell of several tuples together: their leaves once each, merged from states. */
  merged(place: Place, tuples: readonly Tuple[]): Value {
    const union = tuples.map((tuple) => conjunctOf(tuple));
    const rest = new Map(place);
    for (const member of tuples[0] ?? []) rest.delete(directionOf(member));
    return tuples.length === 0 ? null : this.plainCell(rest, union);
  }

  private plainCell(place: Place, more: readonly Conjunct[] | null): Value {
    const measure = place.get('measures');
    const name = measure?.kind === 'measure' ? measure.name : this.defaultMeasure();
    const members = [...place.values()].filter(
      (of): of is PlainMember & { level: Level } => of.kind === 'member' && of.level !== null,
    );
    const frame: Frame = {
      grain: members.map(({ level }) => level),
      members: () => members.map(({ code }) => Int32Array.of(code)),
      rows: 1,
      filter: more === null ? this.filter : narrowFilter(this.filter, more),
      spans: new Map(),
    };
    return evaluate(this.on, name, frame).at(0);
  }

  /** Whether a place has facts. */
  hasFacts(place: Place): boolean {
    const tuple = [...place.values()].filter((of) => of.kind === 'member');
    const filter = narrowFilter(this.filter, [conjunctOf(tuple)]);
    return this.on.facts.answer([], filter, new Map()).rows.counts[0] !== 0;
  }

  /** All members of a level in order. */
  membersAt(level: Level): PlainMember[] {
    return membersOf(hierarchyOf(level), level);
  }

  /** Where evaluation stands on the first time dimension. */
  currentTime(place: Place): PlainMember | undefined {
    const standing = [...place.values()].find(
      (of): of is PlainMember => of.kind === 'member' && of.level?.dimension.kind === 'time',
    );
    const time = this.cube.dimensions.find(({ kind }) => kind === 'time');
    return standing ?? (time === undefined ? undefined : allOf(time.hierarchies[0]!));
  }

  private defaultMeasure(): string {
    return [...this.cube.measures.keys()][0]!;
  }

  // — Names —

  /** What a path of names means. */
  named(names: readonly string[], at: number): Thing {
    const [first, ...rest] = names;
    if (first === undefined) return { kind: 'tuple', tuple: [] };
    const set = this.sets.get(first.toLowerCase());
    if (set !== undefined && rest.length === 0) return { kind: 'set', set };
    if (first.toLowerCase() === 'measures') return this.measure(rest, at);
    const { hierarchy, names: inner } = this.hierarchy(names, at);
    const computed = this.computed.find(
      (of) => of.hierarchy === hierarchy && isName(of.name, inner.at(-1)),
    );
    if (computed !== undefined) return { kind: 'tuple', tuple: [computed] };
    return this.inHierarchy(hierarchy, inner, at);
  }

  /** The hierarchy that a path begins with, and the names after it. */
  hierarchy(
    names: readonly string[],
    at: number,
  ): { hierarchy: Hierarchy; names: readonly string[] } {
    const { dimensions } = this.cube;
    const [first, second] = names;
    const [head, tail] = first!.split('.') as [string, string | undefined];
    const dimension = dimensions.find(({ name }) => isName(name, head));
    if (dimension !== undefined) {
      const named = dimension.hierarchies.find(({ name }) => isName(name, tail ?? second));
      const isSecond = tail === undefined && named !== undefined && names.length > 1;
      // Of several hierarchies the second name tells which; a level of that name goes before it.
      const isLevel =
        isSecond && dimension.hierarchies[0]!.levels.some(({ name }) => isName(name, second));
      const hierarchy = isLevel ? dimension.hierarchies[0]! : (named ?? dimension.hierarchies[0]!);
      return { hierarchy, names: names.slice(isSecond && !isLevel ? 2 : 1) };
    }
    const all = dimensions.flatMap(({ hierarchies }) => hierarchies);
    const hierarchy = all.find(({ name }) => isName(name, first));
    if (hierarchy !== undefined) return { hierarchy, names: names.slice(1) };
    const known = [...dimensions.map(({ name }) => name), 'Measures'];
    const [nearest] = nearestNames(first!, known);
    const hint = nearest === undefined ? '' : ` Is '${nearest}' meant?`;
    throw this.fault(at, `there is no dimension '${first}'.${hint}`);
  }

  private measure(names: readonly string[], at: number): Thing {
    const [name] = names;
    if (name === undefined) throw this.fault(at, 'a measure is expected after Measures');
    const computed = this.computed.find((of) => of.hierarchy === null && isName(of.name, name));
    if (computed !== undefined) return { kind: 'tuple', tuple: [computed] };
    const known = [...this.cube.measures.keys(), ...this.cube.calculated.keys()];
    const found = known.find((of) => isName(of, name));
    if (found !== undefined) return { kind: 'tuple', tuple: [{ kind: 'measure', name: found }] };
    const [nearest] = nearestNames(name, known);
    const hint = nearest === undefined ? '' : ` Is '${nearest}' meant?`;
    throw this.fault(at, `there is no measure '${name}'.${hint}`);
  }

  private inHierarchy(hierarchy: Hierarchy, names: readonly string[], at: number): Thing {
    const [first, ...rest] = names;
    if (first === undefined) return { kind: 'hierarchy', hierarchy };
    const level = hierarchy.levels.find(({ name }) => isName(name, first));
    if (level !== undefined && rest.length === 0) return { kind: 'level', level };
    if (level !== undefined) return this.member(membersOf(hierarchy, level), rest, at);
    const isAll = /^all\b/i.test(first);
    if (isAll && rest.length === 0) return { kind: 'tuple', tuple: [allOf(hierarchy)] };
    return this.member(childrenOf(allOf(hierarchy)), isAll ? rest : names, at);
  }

  /** Descends by names from one of some members. */
  private member(among: readonly PlainMember[], names: readonly string[], at: number): Thing {
    let found: PlainMember | undefined;
    let candidates = among;
    for (const name of names) {
      found = candidates.find((member) => isName(nameOf(member), name));
      if (found === undefined) {
        const [nearest] = nearestNames(name, candidates.map(nameOf));
        const hint = nearest === undefined ? '' : ` Is '${nearest}' meant?`;
        throw this.fault(at, `there is no member '${name}' here.${hint}`);
      }
      candidates = childrenOf(found);
    }
    return { kind: 'tuple', tuple: [found!] };
  }
}

const isName = (known: string, name: string | undefined): boolean =>
  known.toLowerCase() === name?.toLowerCase();

/** The leaves of a tuple's members. */
export function conjunctOf(tuple: Tuple): Conjunct {
  const members = tuple.flatMap((member) => {
    if (member.kind !== 'member' || member.level === null) return [];
    const { level, code } = member;
    const allowed = new Uint8Array(level.keys.length);
    allowed[code] = 1;
    if (level.tree !== undefined) allowDescendants(level, allowed);
    return [{ level, allowed }];
  });
  return { members, ranges: [] };
}

function allowDescendants(level: Level, allowed: Uint8Array): void {
  const { postOrder } = level.tree!;
  for (let index = postOrder.length - 1; index >= 0; index--) {
    const node = postOrder[index]!;
    const parent = level.parents[node]!;
    if (parent >= 0 && allowed[parent] === 1) allowed[node] = 1;
  }
}

/** A number for arithmetic; undefined where a value is empty or no number. */
export function numeric(value: Value | boolean): ReturnType<typeof numberOf> {
  return typeof value === 'boolean' ? numberOf(Number(value)) : numberOf(value);
}
