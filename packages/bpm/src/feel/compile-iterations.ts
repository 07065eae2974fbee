/**
 * Rules for `for`, `some` and `every`: iterators from left to right, each seeing those before it.
 *
 * What is iterated is a list, a range of whole numbers or of dates, or `a..b`, which also counts
 * down. A range is counted, never laid out, so its size costs only the steps that are taken.
 *
 * @source DMN 1.5, 10.3.2.14 "For loop expression", table 53 `some`, `every`
 */
import { isNumber, isWhole } from './number.ts';
import type { Site } from './run.ts';
import {
  type Code,
  type Frame,
  frameOf,
  type Reader,
  type Rule,
  type Scope,
  scopeOf,
} from './scope.ts';
import { childOf, childrenOf, mentions, type Syntax } from './syntax.ts';
import { FeelDate, FeelRange, type FeelValue, isList, described } from './value.ts';

/** Rules of iterations. */
export const iterationRules: Readonly<Record<string, Rule>> = {
  ForExpression: forLoop,
  QuantifiedExpression: quantified,
};

/** What an iterator goes through. */
export interface Domain {
  readonly length: number;
  at(index: number): FeelValue;
}

/** An iterator: the domain in a frame, null and reported when it is none. */
type Iterator = (frame: Frame) => Domain | null;

/** Iterators, and the scope that the last of them leaves. */
interface Iterators {
  readonly iterators: readonly Iterator[];
  readonly scope: Scope;
}

function iteratorsOf(syntax: Syntax, outer: Scope | undefined, reader: Reader): Iterators {
  const iterators: Iterator[] = [];
  let scope = outer;
  for (const each of childrenOf(childOf(syntax, 'InExpressions')!, 'InExpression')) {
    iterators.push(iteratorOf(childOf(each, 'IterationContext')!, scope, reader));
    scope = scopeOf([childOf(each, 'Name')!.text.replace(/\s+/g, ' ')], scope);
  }
  return { iterators, scope: scope! };
}

function iteratorOf(context: Syntax, scope: Scope | undefined, reader: Reader): Iterator {
  const [first, , last] = context.children;
  const [from, at] = [reader.compile(first!, scope), context.from];
  if (last === undefined) return (frame) => domainOf(from(frame), { run: frame.run, at });
  const to = reader.compile(last, scope);
  return (frame) => counted(from(frame), to(frame), { run: frame.run, at });
}

/** What a value is iterated as; null, reported, when it cannot be. */
export function domainOf(value: FeelValue, site: Site): Domain | null {
  if (isList(value)) return { length: value.length, at: (index) => value[index]! };
  if (value instanceof FeelRange) return rangeDomain(value, site);
  if (value !== null) return { length: 1, at: () => value };
  return site.run.report('wrong-type', 'null cannot be iterated', site.at);
}

/** From one end to the other, both included, up or down. */
function counted(from: FeelValue, to: FeelValue, site: Site): Domain | null {
  if (isWholeDouble(from) && isWholeDouble(to)) return steps(from, to, (value) => value);
  if (from instanceof FeelDate && to instanceof FeelDate) {
    return steps(from.day, to.day, (day) => new FeelDate(day));
  }
  const message = `${described(from)} to ${described(to)} cannot be counted`;
  return site.run.report('wrong-type', message, site.at);
}

function isWholeDouble(value: FeelValue): value is number {
  return isNumber(value) && isWhole(value) && typeof value === 'number';
}

function steps(from: number, to: number, valueOf: (count: number) => FeelValue): Domain {
  const direction = from <= to ? 1 : -1;
  return {
    length: Math.abs(to - from) + 1,
    at: (index) => valueOf(from + direction * index),
  };
}

/** A range as a value has an order: it is never counted down. */
function rangeDomain(range: FeelRange, site: Site): Domain | null {
  const domain = counted(range.low, range.high, site);
  if (domain === null) return null;
  const skipped = range.lowIncluded ? 0 : 1;
  const length = domain.length - skipped - (range.highIncluded ? 0 : 1);
  const isDown = domain.length > 1 && countOf(domain.at(0)) > countOf(domain.at(1));
  return { length: isDown ? 0 : Math.max(0, length), at: (index) => domain.at(index + skipped) };
}

function countOf(value: FeelValue): number {
  return value instanceof FeelDate ? value.day : (value as number);
}

/**
 * Visits every combination until a visit says stop; false when something could not be iterated.
 *
 * Loops are short, so a step is paid at each visit rather than ahead.
 */
function visitAll(
  { iterators }: Iterators,
  outer: Frame,
  visit: (frame: Frame) => 'stop' | undefined,
): boolean {
  const { run } = outer;
  const walk = (frame: Frame, depth: number): 'stop' | 'failed' | undefined => {
    if (depth === iterators.length) return visit(frame);
    const domain = iterators[depth]!(frame);
    if (domain === null) return 'failed';
    for (let index = 0; index < domain.length; index++) {
      run.spend(1);
      const ended = walk(frameOf([domain.at(index)], frame), depth + 1);
      if (ended !== undefined) return ended;
    }
    return undefined;
  };
  return walk(outer, 0) !== 'failed';
}

/** `partial`, where the body asks for it, is a copy: a result may hold on to it. */
function forLoop(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const iterators = iteratorsOf(syntax, scope, reader);
  const body = syntax.children.at(-1)!;
  const asksPartial = mentions(body, 'partial');
  const code = reader.compile(
    body,
    asksPartial ? scopeOf(['partial'], iterators.scope) : iterators.scope,
  );
  return (outer) => {
    const results: FeelValue[] = [];
    const done = visitAll(iterators, outer, (frame) => {
      if (asksPartial) outer.run.spend(results.length >> 4);
      results.push(code(asksPartial ? frameOf([results.slice()], frame) : frame));
      return undefined;
    });
    return done ? results : null;
  };
}

/** `some` ends at the first true, `every` at the first false; else a null makes it null. */
function quantified(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const isSome = childOf(syntax, 'some') !== undefined;
  const iterators = iteratorsOf(syntax, scope, reader);
  const code = reader.compile(syntax.children.at(-1)!, iterators.scope);
  return (outer) => {
    let answer: boolean | null = !isSome;
    const done = visitAll(iterators, outer, (frame) => {
      const value = code(frame);
      if (value === isSome) {
        answer = isSome;
        return 'stop';
      }
      if (typeof value !== 'boolean') answer = null;
      return undefined;
    });
    return done ? answer : null;
  };
}
