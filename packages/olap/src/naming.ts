/**
 * What the names of a query mean in a cube; an unknown one is answered with the names nearest to
 * it.
 */
import { nearestNames } from '@kontor/kernel';
import { invalidQuery, OlapError } from './errors.ts';
import type { Formula } from './formula.ts';
import type { MemberRef, RowRange } from './filter.ts';
import {
  captionOf,
  type Dimension,
  findMember,
  homonymsOf,
  type Hierarchy,
  type Key,
  type Level,
  pathOf,
} from './hierarchy.ts';
import type { Measure } from './measure.ts';
import { readScaled, type ValueColumn } from './value-column.ts';

/** The names of a cube. */
export interface Names {
  readonly dimensions: readonly Dimension[];
  readonly measures: ReadonlyMap<string, Measure>;
  readonly calculated: ReadonlyMap<string, Formula>;
}

/** Finds what a name means. */
export class Naming {
  constructor(private readonly names: Names) {}

  /** The level of a reference such as `'product.family'`. */
  level(ref: string): Level {
    const point = ref.indexOf('.');
    const level = this.findDimension(ref.slice(0, point))?.levels.get(ref.slice(point + 1));
    if (level !== undefined) return level;
    const all = this.names.dimensions.flatMap(({ levels }) =>
      [...levels.values()].map((known) => known.ref),
    );
    throw new OlapError('OLAP_UNKNOWN_LEVEL', { level: ref, nearest: nearestNames(ref, all) });
  }

  /** A dimension by name. */
  dimension(name: string): Dimension {
    const found = this.findDimension(name);
    if (found !== undefined) return found;
    const all = this.names.dimensions.map((dimension) => dimension.name);
    throw new OlapError('OLAP_UNKNOWN_LEVEL', { level: name, nearest: nearestNames(name, all) });
  }

  /** The hierarchy that a level stands in. */
  hierarchyOf(level: Level): Hierarchy {
    return level.dimension.hierarchies.find(({ levels }) => levels.includes(level))!;
  }

  /** A measure of the facts; undefined where the name is a formula's. */
  measure(name: string): Measure | undefined {
    const found = this.names.measures.get(name);
    if (found !== undefined || this.names.calculated.has(name)) return found;
    const all = [...this.names.measures.keys(), ...this.names.calculated.keys()];
    throw new OlapError('OLAP_UNKNOWN_MEASURE', {
      measure: name,
      nearest: nearestNames(name, all),
    });
  }

  /** The formula of a calculated measure. */
  formula(name: string): Formula | undefined {
    return this.names.calculated.get(name);
  }

  /** The one member of a level that a reference means. */
  member(level: Level, ref: MemberRef): number {
    if (ref !== null && typeof ref === 'object') return this.memberByPath(level, ref.path);
    const found = homonymsOf(level, ref);
    if (found.length === 1) return found[0]!;
    if (found.length === 0) throw this.unknownMember(level, captionOf(ref));
    throw new OlapError('OLAP_AMBIGUOUS_MEMBER', {
      level: level.ref,
      member: captionOf(ref),
      paths: found.map((code) => JSON.stringify(pathOf(level, code))),
    });
  }

  /** The column of a measure and the range in its units. */
  rowRange(measure: string, range: RowRange): { column: ValueColumn; from: number; to: number } {
    const column = this.measure(measure)?.column;
    if (column === undefined) {
      throw invalidQuery(
        ['where', 'rows', measure],
        'only measures of one column of numbers can be asked for a range of rows',
      );
    }
    const units = (value: string | number | undefined, open: number): number => {
      if (value === undefined) return open;
      const read = readScaled(value, column.scale ?? 0, false);
      if (typeof read === 'number' && !Number.isNaN(read)) return read;
      throw invalidQuery(
        ['where', 'rows', measure],
        `'${value}' is no number of ${column.scale ?? 0} decimals`,
      );
    };
    return {
      column,
      from: units(range.from, Number.NEGATIVE_INFINITY),
      to: units(range.to, Number.POSITIVE_INFINITY),
    };
  }

  private findDimension(name: string): Dimension | undefined {
    return this.names.dimensions.find((dimension) => dimension.name === name);
  }

  private memberByPath(level: Level, path: readonly Key[]): number {
    const chain = level.tree === undefined ? chainOf(level) : path.map(() => level);
    let code = -1;
    for (const [index, at] of chain.entries()) {
      code = index < path.length ? findMember(at, code, path[index]!) : -1;
      if (code < 0) throw this.unknownMember(level, JSON.stringify(path));
    }
    if (path.length !== chain.length) throw this.unknownMember(level, JSON.stringify(path));
    return code;
  }

  private unknownMember(level: Level, member: string): Error {
    const known = level.keys.map((_, code) => captionOf(level.keys[code]!));
    return new OlapError('OLAP_UNKNOWN_MEMBER', {
      level: level.ref,
      member,
      nearest: nearestNames(member, new Set(known)),
    });
  }
}

/** The levels from the top of the hierarchy down to this one. */
export function chainOf(level: Level): Level[] {
  const chain: Level[] = [];
  for (let at: Level | undefined = level; at !== undefined; at = at.above) chain.unshift(at);
  return chain;
}
