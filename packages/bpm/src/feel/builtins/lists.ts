/**
 * Functions that look at lists or make others of them. Positions count from 1, and from the end
 * when negative.
 *
 * @source DMN 1.5, 10.3.4.4
 */
import {
  anyParameter,
  builtin,
  functionParameter,
  listParameter,
  optional,
  signature,
  type Signature,
  spread,
  wholeParameter,
} from '../builtin.ts';
import { areEqual } from '../equality.ts';
import type { Site } from '../run.ts';
import { type FeelFunction, type FeelList, type FeelValue, isList } from '../value.ts';

/** The index of a position; undefined, reported, when the list has none. */
function indexOf(list: FeelList, position: number, site: Site): number | undefined {
  const index = position < 0 ? list.length + position : position - 1;
  if (position !== 0 && index >= 0 && index < list.length) return index;
  site.run.report('out-of-range', `the list has no position ${position}`, site.at);
  return undefined;
}

/** A list made by changing one position. */
function atPosition(
  list: FeelList,
  position: number,
  site: Site,
  change: (index: number) => FeelList,
): FeelValue {
  const index = indexOf(list, position, site);
  if (index === undefined) return null;
  site.run.spend(list.length);
  return change(index);
}

function sublist(list: FeelList, start: number, length: number | undefined, site: Site): FeelValue {
  return atPosition(list, start, site, (index) =>
    list.slice(index, length === undefined ? undefined : index + Math.max(0, length)),
  );
}

/** Each value once, where it comes first; every pair may have to be compared. */
function distinct(list: FeelList, site: Site): FeelList {
  const seen = new Set<FeelValue>();
  const kept: FeelValue[] = [];
  for (const value of list) {
    if (typeof value === 'number' || typeof value === 'string') {
      if (!seen.has(value)) kept.push(value);
      seen.add(value);
      continue;
    }
    site.run.spend(kept.length + 1);
    if (!kept.some((other) => areEqual(other, value, site))) kept.push(value);
  }
  site.run.spend(list.length);
  return kept;
}

function flattened(list: FeelList, site: Site): FeelList {
  const flat: FeelValue[] = [];
  const visit = (values: FeelList): void => {
    site.run.spend(values.length);
    for (const value of values) {
      if (isList(value)) visit(value);
      else flat.push(value);
    }
  };
  visit(list);
  return flat;
}

/** The elements of lists; a single value among them is a list of one. */
function chained(lists: FeelList, site: Site): FeelList {
  const all = lists.flatMap((list) => (isList(list) ? list : [list]));
  site.run.spend(all.length);
  return all;
}

/** Arguments that are lists themselves: one of them, or several. */
function ofLists(body: (lists: FeelList, site: Site) => FeelValue): Signature[] {
  return [signature([listParameter('list')], ([list], site) => body([list], site)), spread(body)];
}

function replaced(list: FeelList, match: FeelFunction, item: FeelValue, site: Site): FeelValue {
  return list.map((element) => {
    const answer = site.run.nested(() => match.invoke({ positional: [element, item] }, site));
    return answer === true ? item : element;
  });
}

/** Merge sort: stable, and it asks `precedes` least often. */
function sorted(list: FeelList, precedes: FeelFunction, site: Site): FeelList {
  if (list.length < 2) return list;
  const middle = list.length >> 1;
  const left = sorted(list.slice(0, middle), precedes, site);
  const right = sorted(list.slice(middle), precedes, site);
  const merged: FeelValue[] = [];
  let [l, r] = [0, 0];
  while (l < left.length && r < right.length) {
    const pair = [right[r]!, left[l]!];
    const isRightFirst = site.run.nested(() => precedes.invoke({ positional: pair }, site));
    merged.push(isRightFirst === true ? right[r++]! : left[l++]!);
  }
  return [...merged, ...left.slice(l), ...right.slice(r)];
}

function positions(list: FeelList, match: FeelValue, site: Site): FeelList {
  site.run.spend(list.length);
  return list.flatMap((element, index) => (areEqual(element, match, site) ? [index + 1] : []));
}

/** `append(list, 1, 2)`: everything behind the list is one item each. */
const append: Signature = {
  parameters: [listParameter('list')],
  isRest: true,
  body: ([given], { run }) => {
    const [list, ...items] = given as FeelList;
    const elements = isList(list!) ? list : [list!];
    run.spend(elements.length + items.length);
    return [...elements, ...items];
  },
};

/** Functions of lists by name. */
export const listBuiltins: readonly [string, FeelFunction][] = [
  builtin(
    'list contains',
    signature([listParameter('list'), anyParameter('element')], ([list, element], site) => {
      site.run.spend(list.length);
      return list.some((other) => areEqual(other, element, site));
    }),
  ),
  builtin(
    'count',
    signature([listParameter('list')], ([list]) => list.length),
    spread((list) => list.length),
  ),
  builtin(
    'sublist',
    signature(
      [listParameter('list'), wholeParameter('start position'), optional(wholeParameter('length'))],
      ([list, start, length], site) => sublist(list, start, length, site),
    ),
  ),
  builtin(
    'append',
    append,
    signature([listParameter('list'), anyParameter('item')], ([list, item]) => [...list, item]),
  ),
  builtin('concatenate', ...ofLists(chained)),
  builtin('union', ...ofLists((lists, site) => distinct(chained(lists, site), site))),
  builtin(
    'distinct values',
    signature([listParameter('list')], ([list], site) => distinct(list, site)),
  ),
  builtin(
    'flatten',
    signature([listParameter('list')], ([list], site) => flattened(list, site)),
  ),
  builtin(
    'insert before',
    signature(
      [listParameter('list'), wholeParameter('position'), anyParameter('newItem')],
      ([list, position, item], site) =>
        atPosition(list, position, site, (index) => list.toSpliced(index, 0, item)),
    ),
  ),
  builtin(
    'remove',
    signature([listParameter('list'), wholeParameter('position')], ([list, position], site) =>
      atPosition(list, position, site, (index) => list.toSpliced(index, 1)),
    ),
  ),
  builtin(
    'list replace',
    signature(
      [listParameter('list'), wholeParameter('position'), anyParameter('newItem')],
      ([list, position, item], site) =>
        atPosition(list, position, site, (index) => list.with(index, item)),
    ),
    signature(
      [listParameter('list'), functionParameter('match'), anyParameter('newItem')],
      ([list, match, item], site) => replaced(list, match, item, site),
    ),
  ),
  builtin(
    'reverse',
    signature([listParameter('list')], ([list]) => list.toReversed()),
  ),
  builtin(
    'index of',
    signature([listParameter('list'), anyParameter('match')], ([list, match], site) =>
      positions(list, match, site),
    ),
  ),
  builtin(
    'sort',
    signature([listParameter('list'), functionParameter('precedes')], ([list, precedes], site) =>
      sorted(list, precedes, site),
    ),
  ),
];
