/**
 * Sums of a batch, added to those that are stored.
 *
 * Pools that were read are written as they are by now; all others, and every month, start from
 * nothing in the books of a batch, so what they have is what is to be added.
 */
import type { Transaction, Write } from '@kontor/kernel/store';
import {
  BASE_CREDITS,
  BASE_DEBITS,
  type BalanceRow,
  type Books,
  CLOSING,
  CLOSING_CREDITS,
  CLOSING_DEBITS,
  CREDITS,
  DEBITS,
  MONTH_CELLS,
  PENDING_CREDITS,
  PENDING_DEBITS,
  type Pool,
  POOL_CELLS,
} from './books.ts';
import {
  balances,
  keyPart,
  pools,
  rowIdOf,
  type StoredBalance,
  type StoredPool,
} from './ledger-collections.ts';
import { BY_HEAD, type LoadedBooks, poolId } from './load-batch.ts';
import { forEachMonth } from './month-cells.ts';
import { addMinor, type Minor } from './minor.ts';
import { readSum } from './stored-lines.ts';

type SumWrite = Extract<Write, { readonly kind: 'put' }>;

/** The writes of all sums that a batch moved. */
export async function sumWrites(tx: Transaction, loaded: LoadedBooks): Promise<SumWrite[]> {
  return [...(await poolWrites(tx, loaded)), ...(await balanceWrites(tx, loaded.books))];
}

async function poolWrites(tx: Transaction, { books, restored }: LoadedBooks): Promise<SumWrite[]> {
  const touched: Pool[] = [];
  for (const { pools: own } of books.accounts) {
    for (const pool of own) {
      if (pool === undefined) continue;
      // One that was read may have come to nothing: that is to be written, too.
      if (restored.has(pool) || hasSums(books, pool.cells, POOL_CELLS)) touched.push(pool);
    }
  }
  const rows = await tx.getMany(pools, touched.map(poolId), BY_HEAD);
  return touched.flatMap((pool, at) => {
    const next = storedPool(books, pool, restored.has(pool) ? undefined : rows[at]);
    const isSame = POOL_SUMS.every((sum) => (rows[at]?.[sum] ?? '0') === next[sum]);
    return isSame ? [] : { kind: 'put', collection: pools, document: next };
  });
}

const POOL_SUMS = ['debits', 'credits', 'pendingDebits', 'pendingCredits'] as const;

/** A pool as it is stored, its sums added to those of a row. */
export function storedPool(books: Books, pool: Pool, row: StoredPool | undefined): StoredPool {
  const { sums } = books;
  const { cells } = pool;
  return {
    id: poolId(pool),
    account: pool.account.id,
    currency: pool.currency.code,
    debits: added(sums.at(cells + DEBITS), row?.debits),
    credits: added(sums.at(cells + CREDITS), row?.credits),
    pendingDebits: added(sums.at(cells + PENDING_DEBITS), row?.pendingDebits),
    pendingCredits: added(sums.at(cells + PENDING_CREDITS), row?.pendingCredits),
  };
}

const added = (own: Minor, stored = '0'): string =>
  stored === '0' ? String(own) : String(addMinor(own, readSum(stored, 'a stored sum')));

/** Whether anything was added that was not taken back. */
function hasSums({ sums }: Books, first: number, cells: number): boolean {
  for (let cell = first; cell < first + cells; cell++) if (sums.at(cell) !== 0) return true;
  return false;
}

/** A month of a row of sums. */
export interface BalanceMonth {
  readonly id: string;
  readonly row: BalanceRow;
  /** As JSON. */
  readonly dims: string;
  readonly month: number;
  /** The first of its sums. */
  readonly cells: number;
  /** The first of those of closing entries; -1 = none. */
  readonly closing: number;
}

async function balanceWrites(tx: Transaction, books: Books): Promise<SumWrite[]> {
  const touched: BalanceMonth[] = [];
  for (const { pools: own } of books.accounts) {
    for (const pool of own) {
      for (const row of pool?.rows.values() ?? []) {
        const months = monthsOf(books, row);
        touched.push(...months.filter(({ cells }) => hasSums(books, cells, MONTH_CELLS)));
      }
    }
  }
  const ids = touched.map(({ id }) => id);
  const stored = await tx.getMany(balances, ids, BY_HEAD);
  return touched.map((month, at) => ({
    kind: 'put',
    collection: balances,
    document: storedBalance(books, month, stored[at]),
  }));
}

/** The months of a row, the earliest first, each with its key. */
export function monthsOf(books: Books, row: BalanceRow): BalanceMonth[] {
  const { account, currency } = row.pool;
  const members = books.dimensionSets[row.dims]!;
  const dims = JSON.stringify(members);
  // Members by name; the sets of a book are sorted.
  const dimsPart = Object.keys(members).length === 0 ? '' : keyPart(dims);
  const first = `${keyPart(account.id)}|${keyPart(currency.code)}`;
  const months: BalanceMonth[] = [];
  forEachMonth(books.months, row, (month, cells, closing) => {
    const id = rowIdOf(`${first}|${month}|${dimsPart}`);
    months.push({ id, row, dims, month, cells, closing });
  });
  return months.reverse();
}

/** A month as it is stored, its sums added to those of a row. */
export function storedBalance(
  books: Books,
  { id, row, dims, month, cells, closing }: BalanceMonth,
  before: StoredBalance | undefined,
): StoredBalance {
  const { sums } = books;
  const hasClosing = closing !== -1;
  return {
    id,
    account: row.pool.account.id,
    currency: row.pool.currency.code,
    dims,
    month,
    debits: added(sums.at(cells + DEBITS), before?.debits),
    credits: added(sums.at(cells + CREDITS), before?.credits),
    baseDebits: added(sums.at(cells + BASE_DEBITS), before?.baseDebits),
    baseCredits: added(sums.at(cells + BASE_CREDITS), before?.baseCredits),
    closing: added(hasClosing ? sums.at(closing + CLOSING) : 0, before?.closing),
    closingDebits: added(hasClosing ? sums.at(closing + CLOSING_DEBITS) : 0, before?.closingDebits),
    closingCredits: added(
      hasClosing ? sums.at(closing + CLOSING_CREDITS) : 0,
      before?.closingCredits,
    ),
  };
}
