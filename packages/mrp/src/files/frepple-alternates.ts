/**
 * Several operations that make one item at one site → one bill, and alternates of it.
 *
 * The first by priority and cost gives the bill without a name; every other is an alternate under
 * its operation's name, with a source of its own. Operations of priority 0 are for planners only:
 * their bills are kept for the orders that follow them, without a source. The planning model has
 * one routing for an item at a site: the first one's.
 *
 * @source frePPLe documentation, "Operations", on priority, alternate and split
 */
import type { FreppleFile } from './frepple-file.ts';
import type { Making } from './frepple-making.ts';

/** The makings with their alternates named, first those that are used first. */
export function nameAlternates(file: FreppleFile, all: readonly Making[]): Making[] {
  const costOf = ({ operation }: Making): number => Number(operation.fields.cost ?? 0);
  const ranked = all.toSorted(
    (a, b) => rankOf(a) - rankOf(b) || priorityOf(a) - priorityOf(b) || costOf(a) - costOf(b),
  );
  const first = new Map<string, Making>();
  return ranked.map((making) => {
    const { name } = making.operation.fields;
    const key = JSON.stringify([making.item, making.location]);
    const before = first.get(key);
    if (!isUsed(making)) {
      file.note(`input.operation: '${name}' has priority 0, is for planners only and is left out`);
      return alternateOf(making, name);
    }
    if (before === undefined) {
      first.set(key, making);
      return making;
    }
    if (timesOf(making) !== timesOf(before)) {
      const other = before.operation.fields.name;
      file.note(`input.operation: '${name}' is an alternate and is taken to last as '${other}'`);
    }
    return alternateOf(making, name);
  });
}

/** Whether a run may choose it: it has priority, and where its item is split, a share. */
export const isUsed = (making: Making): boolean => rankOf(making) === 0;

const priorityOf = ({ rule }: Making): number => rule.source.priority ?? 1;

/** Those that are for planners only come last. */
const rankOf = (making: Making): number =>
  priorityOf(making) === 0 || making.rule.source.quota === '0' ? 1 : 0;

function alternateOf(making: Making, alternate: string): Making {
  const { rule, bom } = making;
  return {
    ...making,
    alternate,
    bom: { ...bom, alternate },
    rule: { ...rule, source: { ...rule.source, kind: 'make', alternate } },
  };
}

const timesOf = ({ routing }: Making): string =>
  JSON.stringify(
    routing.operations.map(({ setupMinutes, minutesPerUnit }) => [setupMinutes, minutesPerUnit]),
  );
