/**
 * Books in decimal.js and maps: what one would write in a day, to stand beside `post`.
 *
 * For each entry the same work is done, in its plain form: the id is looked up (and a known one
 * compared), the date read, the account and currency of each line checked, amounts and bases read,
 * both columns added up, limits asked where an account has any, a number given, the entry and its
 * lines logged, and each side added to the sums of its account and currency and to those of its
 * dimensions and month. What the workload does not have (rates, groups, reservations, reversals,
 * periods) is left out here, which is in this twin's favour.
 */
import { type Decimal, decimal } from '@kontor/kernel';
import type { BookSetupInput, EntryInput, LineInput, Outcome } from '@kontor/ledger';

type AccountInput = BookSetupInput['accounts'][number];
type Code = Extract<Outcome, { readonly ok: false }>['code'];

/** What came on either side; both positive. */
interface Sides {
  debits: Decimal;
  credits: Decimal;
}

/** The sums of an account in a currency. */
interface Pool extends Sides {
  /** By dimensions and month, `|2026-01`: in the currency and in the base. */
  readonly months: Map<string, { readonly amount: Sides; readonly base: Sides }>;
}

interface Line {
  readonly account: AccountInput;
  readonly currency: string;
  readonly dims: string;
  readonly amount: Decimal;
  readonly base: Decimal;
}

interface Entry {
  readonly command: EntryInput;
  readonly sequence: number;
  readonly number: string;
  readonly recordedAt: number;
  readonly lines: readonly Line[];
}

/** What a command came to. */
export type DecimalOutcome =
  | { readonly ok: true; readonly id: string; readonly sequence: number; readonly number: string }
  | { readonly ok: false; readonly id: string; readonly code: Code };

const ZERO = decimal(0);

/** The books of one entity. */
export class DecimalBooks {
  /** By id, in the order of recording. */
  readonly entries = new Map<string, Entry>();
  /** By account and currency, `cash|EUR`. */
  readonly pools = new Map<string, Pool>();
  readonly #accounts: Map<string, AccountInput>;
  readonly #functional: string;
  readonly #series = new Map<string, number>();

  constructor({ accounts, entity }: BookSetupInput) {
    this.#accounts = new Map(accounts.map((account) => [account.id, account]));
    this.#functional = entity.functionalCurrency;
  }

  /** Takes an entry whole, or refuses it. */
  post(entry: EntryInput, recordedAt: number): DecimalOutcome {
    const { id, journal = 'general' } = entry;
    const known = this.entries.get(id);
    if (known !== undefined) return this.#again(known, entry);
    if (!isDate(entry.date)) return { ok: false, id, code: 'LEDGER_BAD_COMMAND' };
    const lines: Line[] = [];
    for (const input of entry.lines) {
      const line = this.#read(input, entry.date);
      if (typeof line === 'string') return { ok: false, id, code: line };
      lines.push(line);
    }
    const code = this.#refusal(lines);
    if (code !== undefined) return { ok: false, id, code };
    const last = (this.#series.get(journal) ?? 0) + 1;
    this.#series.set(journal, last);
    const [sequence, number] = [this.entries.size + 1, String(last)];
    this.entries.set(id, { command: entry, sequence, number, recordedAt, lines });
    const month = entry.date.slice(0, 7);
    for (const line of lines) this.#add(line, month);
    return { ok: true, id, sequence, number };
  }

  #again({ command, sequence, number }: Entry, entry: EntryInput): DecimalOutcome {
    const { id } = entry;
    const isSame = JSON.stringify(command) === JSON.stringify(entry);
    return isSame
      ? { ok: true, id, sequence, number }
      : { ok: false, id, code: 'LEDGER_ID_REUSED' };
  }

  #read(input: LineInput, date: string): Line | Code {
    const account = this.#accounts.get(input.account);
    if (account === undefined) return 'LEDGER_ACCOUNT_NOT_FOUND';
    if (account.header === true) return 'LEDGER_ACCOUNT_IS_HEADER';
    const isEarly = account.openFrom !== undefined && date < account.openFrom;
    if (isEarly || (account.closedOn !== undefined && date >= account.closedOn)) {
      return 'LEDGER_ACCOUNT_CLOSED';
    }
    const { currency = this.#functional } = input;
    if (account.currency !== undefined && account.currency !== currency) {
      return 'LEDGER_CURRENCY_NOT_ALLOWED';
    }
    const amount = decimal(input.amount);
    if (amount.decimalPlaces() > 2) return 'LEDGER_AMOUNT_PRECISION';
    const isFunctional = currency === this.#functional;
    if (!isFunctional && input.base === undefined) return 'LEDGER_RATE_REQUIRED';
    const base = input.base === undefined ? amount : decimal(input.base);
    const dims = input.dims === undefined ? '' : JSON.stringify(Object.entries(input.dims).sort());
    return { account, currency, dims, amount, base };
  }

  /** Whether lines say something, balance in each currency and in the base, and break no limit. */
  #refusal(lines: readonly Line[]): Code | undefined {
    if (lines.every(({ amount }) => amount.isZero())) return 'LEDGER_EMPTY_ENTRY';
    const sums = new Map<string, Decimal>();
    let bases = ZERO;
    for (const { currency, amount, base } of lines) {
      const sum = sums.get(currency);
      sums.set(currency, sum === undefined ? amount : sum.plus(amount));
      bases = bases.plus(base);
    }
    for (const sum of sums.values()) if (!sum.isZero()) return 'LEDGER_UNBALANCED';
    if (!bases.isZero()) return 'LEDGER_UNBALANCED';
    for (const line of lines) {
      const { floor, ceiling } = line.account;
      if (floor === undefined && ceiling === undefined) continue;
      if (this.#passes(line, lines)) return 'LEDGER_EXCEEDS_BALANCE_LIMIT';
    }
    return undefined;
  }

  /** Whether a limit of its account would be passed, all lines together. */
  #passes({ account, currency }: Line, lines: readonly Line[]): boolean {
    const { floor, ceiling, type } = account;
    const pool = this.pools.get(`${account.id}|${currency}`);
    let balance = pool === undefined ? ZERO : pool.debits.minus(pool.credits);
    for (const line of lines) {
      const isOwn = line.account === account && line.currency === currency;
      if (isOwn) balance = balance.plus(line.amount);
    }
    if (type !== 'asset' && type !== 'expense') balance = balance.neg();
    const isBelow = floor !== undefined && balance.lt(decimal(floor));
    return isBelow || (ceiling !== undefined && balance.gt(decimal(ceiling)));
  }

  #add({ account, currency, dims, amount, base }: Line, month: string): void {
    const key = `${account.id}|${currency}`;
    let pool = this.pools.get(key);
    if (pool === undefined) this.pools.set(key, (pool = { ...noSides(), months: new Map() }));
    const monthKey = `${dims}|${month}`;
    let ofMonth = pool.months.get(monthKey);
    if (ofMonth === undefined) {
      pool.months.set(monthKey, (ofMonth = { amount: noSides(), base: noSides() }));
    }
    addTo(pool, amount);
    addTo(ofMonth.amount, amount);
    addTo(ofMonth.base, base);
  }
}

const noSides = (): Sides => ({ debits: ZERO, credits: ZERO });

function addTo(sides: Sides, amount: Decimal): void {
  if (amount.isNegative()) sides.credits = sides.credits.minus(amount);
  else sides.debits = sides.debits.plus(amount);
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;

/** Whether a text is a day of the calendar. */
function isDate(text: string): boolean {
  const parts = DATE.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
