/**
 * The laws of posting, and its slow twin: random books, batch by batch.
 */
import {
  balanceOf,
  type Books,
  closingEntry,
  type Command,
  entryOf,
  facts,
  openBooks,
  type Outcome,
  post,
  trialBalance,
  type TrialBalanceQuery,
} from '@kontor/ledger';
import { fixedText, formatDay } from '@kontor/kernel';
import * as fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  slowBalance,
  type SlowQuery,
  slowShown,
  slowTrialBalance,
} from './oracle/slow-balances.ts';
import { SlowLedger } from './oracle/slow-ledger.ts';
import { boundOf } from './oracle/slow-limits.ts';
import { exponents, histories, type RandomHistory, reservations, setups } from './random-books.ts';

// Hundreds of histories a law: a busy machine needs longer than a usual test may take.
vi.setConfig({ testTimeout: 120_000 });

const runs = { numRuns: process.env['KONTOR_FULL'] === '1' ? 250 : 35 };
const currencies = Object.keys(exponents);
const now = '2026-05-01T00:00:00Z';

/** An outcome without what only the core says: why a code is no currency, how old a rate is. */
function comparable(outcome: Outcome): unknown {
  if (outcome.ok) return outcome;
  return { ...outcome, details: { ...outcome.details, reason: undefined, rateDate: undefined } };
}

/** Books after a history, and its outcomes. */
function posted({ setup, batches }: RandomHistory): { books: Books; outcomes: Outcome[] } {
  const books = openBooks(setup);
  const outcomes = batches.flatMap(({ commands, now }) => post(books, commands, { now }));
  return { books, outcomes };
}

const ungrouped = (command: Command): Command => ({ ...command, group: undefined });

/** All that can be asked of books, as plain data. */
function snapshot(books: Books): unknown {
  const ids = [...books.entries.id];
  return {
    entries: ids.map((id) => entryOf(books, id)),
    trialBalance: trialBalance(books),
    facts: facts(books),
    balances: books.accounts.flatMap(({ id }) =>
      currencies.map((currency) => balanceOf(books, id, { currency })),
    ),
    series: Object.fromEntries([...books.series].filter(([, { last }]) => last > 0)),
    expiring: books.expiring.map(({ id, state }) => [id, state]),
    pendings: [...books.pendings.values()].map(({ id, state, by }) => [id, state, by]),
  };
}

/** The same as `expect(found).toEqual(expected)`, but fast where it passes. */
function expectSame(found: unknown, expected: unknown): void {
  if (canonical(found) !== canonical(expected)) expect(found).toEqual(expected);
}

/** Text in which the order of members does not count. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === 'bigint') return `${member}n`;
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/** Rows of a trial balance by what they are about. */
function rowsOf(books: Books, query: TrialBalanceQuery): Map<string, unknown> {
  const { rows, total } = trialBalance(books, query);
  // Members of one dimension alone need not balance.
  if (query.dims === undefined) expect(Number(total)).toBe(0);
  return new Map(
    rows.map(({ account, currency, dims, ...figures }) => [
      [account, currency, ...Object.values(dims)].join(' '),
      figures,
    ]),
  );
}

/** Σ of a column. */
const sumOf = (values: readonly (number | bigint)[]): bigint =>
  values.reduce<bigint>((sum, value) => sum + BigInt(value), 0n);

describe('post', () => {
  test('property: outcomes and entries are those of the slow twin, batch by batch', () => {
    fc.assert(
      fc.property(histories(), ({ setup, batches }) => {
        const books = openBooks(setup);
        const twin = new SlowLedger(setup);
        for (const { commands, now } of batches) {
          const found = post(books, commands, { now });
          expectSame(found.map(comparable), twin.post(commands, now).map(comparable));
        }
        expect(books.entries.id).toEqual(twin.entries.map(({ command }) => command.id));
        const shown = twin.entries.map(({ command }) => entryOf(books, command.id));
        expectSame(
          shown,
          twin.entries.map((entry) => slowShown(twin, entry)),
        );
      }),
      runs,
    );
  });

  test('property: balances are those of the slow twin, of every day and as known then', () => {
    const queries = fc.constantFrom<SlowQuery>(
      {},
      { asOf: '2026-02-14' },
      { asOf: '2026-01-31', dims: { team: 'north' } },
      { dims: { team: '' }, knownAt: '2026-05-01T00:00:59Z' },
      { asOf: '2026-03-15', knownAt: '2026-05-01T00:00:30Z' },
      { now: '2026-05-01T00:01:00Z' },
      { now: '2026-05-01T00:01:00Z', dims: { project: '' } },
    );
    fc.assert(
      fc.property(histories(), queries, ({ setup, batches }, query) => {
        const books = openBooks(setup);
        const twin = new SlowLedger(setup);
        for (const { commands, now: instant } of batches) {
          post(books, commands, { now: instant });
          twin.post(commands, instant);
        }
        for (const { id } of setup.accounts) {
          for (const currency of currencies) {
            const found = balanceOf(books, id, { ...query, currency });
            expectSame(found, slowBalance(twin, id, currency, query));
          }
        }
        for (const asked of [query, { ...query, from: '2026-02-01', by: ['team'] }]) {
          expectSame([...rowsOf(books, asked)].sort(), [...slowTrialBalance(twin, asked)].sort());
        }
      }),
      runs,
    );
  });

  test('property: bases add up to 0, and the amounts and bases of every currency', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const { books } = posted(history);
        expect(unbalanced(books)).toEqual([]);
        expect(sumOf(facts(books).base)).toBe(0n);
      }),
      runs,
    );
  });

  test('property: a batch is as many batches of one, but for groups', () => {
    fc.assert(
      fc.property(histories(), ({ setup, batches }) => {
        const single = batches.map(({ now, commands }) => ({
          now,
          commands: commands.map(ungrouped),
        }));
        const whole = posted({ setup, batches: single });
        const split = posted({
          setup,
          batches: single.flatMap(({ now, commands }) =>
            commands.map((command) => ({ now, commands: [command] })),
          ),
        });
        expectSame(split.outcomes, whole.outcomes);
        expectSame(snapshot(split.books), snapshot(whole.books));
      }),
      runs,
    );
  });

  test('property: the commands that were taken, posted in other books, give the same books', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const { books } = posted(history);
        const again = posted(taken(history));
        expect(again.outcomes.filter((outcome) => !outcome.ok)).toEqual([]);
        expectSame(snapshot(again.books), snapshot(books));
      }),
      runs,
    );
  });

  test('property: limits hold after every entry, against all that is reserved', () => {
    fc.assert(
      fc.property(histories(), ({ setup, batches }) => {
        const books = openBooks(setup);
        for (const { commands, now } of batches) {
          for (const command of commands) {
            post(books, [ungrouped(command)], { now });
            const broken = brokenLimits(books, setup);
            if (broken.length > 0) expect([command, broken]).toEqual([command, []]);
          }
        }
      }),
      runs,
    );
  });

  test('property: a part of a reservation is that of the twin, and breaks no limit', () => {
    fc.assert(
      fc.property(setups, reservations, (terms, { entry, part }) => {
        const setup = { ...terms, periods: [], entity: { id: 'book', functionalCurrency: 'EUR' } };
        const [books, twin] = [openBooks(setup), new SlowLedger(setup)];
        const amount = fixedText(BigInt(part), 2);
        const commands: Command[] = [
          entry,
          { do: 'postPending', id: 'taken', pendingId: 'held', amount },
        ];
        const found = post(books, commands, { now });
        expect(found).toEqual(twin.post(commands, now));
        for (const one of twin.entries) {
          expect(entryOf(books, one.command.id)).toEqual(slowShown(twin, one));
        }
        expect(unbalanced(books)).toEqual([]);
        expect(brokenLimits(books, setup)).toEqual([]);
      }),
      runs,
    );
  });

  test('property: a refused command leaves no trace, nor does a refused group', () => {
    fc.assert(
      fc.property(histories(3), ({ setup, batches }) => {
        const books = openBooks(setup);
        for (const { commands, now } of batches) {
          post(books, [], { now });
          for (const unit of linked(commands)) {
            const before = snapshot(books);
            const outcomes = post(books, unit, { now });
            if (outcomes.every(({ ok }) => ok)) continue;
            expect(outcomes.some(({ ok }) => ok)).toBe(false);
            expectSame(snapshot(books), before);
          }
        }
      }),
      { numRuns: process.env['KONTOR_FULL'] === '1' ? 150 : 25 },
    );
  });

  test('property: a command is taken once; under its id no other one is', () => {
    fc.assert(
      fc.property(histories(), (history) => {
        const { books, outcomes } = posted(history);
        const commands = history.batches.flatMap((batch) => batch.commands);
        const { now } = history.batches.at(-1)!;
        const before = snapshot(books);
        commands.forEach((command, at) => {
          const first = outcomes[at]!;
          if (!first.ok) return;
          const [same] = post(books, [command], { now });
          expect(same).toEqual({ ...first, replayed: true });
          const [other] = post(books, [{ ...command, text: 'changed' }], { now });
          expect(other).toMatchObject({ ok: false, code: 'LEDGER_ID_REUSED' });
        });
        expectSame(snapshot(books), before);
      }),
      runs,
    );
  });
});

describe('balances', () => {
  test('property: a trial balance as known at a past instant never changes', () => {
    fc.assert(
      fc.property(histories(), ({ setup, batches }) => {
        const books = openBooks(setup);
        const known: { readonly query: TrialBalanceQuery; readonly found: unknown }[] = [];
        for (const { commands, now } of batches) {
          post(books, commands, { now });
          const knownAt = new Date(books.recordedAt - 1).toISOString();
          for (const query of [{ knownAt }, { knownAt, asOf: '2026-02-14', from: '2026-02-01' }]) {
            known.push({ query, found: trialBalance(books, query) });
          }
        }
        for (const { query, found } of known) expectSame(trialBalance(books, query), found);
      }),
      runs,
    );
  });

  test('property: a balance is the sum of its facts', () => {
    const days = fc.constantFrom('2026-01-05', '2026-02-14', '2026-02-28', '2027-01-10');
    fc.assert(
      fc.property(histories(), days, (history, asOf) => {
        const { books } = posted(history);
        const { account, currency, day, amount, base } = facts(books);
        for (const { id } of books.accounts) {
          for (const code of currencies) {
            const found = balanceOf(books, id, { asOf, currency: code });
            let [sum, ofBase] = [0n, 0n];
            account.forEach((one, line) => {
              if (one !== id || currency[line] !== code || formatDay(day[line]!) > asOf) return;
              sum += BigInt(amount[line]!);
              ofBase += BigInt(base[line]!);
            });
            expect([minor(found.posted), minor(found.base)]).toEqual([sum, ofBase]);
          }
        }
      }),
      runs,
    );
  });
});

describe('closingEntry', () => {
  const year = { date: '2027-12-31', retainedEarnings: 'capital' };
  const results = new Set(['sales', 'costs', 'rests']);
  const figuresOf = (books: Books, query: TrialBalanceQuery): unknown =>
    trialBalance(books, { ...query, by: ['team', 'project'] })
      .rows.filter((row) => !isZero(row))
      .map(({ account, currency, dims, amount, base }) => {
        return { account, currency, dims, amount, base };
      });

  test('property: a year is closed once, to 0 in both columns, and reversed as if never', () => {
    fc.assert(
      fc.property(histories(), ({ setup, batches }) => {
        const { books } = posted({ setup: { ...setup, periods: [] }, batches });
        const { now } = batches.at(-1)!;
        const [before, income] = [figuresOf(books, {}), figuresOf(books, { withoutClosing: true })];
        const entry = closingEntry(books, { id: 'close', ...year });
        if (entry === undefined) return;
        expect(post(books, [entry], { now })).toMatchObject([{ ok: true }]);
        expect(closingEntry(books, { id: 'close again', ...year })).toBeUndefined();
        const { rows } = trialBalance(books);
        expect(rows.filter((row) => results.has(row.account) && !isZero(row))).toEqual([]);
        expect(figuresOf(books, { withoutClosing: true })).toEqual(income);
        const reverse: Command = { do: 'reverse', id: 'open', entryId: 'close', date: year.date };
        expect(post(books, [reverse], { now })).toMatchObject([{ ok: true }]);
        expect(figuresOf(books, {})).toEqual(before);
        expect(figuresOf(books, { withoutClosing: true })).toEqual(income);
      }),
      runs,
    );
  });
});

/** Entries that do not add up to 0 in a currency, in its amounts or their bases. */
function unbalanced(books: Books): string[] {
  const { entry, currency, amount, base } = facts(books);
  const sums = new Map<string, [amount: bigint, base: bigint]>();
  entry.forEach((id, line) => {
    const key = `${id} ${currency[line]!}`;
    const [ofAmount, ofBase] = sums.get(key) ?? [0n, 0n];
    sums.set(key, [ofAmount + BigInt(amount[line]!), ofBase + BigInt(base[line]!)]);
  });
  return [...sums].flatMap(([key, both]) => (both.every((sum) => sum === 0n) ? [] : key));
}

/** A history of what was taken in another one, at the same instants. */
function taken({ setup, batches }: RandomHistory): RandomHistory {
  const books = openBooks(setup);
  return {
    setup,
    batches: batches.map(({ commands, now }) => {
      const outcomes = post(books, commands, { now });
      const isTaken = (_: Command, at: number): boolean => {
        const outcome = outcomes[at]!;
        return outcome.ok && outcome.replayed !== true;
      };
      return { now, commands: commands.filter(isTaken) };
    }),
  };
}

/** Neighbours of one group together. */
function linked(commands: readonly Command[]): Command[][] {
  const units: Command[][] = [];
  for (const command of commands) {
    const last = units.at(-1);
    if (command.group !== undefined && last?.[0]!.group === command.group) last.push(command);
    else units.push([command]);
  }
  return units;
}

/** Accounts whose bound is passed, counting what is reserved against it. */
function brokenLimits(books: Books, setup: RandomHistory['setup']): string[] {
  const stand = new SlowLedger(setup);
  return setup.accounts.flatMap(({ id, type, floor, ceiling }) => {
    if (floor === undefined && ceiling === undefined) return [];
    return currencies.filter((currency) => {
      const found = balanceOf(books, id, { currency });
      const [debits, credits] = [minor(found.pendingDebits), minor(found.pendingCredits)];
      const isDebit = type === 'asset' || type === 'expense';
      const balance = isDebit ? minor(found.posted) : -minor(found.posted);
      const least = boundOf(stand, id, currency, 'floor') ?? balance - debits - credits;
      const most = boundOf(stand, id, currency, 'ceiling') ?? balance + debits + credits;
      const [falls, rises] = isDebit ? [credits, debits] : [debits, credits];
      return balance - falls < least || balance + rises > most;
    });
  });
}

/** Minor units of a text with all decimals of its currency. */
const minor = (text: string): bigint => BigInt(text.replace('.', ''));

const isZero = ({ amount, base }: { readonly amount: string; readonly base: string }): boolean =>
  minor(amount) === 0n && minor(base) === 0n;
