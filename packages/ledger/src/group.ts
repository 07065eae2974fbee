/**
 * Linked commands: all of a group are taken, or none.
 *
 * The culprit keeps its own code, the others are told that they failed with it. What the members
 * before it did is taken back before the next command is looked at. Members must be neighbours: of
 * a group that comes up again after other commands nothing is taken, wherever it stands.
 *
 * @source TigerBeetle, linked events
 */
import type { Books } from './books.ts';
import { type Command, type Outcome, refused } from './entry.ts';
import { recall } from './recall.ts';

/** The groups of a batch whose members are no neighbours. */
export function splitGroups(commands: readonly Command[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const split = new Set<string>();
  let last: string | undefined;
  for (const { group } of commands) {
    if (group !== undefined && group !== last && seen.has(group)) split.add(group);
    if (group !== undefined) seen.add(group);
    last = group;
  }
  return split;
}

/** Takes the members of a group, one after the other, by `take`. Writes `books`. */
export function takeGroup(
  books: Books,
  members: readonly Command[],
  isSplit: boolean,
  take: (books: Books, command: Command) => Outcome,
): Outcome[] {
  const group = members[0]!.group!;
  if (isSplit) {
    // What was taken before is answered as before, in whatever batch it is sent again.
    return members.map(
      (member) =>
        recall(books, member) ?? refused(member.id, 'LEDGER_LINKED_GROUP_OPEN', { group }),
    );
  }
  books.undo = [];
  const outcomes: Outcome[] = [];
  for (const member of members) {
    outcomes.push(take(books, member));
    if (!outcomes.at(-1)!.ok) break;
  }
  const undo = books.undo;
  books.undo = undefined;
  const failed = outcomes.at(-1)!;
  if (failed.ok) return outcomes;
  for (const back of undo.toReversed()) back();
  const culprit = failed.id;
  return members.map((member, at) =>
    at === outcomes.length - 1
      ? failed
      : refused(member.id, 'LEDGER_LINKED_ENTRY_FAILED', { group, culprit }),
  );
}
