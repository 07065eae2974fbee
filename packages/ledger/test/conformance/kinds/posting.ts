/**
 * Cases of commands one after the other, and of batches.
 */
import { entryOf } from '../../../src/lines.ts';
import { post } from '../../../src/journal.ts';
import type { Books } from '../../../src/books.ts';
import {
  balanceDifferences,
  type CaseAccount,
  type CaseBalance,
  caseSetup,
  type CaseCommand,
  commandOf,
  outcomeDifferences,
} from '../case-books.ts';
import type { BookSetupInput } from '../../../src/model.ts';
import { openBooks } from '../../../src/open-books.ts';

/** A case of commands, or of a batch, as its file has it. */
export interface PostingCase {
  readonly functionalCurrency: string;
  readonly accounts: readonly CaseAccount[];
  readonly periods?: readonly { from: string; to: string; status: 'open' | 'closed' }[];
  readonly steps?: readonly {
    readonly now?: string;
    readonly command: CaseCommand;
    readonly outcome: Readonly<Record<string, unknown>>;
    readonly balances?: readonly CaseBalance[];
  }[];
  readonly setup?: readonly CaseCommand[];
  readonly batch?: readonly CaseCommand[];
  readonly outcomes?: readonly Readonly<Record<string, unknown>>[];
  readonly balances?: readonly CaseBalance[];
  readonly expected?: { readonly entryCount: number; readonly linkedTo: Record<string, string> };
}

/** When commands are recorded that say nothing else. */
export const NOW = '2026-01-05T08:00:00Z';

const open = (given: PostingCase): Books => openBooks(postingSetup(given));

/** The set-up of a case. */
export function postingSetup(given: PostingCase): BookSetupInput {
  const { accounts, functionalCurrency, periods } = given;
  const rest: Partial<BookSetupInput> =
    periods === undefined
      ? {}
      : { periods: periods.map((period) => ({ id: period.from, ...period })) };
  return caseSetup(accounts, [], rest, functionalCurrency);
}

/** Runs steps in order and compares outcome and balances after each. */
export function runPosting(input: Record<string, unknown>): string[] {
  const given = input as unknown as PostingCase;
  const books = open(given);
  const differences = given.steps!.flatMap(({ now = NOW, command, outcome, balances }) => {
    const [found] = post(books, [commandOf(command)], { now });
    return [
      ...outcomeDifferences(command.id, found!, outcome),
      ...lineDifferences(books, command.id, outcome['lines']),
      ...balanceDifferences(command.id, books, balances, now),
    ];
  });
  const { expected } = given;
  if (expected === undefined) return differences;
  if (books.entries.id.length !== expected.entryCount) {
    differences.push(`${books.entries.id.length} entries, not ${expected.entryCount}`);
  }
  for (const [id, reversed] of Object.entries(expected.linkedTo)) {
    if (entryOf(books, id)?.reverses !== reversed) differences.push(`${id} is not linked`);
    if (entryOf(books, reversed)?.reversedBy !== id) differences.push(`${reversed} is not linked`);
  }
  return differences;
}

function lineDifferences(books: Books, id: string, expected: unknown): string[] {
  if (expected === undefined) return [];
  const lines = entryOf(books, id)?.lines.map(({ account, amount }) => ({ account, amount }));
  return JSON.stringify(lines) === JSON.stringify(expected)
    ? []
    : [`${id}: lines ${JSON.stringify(lines)}`];
}

/** Runs one batch and compares outcomes by index, then balances. */
export function runBatch(input: Record<string, unknown>): string[] {
  const given = input as unknown as PostingCase;
  const books = open(given);
  post(books, (given.setup ?? []).map(commandOf), { now: NOW });
  const found = post(books, given.batch!.map(commandOf), { now: NOW });
  return [
    ...found.flatMap((outcome, at) =>
      outcomeDifferences(`${at} ${outcome.id}`, outcome, given.outcomes![at]!),
    ),
    ...balanceDifferences('in the end', books, given.balances),
  ];
}
