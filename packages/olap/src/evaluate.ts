/**
 * The values of a formula in the rows of a frame.
 *
 * Arithmetic is done on finished values; whatever changes which facts count (time, totals, other
 * members) changes the frame and asks again, so that no total is made of displayed cells.
 */
import { type Decimal, decimal } from '@kontor/kernel';
import { type Cells, givenCells, remembered } from './cells.ts';
import { solvedBy } from './calculated-members.ts';
import { convertCells } from './convert.ts';
import type { Evaluation } from './evaluation.ts';
import { isTime, type TimeDimension } from './dimension/time-dimension.ts';
import { invalidQuery, OlapError } from './errors.ts';
import { compileFilter } from './compile-filter.ts';
import type { Filter } from './filter.ts';
import type { Formula } from './formula.ts';
import { coarsen, dropFilter, type Frame, membersAt, narrowFilter, type Span } from './frame.ts';
import type { Dimension, Level } from './hierarchy.ts';
import { measureCells } from './measure-cells.ts';
import { classRows, rankRows, runRows } from './row-order.ts';
import {
  hierarchyOf,
  type Moved,
  periodBack,
  shiftSpan,
  spanOf,
  spanToDate,
  windowSpan,
} from './span.ts';
import { type Flag, numberOf, type Value } from './value.ts';

type Op<Name extends string> = Extract<Formula, { op: Name }>;

/** The values of a formula; computed when they are asked for, each once. */
export function evaluate(on: Evaluation, formula: Formula, frame: Frame): Cells {
  return remembered(compute(on, formula, frame), frame.rows);
}

function compute(on: Evaluation, formula: Formula, frame: Frame): Cells {
  if (typeof formula === 'string') return named(on, formula, frame);
  if ('number' in formula) {
    const value = decimal(formula.number);
    return { at: () => value, flag: () => undefined };
  }
  switch (formula.op) {
    case 'add':
    case 'subtract':
    case 'multiply':
    case 'divide':
      return binary(on, formula, frame);
    case 'negate':
      return mapped(evaluate(on, formula.of, frame), (value) => value.neg());
    case 'absolute':
      return mapped(evaluate(on, formula.of, frame), (value) => value.abs());
    case 'value':
      return shownMeasure(on, frame);
    case 'coalesce':
      return firstOf(formula.of.map((part) => evaluate(on, part, frame)));
    case 'growth':
      return growth(evaluate(on, formula.of, frame), evaluate(on, formula.from, frame));
    case 'favourable':
      return favourable(on, formula, frame);
    case 'shift':
    case 'toDate':
      return moved(on, formula, frame);
    case 'window':
      return windowed(on, formula, frame);
    case 'share':
      return share(on, formula, frame);
    case 'at':
      return elsewhere(on, formula, frame);
    case 'convert':
      return convertCells(on, formula, frame);
    default:
      return overRows(on, formula, frame);
  }
}

function named(on: Evaluation, name: string, frame: Frame): Cells {
  const formula = on.own.get(name) ?? on.naming.formula(name);
  const { crossing, solveOrder = {} } = on;
  const member = solvedBy(crossing, formula === undefined ? undefined : (solveOrder[name] ?? 0));
  if (member !== undefined) {
    const rest = crossing.filter((other) => other !== member);
    return evaluate({ ...on, shown: name, crossing: rest }, member.formula, frame);
  }
  if (formula !== undefined) return evaluate(on, formula, frame);
  return measureCells(on.facts, on.naming.measure(name)!, frame);
}

function shownMeasure(on: Evaluation, frame: Frame): Cells {
  if (on.shown !== undefined) return evaluate(on, on.shown, frame);
  const reason = 'only the formula of a calculated member has a measure that is shown';
  throw invalidQuery(['calculated', 'value'], reason);
}

// — Arithmetic —

/** An empty part of a sum is passed over; an empty factor leaves the product empty. */
function binary(
  on: Evaluation,
  { op, of }: Op<'add' | 'subtract' | 'multiply' | 'divide'>,
  frame: Frame,
): Cells {
  const [left, right] = [evaluate(on, of[0], frame), evaluate(on, of[1], frame)];
  const at = (row: number): Value => {
    const [a, b] = [numberOf(left.at(row)), numberOf(right.at(row))];
    if (op === 'add') return a === undefined ? (b ?? null) : b === undefined ? a : a.plus(b);
    if (op === 'subtract') {
      return b === undefined ? (a ?? null) : a === undefined ? b.neg() : a.minus(b);
    }
    if (a === undefined || b === undefined) return null;
    if (op === 'multiply') return a.times(b);
    return b.isZero() ? null : a.div(b);
  };
  const flag = (row: number): Flag | undefined => {
    const isByZero =
      op === 'divide' &&
      numberOf(right.at(row))?.isZero() === true &&
      numberOf(left.at(row)) !== undefined;
    return isByZero ? 'divideByZero' : (left.flag(row) ?? right.flag(row));
  };
  return { at, flag };
}

function mapped(cells: Cells, change: (value: Decimal) => Decimal): Cells {
  return {
    at(row) {
      const value = numberOf(cells.at(row));
      return value === undefined ? null : change(value);
    },
    flag: (row) => cells.flag(row),
  };
}

function firstOf(parts: readonly Cells[]): Cells {
  return {
    at(row) {
      for (const part of parts) {
        const value = part.at(row);
        if (value !== null) return value;
      }
      return null;
    },
    flag: (row) => parts[0]!.flag(row),
  };
}

/** (now − then) ÷ |then|: empty where either is, and where then is 0. */
function growth(now: Cells, then: Cells): Cells {
  return {
    at(row) {
      const [a, b] = [numberOf(now.at(row)), numberOf(then.at(row))];
      if (a === undefined || b === undefined || b.isZero()) return null;
      return a.minus(b).div(b.abs());
    },
    flag(row) {
      if (numberOf(then.at(row))?.isZero() === true) return 'divideByZero';
      return then.flag(row) ?? (then.at(row) === null ? 'noBase' : now.flag(row));
    },
  };
}

/** Empty where either value is; what is as planned is favourable. */
function favourable(on: Evaluation, formula: Op<'favourable'>, frame: Frame): Cells {
  const [actual, plan] = [evaluate(on, formula.of, frame), evaluate(on, formula.from, frame)];
  return {
    at(row) {
      const [a, b] = [numberOf(actual.at(row)), numberOf(plan.at(row))];
      if (a === undefined || b === undefined) return null;
      const isBetter = formula.when === 'more' ? a.gte(b) : a.lte(b);
      return isBetter ? 'favourable' : 'unfavourable';
    },
    flag: (row) => actual.flag(row) ?? plan.flag(row),
  };
}

// — Time —

function moved(on: Evaluation, formula: Op<'shift' | 'toDate'>, frame: Frame): Cells {
  const time = timeOf(on, formula.along);
  const level = formula.level === undefined ? undefined : levelIn(on, time, formula.level);
  const span = spanOf(frame, time, level);
  if (span === undefined) return nothing;
  checkChain(formula.op, span, level);
  const { span: to, flags }: Moved =
    formula.op === 'shift' ? shiftSpan(span, level, formula.by) : spanToDate(span, level!);
  return flagged(evaluate(on, formula.of, at(frame, time, to)), flags);
}

/** Rows at other periods; the members of the time dimension no longer say where they are. */
function at(frame: Frame, time: TimeDimension, span: Span): Frame {
  const rest = coarsen(frame, (level) => (level.dimension === time ? undefined : level));
  return { ...rest, spans: new Map([...frame.spans, [time, span]]) };
}

function windowed(on: Evaluation, formula: Op<'window'>, frame: Frame): Cells {
  const time = timeOf(on, formula.along);
  const span = spanOf(frame, time);
  if (span === undefined) return nothing;
  const { span: window } = windowSpan(span, formula.periods, formula.partial === true);
  if (formula.as === 'total') return evaluate(on, formula.of, at(frame, time, window));
  const parts = Array.from({ length: formula.periods }, (_, back) =>
    evaluate(on, formula.of, at(frame, time, periodBack(window, back))),
  );
  return { at: (row) => meanOf(parts.map((part) => part.at(row))), flag: () => undefined };
}

/** The mean of the values that are there. */
function meanOf(values: readonly Value[]): Value {
  const numbers = values.flatMap((value) => numberOf(value) ?? []);
  if (numbers.length === 0) return null;
  return numbers.reduce((sum, value) => sum.plus(value)).div(numbers.length);
}

function timeOf(on: Evaluation, name: string): TimeDimension {
  const dimension = on.naming.dimension(name);
  if (isTime(dimension)) return dimension;
  const reason = `'${name}' is no time dimension`;
  throw invalidQuery(['along'], reason);
}

function levelIn(on: Evaluation, time: TimeDimension, name: string): Level {
  return on.naming.level(name.includes('.') ? name : `${time.name}.${name}`);
}

function checkChain(op: string, span: Span, level: Level | undefined): void {
  if (level === undefined || hierarchyOf(level) === hierarchyOf(span.level)) return;
  throw new OlapError('OLAP_WRONG_GRAIN', {
    measure: op,
    reason: `'${level.ref}' is in another hierarchy than '${span.level.ref}', which is shown`,
  });
}

const nothing: Cells = { at: () => null, flag: () => undefined };

function flagged(cells: Cells, flags: readonly (Flag | undefined)[]): Cells {
  return { at: (row) => cells.at(row), flag: (row) => flags[row] ?? cells.flag(row) };
}

// — Totals and other members —

function share(on: Evaluation, formula: Op<'share'>, frame: Frame): Cells {
  const part = evaluate(on, formula.of, frame);
  const whole = evaluate(on, formula.of, totalFrame(on, formula, frame));
  return {
    at(row) {
      const [a, b] = [numberOf(part.at(row)), numberOf(whole.at(row))];
      return a === undefined || b === undefined || b.isZero() ? null : a.div(b);
    },
    flag: (row) => (numberOf(whole.at(row))?.isZero() === true ? 'divideByZero' : part.flag(row)),
  };
}

/** The frame in which each row shows the total that it is a share of. */
function totalFrame(on: Evaluation, { total, members }: Op<'share'>, frame: Frame): Frame {
  const { others } = frame;
  const asked = others === undefined ? frame.filter : others.filter;
  const filterWithout = (isDropped: (of: Dimension) => boolean): Frame['filter'] =>
    members === 'all' ? dropFilter(asked, isDropped) : asked;
  if (total === 'grand') {
    const shown = new Set(
      [...frame.grain, ...(others === undefined ? [] : [others])].map(inDimension),
    );
    const filter = filterWithout((of) => shown.has(of));
    return { ...coarsen(frame, () => undefined), filter, others: undefined };
  }
  const isParent = 'parentOn' in total;
  const dimension = on.naming.dimension(isParent ? total.parentOn : total.allOf);
  // Others stand under their parent already.
  const isUnderParent = isParent && others?.dimension === dimension;
  const rest = { filter: filterWithout((of) => of === dimension), others: undefined };
  const lift = (level: Level): Level | undefined => {
    if (level.dimension !== dimension || isUnderParent) return level;
    return isParent && level.tree === undefined ? level.above : undefined;
  };
  const tree = frame.grain.findIndex(
    (level) => level.dimension === dimension && level.tree !== undefined,
  );
  if (!isParent || isUnderParent || tree < 0) return { ...coarsen(frame, lift), ...rest };
  return { ...parentsIn(frame, tree), ...rest };
}

const inDimension = ({ dimension }: { readonly dimension: Dimension }): Dimension => dimension;

/** Every row at the parent of its node; a root is a share of itself. */
function parentsIn(frame: Frame, column: number): Frame {
  const { parents, tree, ref } = frame.grain[column]!;
  if (tree?.signs?.some((sign) => sign !== 1) === true) {
    throw new OlapError('OLAP_WRONG_GRAIN', {
      measure: 'share',
      reason: `members of '${ref}' are subtracted or left out, so they are no shares of a parent`,
    });
  }
  const all = frame.members();
  const codes = all[column]!.map((node) => (parents[node]! < 0 ? node : parents[node]!));
  const members = all.with(column, codes);
  return { ...frame, members: () => members };
}

function elsewhere(on: Evaluation, formula: Op<'at'>, frame: Frame): Cells {
  const more = compileFilter(formula.where as Filter, on.naming);
  const named = new Set(more.flatMap(({ members }) => members.map(({ level }) => level.dimension)));
  const rest = coarsen(frame, (level) => (named.has(level.dimension) ? undefined : level));
  const spans = new Map([...frame.spans].filter(([dimension]) => !named.has(dimension)));
  const moved = (filter: Frame['filter']): Frame['filter'] =>
    narrowFilter(
      dropFilter(filter, (dimension) => named.has(dimension)),
      more,
    );
  const { others } = frame;
  return evaluate(on, formula.of, {
    ...rest,
    spans,
    filter: moved(frame.filter),
    others: others && { ...others, filter: moved(others.filter) },
  });
}

// — Rows among each other —

function overRows(
  on: Evaluation,
  formula: Op<'rank' | 'running' | 'classes'>,
  frame: Frame,
): Cells {
  // Members that are taken together have no place among single ones.
  if (frame.others !== undefined) return givenCells(Array.from({ length: frame.rows }, () => null));
  const cells = evaluate(on, formula.of, frame);
  const values = Array.from({ length: frame.rows }, (_, row) => cells.at(row));
  const groups = groupsOf(on, formula.within, frame);
  if (formula.op === 'rank') return givenCells(rankRows(values, groups, formula));
  if (formula.op === 'running') return givenCells(runRows(values, groups));
  return givenCells(classRows(values, groups, formula.cuts));
}

/** By row: which rows it is compared with. */
function groupsOf(on: Evaluation, within: string | undefined, frame: Frame): Int32Array {
  if (within === undefined) return new Int32Array(frame.rows);
  const members = membersAt(frame, on.naming.level(within));
  if (members !== undefined) return members;
  throw new OlapError('OLAP_WRONG_GRAIN', {
    measure: within,
    reason: 'rows are compared within it, but they do not show it',
  });
}
