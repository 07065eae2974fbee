/**
 * Idempotency: an id that was seen before is the same command again, or a mistake.
 *
 * Every field of a command counts, amounts by value (`20` is `20.00`). The same content gives the
 * first result; other content is refused with the first field that differs, in the order in which a
 * command lists its fields. What was refused because of the state of the books stays refused under
 * its id, whatever has become of that state since.
 *
 * @source TigerBeetle, create_transfers: exists_with_different_…, id_already_failed
 */
import type { DecimalInput } from '@kontor/kernel';
import { decimal } from '@kontor/kernel';
import type { Books } from './books.ts';
import { DEPTH_MAX } from './command-check.ts';
import { commandOf } from './command-of.ts';
import { GENERAL } from './draft-entry.ts';
import { type Accepted, type Command, type LineInput, type Outcome, refused } from './entry.ts';
import type { RefusalCode } from './errors.ts';
import { numberOf } from './lines.ts';
import { inputText } from './minor.ts';

/** What a known id answers; undefined where it is new. */
export function recall(books: Books, command: Command): Outcome | undefined {
  const { id } = command;
  const entry = typeof id === 'string' ? books.ids.find(id) : -1;
  if (entry !== -1) {
    const before = commandOf(books, entry);
    const field = differingField(books, before, command);
    const moved = books.entries.notes.get(entry)?.moved;
    if (field !== undefined && !isSameTransfer(books, before, command, field, moved)) {
      return refused(id, 'LEDGER_ID_REUSED', { id, field });
    }
    return { ...acceptedOf(books, entry), replayed: true };
  }
  const refusal = books.refusals.size === 0 ? undefined : books.refusals.get(id);
  if (refusal === undefined) return undefined;
  const field = differingField(books, refusal.command, command);
  return field === undefined
    ? refused(id, 'LEDGER_ID_ALREADY_FAILED', { id, firstCode: refusal.code })
    : refused(id, 'LEDGER_ID_REUSED', { id, field });
}

/** The outcome of an entry that stands in the book. */
export function acceptedOf(books: Books, entry: number): Accepted {
  const { entries } = books;
  const id = entries.id[entry]!;
  const notes = entries.notes.get(entry);
  const sequence = notes?.sequence ?? books.entriesBefore + entry + 1;
  const number = numberOf(books, entry);
  const moved = notes?.moved;
  if (moved !== undefined) {
    // A transfer that is pending has moved an amount, too, but has no number.
    const accepted: Accepted = { ok: true, id, sequence, amount: moved };
    return number === undefined ? accepted : { ...accepted, number };
  }
  return number === undefined ? { ok: true, id, sequence } : { ok: true, id, sequence, number };
}

/** A transfer up to another maximum is the same if that one covers what was moved. */
function isSameTransfer(
  books: Books,
  before: Command,
  command: Command,
  field: string,
  moved: string | undefined,
): boolean {
  if (field !== 'max' || command.do !== 'transferUpTo' || moved === undefined) return false;
  const rest = { ...command, max: (before as typeof command).max };
  if (differingField(books, before, rest) !== undefined) return false;
  try {
    return decimal(command.max).gte(moved);
  } catch {
    return false; // Text that is no number is another maximum.
  }
}

/** Refusals that hang on the state of the books; the others are mended and tried again. */
const REMEMBERED: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'LEDGER_ACCOUNT_NOT_FOUND',
  'LEDGER_ACCOUNT_CLOSED',
  'LEDGER_EXCEEDS_BALANCE_LIMIT',
  'LEDGER_ENTRY_NOT_FOUND',
  'LEDGER_ALREADY_REVERSED',
  'LEDGER_PENDING_NOT_FOUND',
  'LEDGER_NOT_PENDING',
  'LEDGER_EXCEEDS_PENDING_AMOUNT',
  'LEDGER_PENDING_ALREADY_POSTED',
  'LEDGER_PENDING_ALREADY_VOIDED',
  'LEDGER_PENDING_EXPIRED',
]);

/** Whether a command that was refused with the code stays refused under its id. */
export const isRemembered = (code: RefusalCode): boolean => REMEMBERED.has(code);

/** The fields of commands in their documented order. */
const FIELDS = [
  'do',
  'group',
  'date',
  'documentDate',
  'journal',
  'pending',
  'timeoutSeconds',
  'adjustment',
  'latePosting',
  'closing',
  'pendingId',
  'entryId',
  'debit',
  'credit',
  'currency',
  'amount',
  'max',
  'lines',
  'text',
  'reason',
  'source',
  'documents',
] as const;

/** The path of the first field in which two commands differ; undefined where they are the same. */
export function differingField(
  { functional }: Pick<Books, 'functional'>,
  a: Command,
  b: Command,
): string | undefined {
  const [one, other] = [a, b] as unknown as Record<(typeof FIELDS)[number], unknown>[];
  for (const field of FIELDS) {
    const path =
      field === 'lines'
        ? differingLine(functional.code, one!.lines, other!.lines)
        : isSameValue(functional.code, field, one![field], other![field])
          ? undefined
          : field;
    if (path !== undefined) return path;
  }
  return undefined;
}

function differingLine(functional: string, a: unknown, b: unknown): string | undefined {
  const [one, other] = [(a ?? []) as readonly LineInput[], (b ?? []) as readonly LineInput[]];
  if (one === other) return undefined;
  const count = Math.min(one.length, other.length);
  for (let at = 0; at < count; at++) {
    const [own, its] = [lineAt(one, at), lineAt(other, at)];
    for (const field of LINE_FIELDS) {
      if (!isSameValue(functional, field, own[field], its[field])) return `lines.${at}.${field}`;
    }
  }
  return one.length === other.length ? undefined : `lines.${count}`;
}

/** What stands where a line should, as far as it is one. */
const lineAt = (lines: readonly LineInput[], at: number): Partial<LineInput> =>
  (lines[at] as LineInput | null) ?? {};

const LINE_FIELDS = [
  'account',
  'amount',
  'currency',
  'base',
  'rate',
  'dims',
  'taxCode',
  'text',
] as const satisfies readonly (keyof LineInput)[];

/** Fields whose text is a number, so that `20` and `20.00` are the same. */
const NUMBERS: ReadonlySet<string> = new Set(['amount', 'base', 'rate', 'max']);

function isSameValue(functional: string, field: string, a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined) return isDefault(functional, field, a ?? b);
  if (NUMBERS.has(field)) return isSameNumber(a as DecimalInput, b as DecimalInput);
  // What nests deeper than a store takes was never kept, so it is another content.
  if (isDeep(a) || isDeep(b)) return false;
  return typeof a === 'object' && canonical(field, a) === canonical(field, b);
}

/** A field that is left out, and one that says what is so anyway, are the same. */
const isDefault = (functional: string, field: string, value: unknown): boolean =>
  value === false ||
  (field === 'currency' && value === functional) ||
  (field === 'do' && value === 'post') ||
  (field === 'journal' && value === GENERAL) ||
  (field === 'dims' &&
    value !== null &&
    Object.values(value as object).every((member) => member === ''));

function isSameNumber(a: DecimalInput, b: DecimalInput): boolean {
  try {
    return decimal(a).eq(decimal(b));
  } catch {
    return inputText(a) === inputText(b); // Text that is no number is refused for itself later.
  }
}

const isDeep = (value: unknown, levels = DEPTH_MAX): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (levels === 0 || Object.values(value).some((member) => isDeep(member, levels - 1)));

/** A value as text in which the order of members does not count, nor a dimension without one. */
const canonical = (field: string, value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'bigint') return String(member);
    if (member === null || typeof member !== 'object' || Array.isArray(member)) return member;
    return Object.entries(member)
      .filter(([, of]) => of !== undefined && !(field === 'dims' && of === ''))
      .toSorted(([a], [b]) => (a < b ? -1 : 1));
  });
