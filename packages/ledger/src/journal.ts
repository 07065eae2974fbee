/**
 * The one run of the ledger: a batch of commands is posted, one after the other.
 *
 * Each command is taken whole or refused with a code, and the batch goes on; commands with the same
 * group succeed or fail as one. Whatever a command sees of the books is what those before it left.
 * Pure: the instant of recording is an argument, so that the same batch on the same books gives the
 * same books.
 */
import type { Books, EntryNotes } from './books.ts';
import { checkCommands } from './command-check.ts';
import { copyOf, keptOf } from './command-copy.ts';
import { checkedInstant } from './dates.ts';
import { badField, checkAgain, draftEntry, type EntryDraft, isRefused } from './draft-entry.ts';
import type { Command, EntryInput, EntryKind, Outcome } from './entry.ts';
import { refused } from './entry.ts';
import { checkGiven, objectShape, textShape } from './given-shape.ts';
import { splitGroups, takeGroup } from './group.ts';
import { checkLimits } from './limits.ts';
import { nextOrdinal } from './numbering.ts';
import { type CommandCheck, takePlain } from './plain-entry.ts';
import { openPending, pendingLines } from './pending.ts';
import { acceptedOf, isRemembered, recall } from './recall.ts';
import { expireUntil, keptLines, recordEntry, release, reserve } from './record.ts';
import { draftReversal } from './reversal.ts';
import { draftTransfer } from './transfer.ts';
import { checkedDate, terms } from './command-terms.ts';
import { shownValue } from './shown-value.ts';

/** When a batch is recorded. */
export interface PostOptions {
  /** A UTC instant, `2026-01-05T09:00:00Z`. Before that of the last batch, that one counts. */
  readonly now: string;
}

/**
 * Posts a batch. Writes `books`.
 *
 * @returns one outcome for each command, in order
 * @throws LedgerError LEDGER_BAD_ARGUMENT — `now` is no instant, something is no command
 * @example
 * post(books, [{ id: 'e1', date: '2026-01-05', lines: [
 *   { account: 'cash', amount: '100.00' },
 *   { account: 'capital', amount: '-100.00' },
 * ] }], { now: '2026-01-05T09:00:00Z' }) // => [{ ok: true, id: 'e1', sequence: 1, number: '1' }]
 */
export function post(books: Books, commands: readonly Command[], options: PostOptions): Outcome[] {
  checkCommands(commands);
  checkGiven(options, objectShape({ now: textShape }), 'options');
  return postStretch(books, commands, { now: options.now });
}

/** How a stretch of a batch is posted. */
export interface StretchOptions extends PostOptions {
  /** Groups whose members are no neighbours in the whole batch (group.ts), where it is a part. */
  readonly split?: ReadonlySet<string> | undefined;
  readonly check?: CommandCheck | undefined;
}

/** Posts a stretch of a batch that does not fit one commit; all of it is what `post` posts. */
export function postStretch(
  books: Books,
  commands: readonly Command[],
  { now, split: known, check }: StretchOptions,
): Outcome[] {
  books.recordedAt = Math.max(books.recordedAt, checkedInstant(now, 'now'));
  expireUntil(books, books.recordedAt);
  const outcomes: Outcome[] = [];
  // Room for all of them at once.
  outcomes.length = commands.length;
  let split = known;
  const take = (into: Books, command: Command): Outcome => takeOne(into, command, check);
  for (let at = 0; at < commands.length; ) {
    at += takePlain(books, commands, at, outcomes, check);
    if (at === commands.length) break;
    const { group } = commands[at]!;
    if (group === undefined) {
      outcomes[at] = takeOne(books, commands[at]!, check);
      at++;
      continue;
    }
    let end = at + 1;
    while (end < commands.length && commands[end]!.group === group) end++;
    const members = commands.slice(at, end);
    split ??= splitGroups(commands);
    for (const outcome of takeGroup(books, members, split.has(group), take)) {
      outcomes[at++] = outcome;
    }
  }
  return outcomes;
}

/** Takes or refuses one command. */
function takeOne(books: Books, command: Command, check: StretchOptions['check']): Outcome {
  const before = recall(books, command);
  if (before !== undefined) return before;
  const outcome = check?.(command) ?? takeNew(books, command);
  if (!outcome.ok && isRemembered(outcome.code)) {
    books.refusals.set(command.id, { code: outcome.code, command: copyOf(command) });
  }
  return outcome;
}

function takeNew(books: Books, command: Command): Outcome {
  if (typeof command.id !== 'string' || command.id === '') {
    const shown = shownValue(command.id);
    const details = { path: 'id', value: shown, expected: 'text that names it' };
    return refused(shown, 'LEDGER_BAD_COMMAND', details);
  }
  switch (command.do) {
    case undefined:
    case 'post':
      return takeEntry(books, command);
    case 'postPending':
      return takePostPending(books, command);
    case 'voidPending':
      return takeVoidPending(books, command);
    case 'transferUpTo':
      return takeTransfer(books, command);
    case 'reverse':
      return takeReversal(books, command);
    case 'voidNumber':
      return takeVoidNumber(books, command);
    default: {
      const { id, do: what } = command as { readonly id: string; readonly do: unknown };
      const expected = "'post', or another command there is";
      const details = { path: 'do', value: String(what), expected };
      return refused(id, 'LEDGER_BAD_COMMAND', details);
    }
  }
}

function takeEntry(books: Books, entry: EntryInput): Outcome {
  const draft = draftEntry(books, entry);
  if ('ok' in draft) return draft;
  const refusal = checkLimits(books, entry.id, draft.lines, entry.pending);
  return refusal ?? write(books, entry, draft);
}

function takePostPending(books: Books, command: Command & { do: 'postPending' }): Outcome {
  const pending = openPending(books, command);
  if (isRefused(pending)) return pending;
  const lines = pendingLines(books, command, pending);
  if (isRefused(lines)) return lines;
  // What the entry said of itself when it was reserved holds when it is posted, too.
  const reserved = books.entries.notes.get(books.ids.find(pending.id))?.command;
  const { adjustment, latePosting, closing: isClosing } = (reserved ?? {}) as Partial<EntryInput>;
  const dated = { id: command.id, adjustment, latePosting };
  const date = checkedDate(books, dated, command.date, pending.date, (on) =>
    checkAgain(command.id, lines, on),
  );
  if (isRefused(date)) return date;
  release(books, pending, 'posted', command.id);
  const journal = books.journals.get(pending.journal)!;
  return write(books, command, { ...date, journal, lines, isClosing });
}

function takeVoidPending(books: Books, command: Command & { do: 'voidPending' }): Outcome {
  const pending = openPending(books, command);
  if (isRefused(pending)) return pending;
  const { date } = pending;
  const journal = books.journals.get(pending.journal)!;
  release(books, pending, 'voided', command.id);
  return write(books, command, { date, documentDate: undefined, journal, lines: [] }, 'void');
}

function takeTransfer(books: Books, command: Command & { do: 'transferUpTo' }): Outcome {
  const draft = draftTransfer(books, command);
  if (isRefused(draft)) return draft;
  return write(books, command, draft, command.pending === true ? 'pending' : 'posted', draft.moved);
}

function takeReversal(books: Books, command: Command & { do: 'reverse' }): Outcome {
  const draft = draftReversal(books, command);
  if (isRefused(draft)) return draft;
  const refusal = checkLimits(books, command.id, draft.lines);
  if (refusal !== undefined) return refusal;
  linkReversal(books, draft.reversed, command.id);
  return write(books, command, draft);
}

function linkReversal({ entries, undo }: Books, entry: number, by: string): void {
  const before = entries.notes.get(entry);
  entries.notes.set(entry, { ...before, reversedBy: by });
  undo?.push(() => {
    if (before === undefined) entries.notes.delete(entry);
    else entries.notes.set(entry, before);
  });
}

function takeVoidNumber(books: Books, command: Command & { do: 'voidNumber' }): Outcome {
  const { id, reason } = command;
  const journal = books.journals.get(command.journal);
  if (typeof reason !== 'string' || reason === '') {
    return badField(command, 'reason', reason, 'text that says why the number is not used');
  }
  if (journal === undefined) {
    return refused(id, 'LEDGER_JOURNAL_NOT_FOUND', { journal: command.journal });
  }
  const date = checkedDate(books, command, command.date, undefined);
  if (isRefused(date)) return date;
  return write(books, command, { ...date, journal, lines: [] }, 'voidNumber');
}

/** Writes what was taken, and says so. */
function write(
  books: Books,
  command: Command,
  { date, documentDate, journal, lines, isClosing }: EntryDraft,
  kind: EntryKind = isPending(command) ? 'pending' : 'posted',
  moved?: string,
): Outcome {
  const isNumbered = kind === 'posted' || kind === 'voidNumber';
  const { id } = command;
  const ordinal = isNumbered ? nextOrdinal(books, journal, date) : 0;
  const notes = notesOf(command, documentDate, moved, isClosing);
  const entry = recordEntry(books, { id, kind, date, journal, ordinal, notes }, lines);
  if (kind === 'pending') {
    const expiresAt = expiryOf(command, books.recordedAt);
    const reserved = { id, date, journal: journal.id, lines: keptLines(lines), expiresAt };
    reserve(books, { ...reserved, state: 'open', by: undefined });
  }
  return acceptedOf(books, entry);
}

const isPending = (command: Command): boolean => terms(command).pending === true;

function notesOf(
  command: Command,
  documentDate: string | undefined,
  moved: string | undefined,
  isClosing = terms(command).closing,
): EntryNotes | undefined {
  const kept = keptOf(command, documentDate !== undefined);
  if (kept === undefined && documentDate === undefined && moved === undefined) return undefined;
  return { command: kept, documentDate, moved, isClosing };
}

function expiryOf(command: Command, recordedAt: number): number {
  const { timeoutSeconds } = terms(command);
  if (timeoutSeconds === undefined) return Number.POSITIVE_INFINITY;
  return recordedAt + timeoutSeconds * 1000;
}
