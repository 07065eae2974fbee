/**
 * Allen's relations of points and ranges: before, meets, overlaps, during, and so on.
 *
 * A point is the range from itself to itself. Where two ends are equal, what decides is which of
 * them is included. An end that is null lies beyond everything.
 *
 * @source DMN 1.5, table 79 "General semantics of range functions"
 */
import { builtin, pointParameter, rangeParameter, signature, type Signature } from '../builtin.ts';
import { order } from '../ordering.ts';
import type { Site } from '../run.ts';
import { type FeelFunction, FeelRange, type FeelValue, described } from '../value.ts';

/** A relation; ends are compared by `Ends`, which may find that they cannot be. */
type Relation = (a: FeelRange, b: FeelRange, ends: Ends) => boolean;

/** Thrown inside a relation whose ends have no order; caught where the relation was asked. */
class NoOrder extends Error {}

/** Compares ends; an open low end is below all, an open high end above. */
interface Ends {
  /** a.low against b.low. */
  lows(a: FeelRange, b: FeelRange): number;
  highs(a: FeelRange, b: FeelRange): number;
  /** a.high against b.low. */
  highToLow(a: FeelRange, b: FeelRange): number;
}

function compare(a: FeelValue, b: FeelValue, openA: number, openB: number): number {
  if (a === null || b === null) return (a === null ? openA : 0) - (b === null ? openB : 0);
  const compared = order(a, b);
  if (compared === null) throw new NoOrder();
  return compared;
}

const ends: Ends = {
  lows: (a, b) => compare(a.low, b.low, -1, -1),
  highs: (a, b) => compare(a.high, b.high, 1, 1),
  highToLow: (a, b) => compare(a.high, b.low, 1, -1),
};

const before: Relation = (a, b, { highToLow }) => {
  const gap = highToLow(a, b);
  return gap < 0 || (gap === 0 && !(a.highIncluded && b.lowIncluded));
};

const meets: Relation = (a, b, { highToLow }) =>
  a.highIncluded && b.lowIncluded && highToLow(a, b) === 0;

/** Whether a reaches at least to where b starts. */
const reaches: Relation = (a, b, by) => !before(a, b, by);

const overlaps: Relation = (a, b, by) => reaches(a, b, by) && reaches(b, a, by);

/** Whether a starts no later than b. */
const startsWithin: Relation = (outer, inner, { lows }) => {
  const gap = lows(outer, inner);
  return gap < 0 || (gap === 0 && (outer.lowIncluded || !inner.lowIncluded));
};

/** Whether a ends no earlier than b. */
const endsBeyond: Relation = (outer, inner, { highs }) => {
  const gap = highs(outer, inner);
  return gap > 0 || (gap === 0 && (outer.highIncluded || !inner.highIncluded));
};

const overlapsBefore: Relation = (a, b, by) => {
  const gap = by.lows(a, b);
  const startsFirst = gap < 0 || (gap === 0 && a.lowIncluded && !b.lowIncluded);
  return startsFirst && reaches(a, b, by) && endsBeyond(b, a, by);
};

const includes: Relation = (a, b, by) => startsWithin(a, b, by) && endsBeyond(a, b, by);

const finishes: Relation = (a, b, by) =>
  a.highIncluded === b.highIncluded && by.highs(a, b) === 0 && startsWithin(b, a, by);

const starts: Relation = (a, b, by) =>
  a.lowIncluded === b.lowIncluded && by.lows(a, b) === 0 && endsBeyond(b, a, by);

const coincides: Relation = (a, b, by) =>
  a.lowIncluded === b.lowIncluded &&
  a.highIncluded === b.highIncluded &&
  by.lows(a, b) === 0 &&
  by.highs(a, b) === 0;

const reversed =
  (relation: Relation): Relation =>
  (a, b, by) =>
    relation(b, a, by);

function pointRange(value: FeelValue): FeelRange {
  return new FeelRange({ low: value, high: value, lowIncluded: true, highIncluded: true });
}

function related(relation: Relation, a: FeelRange, b: FeelRange, site: Site): FeelValue {
  try {
    return relation(a, b, ends);
  } catch (error) {
    if (!(error instanceof NoOrder)) throw error;
    const message = `${described(a.low ?? a.high)} has no order with ${described(b.low ?? b.high)}`;
    return site.run.report('wrong-type', message, site.at);
  }
}

/** Which operands a relation takes. */
type Form = 'points' | 'point, range' | 'range, point' | 'ranges';

function formOf(form: Form, relation: Relation): Signature {
  if (form === 'points') {
    return signature([pointParameter('point1'), pointParameter('point2')], ([a, b], site) =>
      related(relation, pointRange(a), pointRange(b), site),
    );
  }
  if (form === 'ranges') {
    return signature([rangeParameter('range1'), rangeParameter('range2')], ([a, b], site) =>
      related(relation, a, b, site),
    );
  }
  return form === 'point, range'
    ? signature([pointParameter('point'), rangeParameter('range')], ([a, b], site) =>
        related(relation, pointRange(a), b, site),
      )
    : signature([rangeParameter('range'), pointParameter('point')], ([a, b], site) =>
        related(relation, a, pointRange(b), site),
      );
}

function relationBuiltin(
  name: string,
  relation: Relation,
  ...forms: Form[]
): [string, FeelFunction] {
  return builtin(name, ...forms.map((form) => formOf(form, relation)));
}

/** Relations of ranges by name. */
export const rangeBuiltins: readonly [string, FeelFunction][] = [
  relationBuiltin('before', before, 'points', 'point, range', 'range, point', 'ranges'),
  relationBuiltin('after', reversed(before), 'points', 'point, range', 'range, point', 'ranges'),
  relationBuiltin('meets', meets, 'ranges'),
  relationBuiltin('met by', reversed(meets), 'ranges'),
  relationBuiltin('overlaps', overlaps, 'ranges'),
  relationBuiltin('overlaps before', overlapsBefore, 'ranges'),
  relationBuiltin('overlaps after', reversed(overlapsBefore), 'ranges'),
  relationBuiltin('finishes', finishes, 'point, range', 'ranges'),
  relationBuiltin('finished by', reversed(finishes), 'range, point', 'ranges'),
  relationBuiltin('includes', includes, 'range, point', 'ranges'),
  relationBuiltin('during', reversed(includes), 'point, range', 'ranges'),
  relationBuiltin('starts', starts, 'point, range', 'ranges'),
  relationBuiltin('started by', reversed(starts), 'range, point', 'ranges'),
  relationBuiltin('coincides', coincides, 'points', 'ranges'),
];
