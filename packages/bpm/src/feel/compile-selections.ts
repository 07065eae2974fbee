/**
 * Rules for paths and filters: `order.lines[price > 10].name`.
 *
 * A path over a list is the list of the paths of its elements. A filter takes an index when its
 * expression is a number, counted from 1, or from the end when negative; else it keeps the elements
 * for which the expression is true. Inside, `item` is the element, and the members of a context are
 * names.
 *
 * @source DMN 1.5, 10.3.2.5 "Lists and filters"
 */
import { memberOf } from './member.ts';
import { isNumber, isWhole } from './number.ts';
import type { Run, Site } from './run.ts';
import { type Code, frameOf, type Reader, type Rule, type Scope, scopeOf } from './scope.ts';
import type { Syntax } from './syntax.ts';
import { described, type FeelList, type FeelValue, isList, kindOf, listOf } from './value.ts';

/** Rules of paths and filters. */
export const selectionRules: Readonly<Record<string, Rule>> = {
  PathExpression: path,
  FilterExpression: filter,
};

function path(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [from, , member] = syntax.children;
  const source = reader.compile(from!, scope);
  const name = member!.text.replace(/\s+/g, ' ');
  const at = member!.from;
  return (frame) => memberIn(source(frame), name, { run: frame.run, at });
}

function memberIn(value: FeelValue, name: string, site: Site): FeelValue {
  if (isList(value)) {
    site.run.spend(value.length);
    return value.map((element) => memberIn(element, name, site));
  }
  const member = memberOf(value, name);
  if (member !== undefined) return member;
  return site.run.report('unknown-name', `${described(value)} has no '${name}' here`, site.at);
}

function filter(syntax: Syntax, scope: Scope | undefined, reader: Reader): Code {
  const [source, , condition] = syntax.children;
  const list = reader.compile(source!, scope);
  const code = reader.compile(condition!, scopeOf(['item'], scope, true));
  const at = condition!.from;
  return (frame) => {
    const elements = listOf(list(frame));
    const answerFor = (item: FeelValue): FeelValue => code(frameOf([item], frame));
    return selected(elements, answerFor, { run: frame.run, at });
  };
}

/** The first answer tells an index from a condition; without an element, null is asked for it. */
export function selected(
  elements: FeelList,
  answerFor: (item: FeelValue) => FeelValue,
  site: Site,
): FeelValue {
  const { run } = site;
  if (elements.length === 0) {
    const answer = run.muted(() => answerFor(null));
    return isNumber(answer) ? outside(answer, site) : [];
  }
  const first = answerFor(elements[0]!);
  if (isNumber(first)) return elementAt(elements, first, site);
  run.spend(elements.length);
  return elements.filter((item, index) => {
    const answer = index === 0 ? first : answerFor(item);
    if (answer !== null && typeof answer !== 'boolean') complain(run, answer, site.at);
    return answer === true;
  });
}

function complain(run: Run, answer: FeelValue, at: number): void {
  run.report('wrong-type', `a filter is a boolean or an index, no ${kindOf(answer)}`, at);
}

function elementAt(elements: FeelList, index: FeelValue, site: Site): FeelValue {
  if (!isNumber(index) || !isWhole(index) || typeof index !== 'number') return outside(index, site);
  const element = elements[index > 0 ? index - 1 : elements.length + index];
  return index === 0 || element === undefined ? outside(index, site) : element;
}

function outside(index: FeelValue, site: Site): null {
  const shown = isNumber(index) ? String(index) : kindOf(index);
  return site.run.report('out-of-range', `the list has no element ${shown}`, site.at);
}
