/**
 * The workload "transfers": two lines each between a thousand accounts, drawn from a seed.
 *
 * @source own: the generator of ISO C's example `rand` (s × 1103515245 + 12345), upper 24 bits
 */
import type { BookSetupInput, EntryInput } from '@kontor/ledger';

/** How much of it. */
export interface TransferWorkload {
  readonly accounts: number;
  /** The entries are dated over so many months, in order. */
  readonly months: number;
}

const TYPES = ['asset', 'liability', 'income', 'expense'] as const;

/** Draws transfers one after the other, always the same ones. */
export function transferGenerator({ accounts, months }: TransferWorkload): {
  readonly setup: BookSetupInput;
  next(count: number, of: number): EntryInput[];
} {
  let state = 7;
  let drawn = 0;
  const draw = (below: number): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) % below;
  };
  const idOf = (n: number): string => `${TYPES[n % 4]!}:A${n % 37}:B${n}`;
  const transfer = (of: number): EntryInput => {
    const debit = draw(accounts);
    let credit = draw(accounts);
    while (credit === debit) credit = draw(accounts);
    const cents = 1 + draw(1_000_000);
    const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    const month = Math.floor((months * drawn) / of);
    const year = 2020 + Math.floor(month / 12);
    const day = 1 + (drawn % 28);
    return {
      id: `t${drawn++}`,
      date: `${year}-${pad(1 + (month % 12))}-${pad(day)}`,
      lines: [
        { account: idOf(debit), amount },
        { account: idOf(credit), amount: `-${amount}` },
      ],
    };
  };
  return {
    setup: {
      entity: { id: 'bench', functionalCurrency: 'EUR' },
      accounts: Array.from({ length: accounts }, (_, n) => ({ id: idOf(n), type: TYPES[n % 4]! })),
    },
    next: (count, of) => Array.from({ length: count }, () => transfer(of)),
  };
}

const pad = (n: number): string => String(n).padStart(2, '0');
