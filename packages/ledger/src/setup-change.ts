/**
 * What may not change in books that are set up: whatever entries that are posted stand on.
 *
 * Accounts, journals, dimensions and their members are added, renamed and closed, never taken out;
 * the decimals of a currency that is used stay what they are. A set-up that is given as a whole,
 * most likely by a program that starts again, may not undo what was changed by single calls since:
 * rates that were added, periods and accounts that were closed.
 */
import { formatRatio, ratio } from '@kontor/kernel';
import type { Transaction } from '@kontor/kernel/store';
import { utf8ToBytes } from '@noble/hashes/utils';
import { currencyNamed } from './book-terms.ts';
import { LedgerError } from './errors.ts';
import { pools, type StoredPool } from './ledger-collections.ts';
import type { BookSetup, Period } from './model.ts';
import { type CheckedSetup, compileBooks } from './open-books.ts';
import type { ExchangeRate } from './rate-row.ts';

/**
 * Checks a change of the set-up against the one before and the sums that are stored.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — names the first thing that would be lost
 */
export async function checkSetupChange(
  tx: Transaction,
  before: CheckedSetup,
  after: CheckedSetup,
): Promise<void> {
  const [old, next] = [before.setup, after.setup];
  const currency = old.entity.functionalCurrency;
  if (next.entity.functionalCurrency !== currency) {
    const path = 'entity.functionalCurrency';
    refuse(path, next.entity.functionalCurrency, `${currency}, as the books have it`);
  }
  checkKept('accounts', old.accounts, next.accounts);
  checkKept('journals', old.journals, next.journals);
  checkKept('dimensions', old.dimensions, next.dimensions);
  checkMembers(before, after);
  const sums = await tx.scan(pools);
  checkDecimals(before, after, sums);
  checkClosing(before, after, sums);
}

/**
 * Checks a set-up that is given as a whole, in the place of the one before: nothing that is stored
 * may be undone by it.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — as `checkSetupChange`; a rate or a period that is
 * stored and not given; a period or an account that is more open than it is stored
 */
export async function checkSetupAnew(
  tx: Transaction,
  before: CheckedSetup,
  after: CheckedSetup,
): Promise<void> {
  await checkSetupChange(tx, before, after);
  checkRates(before.rates.rows, after.rates.rows);
  checkKept('periods', before.setup.periods, after.setup.periods);
  checkStatuses(before.setup, after.setup);
  checkClosed(before.setup, after.setup);
}

interface Named {
  readonly id: string;
}

/** Stores index text of so many bytes. */
const ID_BYTES_MAX = 512;

/**
 * Checks that a store can index the ids of a set-up.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — an id with too many bytes
 */
export function checkIdSizes({ setup }: CheckedSetup): void {
  for (const [path, rows] of Object.entries({
    accounts: setup.accounts,
    journals: setup.journals,
  })) {
    const at = rows.findIndex(({ id }) => utf8ToBytes(id).length > ID_BYTES_MAX);
    if (at === -1) continue;
    refuse(`${path}.${at}.id`, 'a long text', `at most ${ID_BYTES_MAX} bytes in UTF-8`);
  }
}

const STORED_TOO = 'what is stored, as ledger.setup() has it, and what is added';

function checkKept(path: string, before: readonly Named[], after: readonly Named[]): void {
  const kept = new Set(after.map(({ id }) => id));
  const gone = before.find(({ id }) => !kept.has(id));
  if (gone === undefined) return;
  refuse(path, `without '${gone.id}'`, STORED_TOO);
}

function checkMembers({ setup: before }: CheckedSetup, { setup: after }: CheckedSetup): void {
  for (const { id, members } of before.dimensions) {
    const now = after.dimensions.find((one) => one.id === id)?.members;
    if (now === undefined) continue;
    const kept = new Set(now);
    const gone = members?.find((member) => !kept.has(member));
    if (members !== undefined && gone === undefined) continue;
    const path = `dimensions.${id}.members`;
    if (gone !== undefined) refuse(path, `without '${gone}'`, 'those that are there already, too');
    refuse(path, 'a list', 'none: any member went until now');
  }
}

function checkDecimals(
  before: CheckedSetup,
  after: CheckedSetup,
  sums: readonly StoredPool[],
): void {
  const [old, next] = [compileBooks(before), compileBooks(after)];
  for (const code of new Set(sums.map((row) => row.currency))) {
    const [was, is] = [currencyNamed(old, code)?.exponent, currencyNamed(next, code)?.exponent];
    if (was === is) continue;
    refuse(`commodities.${code}.exponent`, String(is ?? 'gone'), `${was}, as posted amounts have`);
  }
}

/** An account closes at zero only. */
function checkClosing(
  { accounts: before }: CheckedSetup,
  { accounts: after }: CheckedSetup,
  sums: readonly StoredPool[],
): void {
  const closedOn = new Map(before.map((account) => [account.id, account.closedOn]));
  const closing = new Set(
    after.flatMap((account) =>
      account.closedOn !== undefined && account.closedOn !== closedOn.get(account.id)
        ? account.id
        : [],
    ),
  );
  const left = sums.find((row) => closing.has(row.account) && !isEmpty(row));
  if (left === undefined) return;
  const value = `closed with a balance or reservations in ${left.currency}`;
  refuse(`accounts.${left.account}.closedOn`, value, 'none, or bring the account to zero first');
}

const isEmpty = (row: StoredPool): boolean =>
  row.debits === row.credits && row.pendingDebits === '0' && row.pendingCredits === '0';

/** Of rates for one day the last holds, so stored ones stay in their order, too. */
function checkRates(before: readonly ExchangeRate[], after: readonly ExchangeRate[]): void {
  const left = new Map<string, string[]>();
  for (const row of after) {
    const place = placeOf(row);
    const values = left.get(place) ?? [];
    values.push(valueOf(row));
    left.set(place, values);
  }
  for (const row of before) {
    const values = left.get(placeOf(row)) ?? [];
    const at = values.indexOf(valueOf(row));
    const { rate, from, to, date } = row;
    if (at === -1) refuse('rates', `without ${rate} from ${from} to ${to} on ${date}`, STORED_TOO);
    values.splice(0, at + 1);
  }
}

/** Whether two rows answer the same question, however they are written. */
const placeOf = ({ kind, from, to, date, recordedAt }: ExchangeRate): string =>
  JSON.stringify([kind, from, to, date, recordedAt === undefined ? '' : Date.parse(recordedAt)]);

const valueOf = ({ rate }: ExchangeRate): string => formatRatio(ratio(rate));

/** How far each status is from open. */
const CLOSEDNESS: Readonly<Record<Period['status'], number>> = {
  open: 0,
  softClosed: 1,
  closed: 2,
};

function checkStatuses({ periods: before }: BookSetup, { periods: after }: BookSetup): void {
  const stored = new Map(before.map(({ id, status }) => [id, status]));
  for (const { id, status } of after) {
    const was = stored.get(id) ?? 'open';
    if (CLOSEDNESS[status] >= CLOSEDNESS[was]) continue;
    const expected = `'${was}', as ledger.setup() has it, or call setPeriodStatus to open it again`;
    refuse(`periods.${id}.status`, `'${status}'`, expected);
  }
}

function checkClosed({ accounts: before }: BookSetup, { accounts: after }: BookSetup): void {
  const stored = new Map(before.map(({ id, closedOn }) => [id, closedOn]));
  for (const { id, closedOn } of after) {
    const was = stored.get(id);
    if (was === undefined || (closedOn !== undefined && closedOn <= was)) continue;
    const expected = `'${was}', as ledger.setup() has it, or call closeAccount to open it again`;
    refuse(`accounts.${id}.closedOn`, closedOn === undefined ? 'none' : `'${closedOn}'`, expected);
  }
}

function refuse(path: string, value: string, expected: string): never {
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path, value, expected });
}
