/**
 * Books and batches drawn from a seed: every kind of command, good ones and bad ones, replays, ids
 * that are used again, groups, reservations that run out.
 */
import type { Random } from '@kontor/kernel';
import type { Command, EntryInput, LineInput, Outcome } from '../src/entry.ts';
import type { BookSetupInput } from '../src/model.ts';

/** A book with limits, several currencies, dimensions, periods and yearly numbers. */
export const randomSetup: BookSetupInput = {
  entity: { id: 'NL01', functionalCurrency: 'EUR', zone: 'Europe/Amsterdam' },
  accounts: [
    { id: 'cash', code: '1000', name: 'Cash', type: 'asset' },
    { id: 'box', code: '1010', name: 'Cash box', type: 'asset', floor: '0', ceiling: '400' },
    { id: 'bank usd', code: '1020', name: 'Bank', type: 'asset', currency: 'USD' },
    { id: 'old', code: '1090', name: 'Old', type: 'asset', closedOn: '2025-06-30' },
    { id: 'ann', code: '2000', name: 'Wallet Ann', type: 'liability', floor: '0' },
    { id: 'bob', code: '2010', name: 'Wallet Bob', type: 'liability', floor: '-50' },
    { id: 'equity', code: '3000', name: 'Equity', type: 'equity', header: true },
    { id: 'retained', code: '3010', name: 'Retained', type: 'equity', parent: 'equity' },
    { id: 'trading', code: '3020', name: 'Trading', type: 'equity', trading: true },
    { id: 'Erlöse', code: '4000', name: 'Sales', type: 'income' },
    {
      id: 'rent',
      code: '5000',
      name: 'Rent',
      type: 'expense',
      requiredDimensions: ['costCentre'],
    },
  ],
  journals: [{ id: 'Verkäufe', numberFormat: 'V-{year}-{n:3}' }, { id: 'bank' }],
  dimensions: [{ id: 'costCentre', members: ['north', 'south'] }, { id: 'project' }],
  periods: [
    { id: '2025', from: '2025-01-01', to: '2025-12-31' },
    { id: '2026-01', from: '2026-01-01', to: '2026-01-31', status: 'softClosed' },
    { id: '2026-02', from: '2026-02-01', to: '2026-02-28' },
    { id: '2026-03', from: '2026-03-01', to: '2026-03-31', status: 'closed' },
    { id: '2026-04', from: '2026-04-01', to: '2026-06-30' },
  ],
  rates: [
    { date: '2025-01-01', from: 'USD', to: 'EUR', rate: '0.91' },
    { date: '2026-02-10', from: 'USD', to: 'EUR', rate: '0.8815' },
  ],
};

// biome-ignore format: a list of days in one row.
const OPEN_DAYS = [
  '2025-12-30', '2025-12-31', '2026-02-01', '2026-02-14', '2026-02-28', '2026-04-01', '2026-06-30',
] as const;

/** Closed softly, closed, and in no period. */
const OTHER_DAYS = ['2026-01-31', '2026-03-15', '2026-07-01'] as const;

/** Days on which balances are worth asking for: ends and beginnings of months. */
export const ASKED_DAYS = ['2025-12-31', '2026-01-01', '2026-02-14', '2026-02-28', '2026-06-30'];

/** Draws batches; remembers what it drew and what was taken, so that later ones refer to it. */
export class BatchDrawer {
  readonly #random: Random;
  readonly #prefix: string;
  readonly #repeats: boolean;
  readonly given: Command[] = [];
  readonly #posted: string[] = [];
  readonly #pendings: string[] = [];
  #count = 0;
  #groups = 0;

  /**
   * @param prefix - of its ids
   * @param repeats - whether ids come up again: as replays, or with other content
   */
  constructor(random: Random, { prefix = 'c', repeats = true } = {}) {
    this.#random = random;
    this.#prefix = prefix;
    this.#repeats = repeats;
  }

  /** Takes note of what came of a batch. */
  learn(commands: readonly Command[], outcomes: readonly Outcome[]): void {
    outcomes.forEach(({ ok }, at) => {
      const command = commands[at]!;
      if (!ok) return;
      const isPending = (command as EntryInput).pending === true;
      (isPending ? this.#pendings : this.#posted).push(command.id);
    });
  }

  /** A batch of 1 to `most` commands, groups among them. */
  batch(most = 6): Command[] {
    const size = 1 + this.#below(most);
    const commands = Array.from({ length: size }, () => this.#command());
    this.given.push(...commands);
    return commands;
  }

  #command(): Command {
    const dice = this.#below(100);
    if (dice < 8 && this.#repeats && this.given.length > 0) return this.#again();
    const command = dice < 60 ? this.#entry() : this.#other(dice);
    if (this.#below(5) > 0) return command;
    // Neighbours mostly share a group; now and then one comes up again, split.
    if (this.#below(3) === 0) this.#groups++;
    return { ...command, group: `g${this.#groups}` };
  }

  /** A command that was given before: the same, or with another text. */
  #again(): Command {
    const before = this.#one(this.given);
    return this.#below(3) === 0 ? { ...before, text: 'changed' } : structuredClone(before);
  }

  #entry(): EntryInput {
    const isPending = this.#below(3) === 0;
    return {
      id: this.#id(),
      date: this.#day(),
      lines: this.#lines(),
      ...(this.#below(3) === 0 && { journal: this.#one(['Verkäufe', 'bank']) }),
      ...(this.#below(40) === 0 && { journal: 'nowhere' }),
      ...(isPending && { pending: true }),
      ...(isPending && this.#below(2) === 0 && { timeoutSeconds: 1 + this.#below(200) }),
      ...(this.#below(4) === 0 && { adjustment: true }),
      ...(this.#below(4) === 0 && { latePosting: 'firstOpen' as const }),
      ...(this.#below(4) === 0 && { text: `text ${this.#below(9)} ü`, source: 'order-1' }),
      ...(this.#below(9) === 0 && { documents: [{ id: 'd1', sha256: 'ab' }] }),
    };
  }

  #lines(): LineInput[] {
    const amount = this.#amount();
    const [debit, credit] = [this.#side(), this.#side()];
    switch (this.#below(8)) {
      case 0:
        return this.#foreign(amount);
      case 1: {
        const part = this.#below(amount);
        const third = this.#side();
        return [
          { ...debit, amount: text(amount) },
          { ...credit, amount: text(-part) },
          { ...third, amount: text(part - amount) },
        ];
      }
      case 2: // One cent off, now and then too fine.
        return [
          { ...debit, amount: text(amount) },
          { ...credit, amount: this.#below(2) === 0 ? text(1 - amount) : `-${text(amount)}5` },
        ];
      default:
        return [
          { ...debit, amount: text(amount) },
          { ...credit, amount: text(-amount) },
        ];
    }
  }

  /** Dollars against euros, by the book's rate, a given one or a given base. */
  #foreign(amount: number): LineInput[] {
    const base = Math.trunc((amount * 9) / 10);
    const dollars = { account: 'bank usd', amount: text(amount), currency: 'USD' };
    const euros = { account: this.#one(['cash', 'ann']), amount: text(-base) };
    switch (this.#below(3)) {
      case 0:
        return [{ ...dollars, base: text(base) }, euros];
      case 1:
        return [
          { ...dollars, rate: '0.9' },
          { ...dollars, amount: text(-amount), rate: '0.9' },
        ];
      default:
        return [dollars, { account: 'cash', amount: text(-amount), currency: 'USD' }];
    }
  }

  #side(): { readonly account: string; readonly dims?: Record<string, string> } {
    const account = this.#account();
    const isRent = account === 'rent' && this.#below(8) > 0;
    const dims = {
      ...(isRent && { costCentre: this.#one(['north', 'south']) }),
      ...(this.#below(4) === 0 && { project: this.#one(['p1', 'ü 2']) }),
    };
    return Object.keys(dims).length === 0 ? { account } : { account, dims };
  }

  #other(dice: number): Command {
    const id = this.#id();
    const date = this.#day();
    if (dice < 72) {
      const amount = this.#below(2) === 0 ? { amount: text(this.#amount()) } : {};
      return { do: 'postPending', id, pendingId: this.#pending(), ...amount };
    }
    if (dice < 78) return { do: 'voidPending', id, pendingId: this.#pending() };
    if (dice < 86) return { do: 'reverse', id, entryId: this.#target(), date, reason: 'wrong' };
    if (dice < 90) return { do: 'voidNumber', id, journal: 'Verkäufe', date, reason: 'torn' };
    const [debit, credit] = [this.#account(), this.#account()];
    const pending = this.#below(4) === 0 ? { pending: true, timeoutSeconds: 60 } : {};
    return { do: 'transferUpTo', id, debit, credit, max: text(this.#amount()), date, ...pending };
  }

  /** Mostly an entry that was pending once, one of the last. */
  #pending(): string {
    if (this.#pendings.length === 0 || this.#below(8) === 0) return this.#target();
    return this.#one(this.#pendings.slice(-4));
  }

  /** Mostly an entry that was posted. */
  #target(): string {
    const known = this.#below(10) === 0 ? this.given.map(({ id }) => id) : this.#posted;
    return known.length === 0 ? 'none' : this.#one(known.slice(-8));
  }

  #day(): string {
    return this.#below(8) === 0 ? this.#one(OTHER_DAYS) : this.#one(OPEN_DAYS);
  }

  #account(): string {
    return this.#below(14) === 0 ? this.#one(OTHER_ACCOUNTS) : this.#one(ACCOUNTS);
  }

  #id(): string {
    return `${this.#prefix}${++this.#count}`;
  }

  #amount(): number {
    return 1 + this.#below(12_000);
  }

  #one<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)]!;
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

const ACCOUNTS = ['cash', 'cash', 'box', 'ann', 'ann', 'bob', 'bob', 'Erlöse', 'rent', 'retained'];
/** Of another currency, closed, a header, not there. */
const OTHER_ACCOUNTS = ['bank usd', 'old', 'equity', 'nowhere'];

/** Cents as text. */
const text = (cents: number): string =>
  `${cents < 0 ? '-' : ''}${Math.trunc(Math.abs(cents) / 100)}.${String(Math.abs(cents) % 100).padStart(2, '0')}`;
