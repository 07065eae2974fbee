/**
 * Questions to the slow ledger: every one goes through all entries.
 */
import { fixedText } from '@kontor/kernel';
import type { Balance } from '../../src/balances.ts';
import type { Dimensions, EntryInput, PostedEntry } from '../../src/entry.ts';
import type { SlowLedger } from './slow-ledger.ts';
import {
  exponentOf,
  hasMembers,
  type SlowEntry,
  type SlowLine,
  sumOf,
  total,
} from './slow-terms.ts';

/** A question about balances. */
export interface SlowQuery {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly dims?: Dimensions | undefined;
  readonly now?: string | undefined;
}

/** A posted line with its entry. */
export interface SlowPosting {
  readonly entry: SlowEntry;
  readonly line: SlowLine;
}

/** The posted lines that a question is about. */
export function slowLines(ledger: SlowLedger, query: SlowQuery): SlowPosting[] {
  const { asOf = '9999', knownAt = '9999-12-31T00:00:00Z', dims = {} } = query;
  return ledger.entries
    .filter(({ kind, date }) => kind === 'posted' && date <= asOf)
    .filter(({ recordedAt }) => recordedAt <= Date.parse(knownAt))
    .flatMap((entry) => entry.lines.map((line) => ({ entry, line })))
    .filter(({ line }) => hasMembers(line, dims));
}

/** A balance, as `balanceOf` gives it. */
export function slowBalance(
  ledger: SlowLedger,
  account: string,
  currency: string,
  query: SlowQuery,
): Balance {
  const lines = slowLines(ledger, query)
    .map(({ line }) => line)
    .filter((line) => line.account === account && line.currency === currency);
  const { setup, functional } = ledger;
  const text = (minor: bigint): string => fixedText(minor, exponentOf(setup, currency));
  const reserved = reservedLines(ledger, account, currency, query);
  return {
    account,
    currency,
    posted: text(sumOf(lines, 'amount')),
    base: fixedText(sumOf(lines, 'base'), exponentOf(setup, functional)),
    debits: text(side(lines, 1n)),
    credits: text(side(lines, -1n)),
    pendingDebits: text(side(reserved, 1n)),
    pendingCredits: text(side(reserved, -1n)),
  };
}

const side = (lines: readonly SlowLine[], sign: 1n | -1n, column: 'amount' | 'base' = 'amount') =>
  total(lines.map((line) => line[column] * sign).filter((amount) => amount > 0n));

/** What is reserved at an instant, not before the last batch. */
function reservedLines(
  ledger: SlowLedger,
  account: string,
  currency: string,
  { now, dims = {} }: SlowQuery,
): SlowLine[] {
  const instant = Math.max(ledger.recordedAt, now === undefined ? -Infinity : Date.parse(now));
  return ledger.entries
    .filter((entry) => ledger.isOpen(entry, instant))
    .flatMap((entry) => entry.lines)
    .filter((line) => line.account === account && line.currency === currency)
    .filter((line) => hasMembers(line, dims));
}

/** A row of a trial balance, under the key of what it is about. */
export interface SlowRow {
  readonly amount: string;
  readonly opening: string;
  readonly debits: string;
  readonly credits: string;
  readonly base: string;
}

/** The rows of a trial balance by `account currency members`; those of nothing left out. */
export function slowTrialBalance(
  ledger: SlowLedger,
  { from = '', by = [], ...query }: SlowQuery & { from?: string; by?: readonly string[] },
): Map<string, SlowRow> {
  const { setup, functional } = ledger;
  const base = (minor: bigint): string => fixedText(minor, exponentOf(setup, functional));
  const keyOf = ({ line }: SlowPosting): string =>
    [line.account, line.currency, ...by.map((name) => line.dims[name] ?? '')].join(' ');
  const found = slowLines(ledger, query);
  const rows = new Map<string, SlowRow>();
  for (const key of new Set(found.map(keyOf))) {
    const postings = found.filter((posting) => keyOf(posting) === key);
    const all = postings.map(({ line }) => line);
    const since = postings.filter(({ entry }) => entry.date >= from).map(({ line }) => line);
    const [debits, credits] = [side(since, 1n, 'base'), side(since, -1n, 'base')];
    const amount = sumOf(all, 'amount');
    const opening = sumOf(all, 'base') - sumOf(since, 'base');
    if ([amount, opening, debits, credits].every((sum) => sum === 0n)) continue;
    rows.set(key, {
      amount: fixedText(amount, exponentOf(setup, all[0]!.currency)),
      opening: base(opening),
      debits: base(debits),
      credits: base(credits),
      base: base(sumOf(all, 'base')),
    });
  }
  return rows;
}

/** An entry as its reader sees it. */
export function slowShown(ledger: SlowLedger, entry: SlowEntry): PostedEntry {
  const { command, kind, date, documentDate, journal, number } = entry;
  const given = command as EntryInput & { pendingId?: string; entryId?: string };
  return {
    id: command.id,
    sequence: ledger.entries.indexOf(entry) + 1,
    kind,
    date,
    documentDate,
    recordedAt: new Date(entry.recordedAt).toISOString(),
    journal,
    number,
    lines: entry.lines.map((line) => shownLine(ledger, line)),
    text: given.text,
    reason: given.reason,
    source: given.source,
    documents: given.documents,
    adjustment: given.adjustment === true ? true : undefined,
    closing: entry.closing === true ? true : undefined,
    pendingId: given.pendingId,
    reverses: given.entryId,
    reversedBy: ledger.reversalOf(command.id)?.command.id,
  };
}

function shownLine(ledger: SlowLedger, line: SlowLine): PostedEntry['lines'][number] {
  const { account, currency, dims, amount, base, input, generated } = line;
  const { setup, functional } = ledger;
  return {
    account,
    amount: fixedText(amount, exponentOf(setup, currency)),
    currency,
    base: fixedText(base, exponentOf(setup, functional)),
    dims,
    rate: input?.rate === undefined ? undefined : String(input.rate),
    taxCode: input?.taxCode,
    text: input?.text,
    generated,
  };
}
