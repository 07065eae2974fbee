/**
 * The short way of plain entries: a date, and lines of an account and an amount each.
 *
 * Most entries of most books are plain. For them, of the checks of the straight way
 * (draft-entry.ts, balance-lines.ts, limits.ts) only these can say no. They are asked of a run of
 * entries at once, one check after the other: the loops are short, and while the processor waits
 * for the text of one line, it asks for those of the next. The run ends before the first entry to
 * which a check says no; of that one nothing is written, and the straight way finds the code of
 * the refusal.
 */
import type { Day } from '@kontor/kernel';
import type { Books } from './books.ts';
import { dayOfText } from './dates.ts';
import type { Command, EntryInput, LineInput, Outcome, Refused } from './entry.ts';
import { plainAmount } from './minor.ts';
import { nextOrdinals, numberText } from './numbering.ts';
import { postingDay } from './periods.ts';
import { RUN_ENTRIES, RUN_ENTRIES_CUT, RUN_LINES } from './plain-run.ts';
import { recordRun } from './record-run.ts';

/** What else is asked of a new command: a store keeps less than JavaScript can say. */
export type CommandCheck = (command: Command) => Refused | undefined;

/**
 * Takes plain entries that nothing stops, from a place in a batch on. Writes `books`, `outcomes`.
 *
 * Same as `takeOne` (journal.ts) of each one that it takes, at three fifths of its time.
 *
 * @returns how many; 0 where the first one has to go the straight way
 */
export function takePlain(
  books: Books,
  commands: readonly Command[],
  from: number,
  outcomes: Outcome[],
  check: CommandCheck | undefined,
): number {
  const { entries, plainRun: run, general } = books;
  const first = entries.id.length;
  let [claimed, count] = [0, 0];
  try {
    claimed = claimEntries(books, commands, from, check);
    count = readAmounts(books, commands, from, findAccounts(books, commands, from, claimed));
  } finally {
    // Those behind the cut; all of them where a getter of the caller throws.
    giveBack(books, first + count);
  }
  if (count < claimed) run.entriesMax = RUN_ENTRIES_CUT;
  else run.entriesMax = Math.min(2 * run.entriesMax, RUN_ENTRIES);
  if (count === 0) return 0;
  nextOrdinals(books, general, run, count);
  recordRun(books, first, count);
  for (let at = 0; at < count; at++) {
    const id = entries.id[first + at]!;
    const sequence = books.entriesBefore + first + at + 1;
    const number = numberText(books, general, run.dates[at]!, run.ordinals[at]!);
    outcomes[from + at] = { ok: true, id, sequence, number };
  }
  return count;
}

/**
 * Adds the ids of entries that are plain and new, and reads their days; gives how many. Writes the
 * run.
 */
function claimEntries(
  books: Books,
  commands: readonly Command[],
  from: number,
  check: CommandCheck | undefined,
): number {
  const { plainRun: run, entries, ids, refusals } = books;
  const most = Math.min(run.entriesMax, commands.length - from);
  let lines = 0;
  for (let at = 0; at < most; at++) {
    const entry = commands[from + at]!;
    if (!isPlain(entry)) return at;
    const { id } = entry;
    if (typeof id !== 'string' || id === '' || !Array.isArray(entry.lines)) return at;
    lines += entry.lines.length;
    if (lines > RUN_LINES) return at;
    const date = dayOfText(entry.date);
    if (date === undefined || postingDay(books, entry, date) !== date) return at;
    if (refusals.size > 0 && refusals.has(id)) return at;
    if (check?.(entry) !== undefined) return at;
    if (!ids.claim(id)) return at;
    entries.id.push(id);
    run.dates[at] = date;
    run.ends[at] = lines;
  }
  return most;
}

/** Takes the ids off again that were added last, down to so many entries. */
function giveBack({ entries, ids }: Books, length: number): void {
  while (entries.id.length > length) {
    ids.removeLast();
    entries.id.pop();
  }
}

/** Whether an entry says no more than a date and lines, so that nothing is kept beside them. */
function isPlain(command: Command): command is EntryInput {
  for (const field in command) {
    if (field !== 'id' && field !== 'date' && field !== 'lines') return false;
  }
  // A getter of a class is not among these.
  const entry = command as EntryInput;
  return (
    entry.do === undefined &&
    entry.group === undefined &&
    entry.journal === undefined &&
    entry.pending === undefined &&
    entry.timeoutSeconds === undefined &&
    entry.documentDate === undefined &&
    entry.closing === undefined &&
    entry.adjustment === undefined &&
    entry.latePosting === undefined
  );
}

/** Finds the accounts of lines that say no more; gives how many entries have only such lines. */
function findAccounts(
  books: Books,
  commands: readonly Command[],
  from: number,
  count: number,
): number {
  const { accountOf, plainRun: run } = books;
  const { accounts, dates, ends } = run;
  let to = 0;
  for (let at = 0; at < count; at++) {
    const { lines } = commands[from + at] as EntryInput;
    const date: Day = dates[at]!;
    const first = to;
    for (const end = ends[at]!; to < end; to++) {
      const line = lines[to - first] as LineInput | null | undefined;
      if (typeof line !== 'object' || line === null || !isPlainLine(line)) return at;
      const account = accountOf.get(line.account);
      if (account === undefined || !account.isPlain) return at;
      if (date < account.openFrom || date >= account.closedOn) return at;
      accounts[to] = account.index;
    }
  }
  return count;
}

/** Whether a line says no more than an account and an amount. */
const isPlainLine = (line: LineInput): boolean =>
  line.currency === undefined &&
  line.base === undefined &&
  line.dims === undefined &&
  line.rate === undefined &&
  line.taxCode === undefined &&
  line.text === undefined;

/** Reads the amounts of lines; gives how many entries balance, and say something. */
function readAmounts(
  books: Books,
  commands: readonly Command[],
  from: number,
  count: number,
): number {
  const { amounts, ends } = books.plainRun;
  const { exponent } = books.functional;
  let to = 0;
  for (let at = 0; at < count; at++) {
    const { lines } = commands[from + at] as EntryInput;
    const first = to;
    let sum = 0;
    let isEmpty = true;
    for (const end = ends[at]!; to < end; to++) {
      const amount = plainAmount(lines[to - first]!.amount, exponent);
      if (amount === undefined) return at;
      if (amount !== 0) isEmpty = false;
      sum += amount;
      // Beyond it the next addition might be rounded.
      if (!Number.isSafeInteger(sum)) return at;
      amounts[to] = amount;
    }
    if (isEmpty || sum !== 0) return at;
  }
  return count;
}
