/**
 * A program that starts again with its first set-up, and what it may not undo by that.
 */
import { decimal, manualClock } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../src/ledger.ts';
import { setups } from '../src/ledger-collections.ts';
import type { BookSetupInput } from '../src/model.ts';
import { entry, MORNING, openShop, rowsOf, shopSetup } from './shop.ts';

const dollar = { date: '2026-01-02', from: 'USD', to: 'EUR', rate: '0.90' } as const;
const withRates: BookSetupInput = { ...shopSetup, rates: [dollar] };
const corrected = { ...dollar, rate: '0.91' };

/** The periods of the shop, the first with another status. */
const periodsWith = (status: 'open' | 'softClosed' | 'closed') =>
  shopSetup.periods!.map((period, at) => (at === 0 ? { ...period, status } : period));

describe('open with the first set-up again', () => {
  test('is refused where it lacks rates that were added since', async () => {
    const { ledger } = await openShop(memoryStore(), withRates);
    await ledger.open(withRates);
    await ledger.addRates([corrected]);
    await expect(ledger.open(withRates)).rejects.toMatchObject({
      code: 'LEDGER_BAD_ARGUMENT',
      message:
        'rates is without 0.91 from USD to EUR on 2026-01-02: ' +
        'give what is stored, as ledger.setup() has it, and what is added.',
    });
    expect((await ledger.setup())?.rates).toEqual([dollar, corrected]);
  });

  test('is refused where it opens periods that were closed since', async () => {
    const { ledger } = await openShop(memoryStore());
    for (const status of ['softClosed', 'closed'] as const) {
      await ledger.setPeriodStatus('2025', status);
      await expect(ledger.open(shopSetup)).rejects.toMatchObject({
        code: 'LEDGER_BAD_ARGUMENT',
        message:
          `periods.2025.status is 'open': give '${status}', as ledger.setup() has it, ` +
          'or call setPeriodStatus to open it again.',
      });
      expect((await ledger.setup())?.periods).toEqual(periodsWith(status));
    }
    const half = { ...shopSetup, periods: periodsWith('softClosed') };
    await expect(ledger.open(half)).rejects.toMatchObject({ code: 'LEDGER_BAD_ARGUMENT' });
    await ledger.setPeriodStatus('2025', 'open');
    await ledger.open(shopSetup);
  });

  test('is refused where it opens accounts that were closed since', async () => {
    const { ledger } = await openShop(memoryStore());
    await ledger.closeAccount('rent', '2026-07-01');
    const message =
      "give '2026-07-01', as ledger.setup() has it, or call closeAccount to open it again.";
    const rent = (closedOn: string): BookSetupInput => ({
      ...shopSetup,
      accounts: shopSetup.accounts.map((one) => (one.id === 'rent' ? { ...one, closedOn } : one)),
    });
    await expect(ledger.open(shopSetup)).rejects.toThrow(
      `accounts.rent.closedOn is none: ${message}`,
    );
    await expect(ledger.open(rent('2026-07-02'))).rejects.toThrow(
      `accounts.rent.closedOn is '2026-07-02': ${message}`,
    );
    await ledger.open(rent('2026-06-01'));
    await ledger.closeAccount('rent', undefined);
    await ledger.open(shopSetup);
  });

  test('is refused where a period is gone', async () => {
    const { ledger } = await openShop(memoryStore());
    const periods = shopSetup.periods!.slice(1);
    await expect(ledger.open({ ...shopSetup, periods })).rejects.toMatchObject({
      code: 'LEDGER_BAD_ARGUMENT',
      details: { path: 'periods', value: "without '2025'" },
    });
  });

  test('may close more periods, and add some', async () => {
    const { ledger } = await openShop(memoryStore());
    await ledger.setPeriodStatus('2025', 'softClosed');
    const next = { id: '2027', from: '2027-01-01', to: '2027-12-31' };
    await ledger.open({ ...shopSetup, periods: [next, ...periodsWith('closed')] });
    const outcome = await ledger.post(entry('a', ['cash', 'fees'], '1', { date: '2025-12-31' }));
    expect(outcome).toMatchObject({ code: 'LEDGER_PERIOD_CLOSED' });
  });

  test('may write rates in other ways and in another order, corrections in theirs', async () => {
    const { ledger } = await openShop(memoryStore(), withRates);
    const recordedAt = '2026-01-03T00:00:00Z';
    const yen = { date: '2026-01-02', from: 'JPY', to: 'EUR', rate: '1/160', recordedAt };
    await ledger.addRates([corrected, yen]);
    const rates = [
      { ...yen, rate: '2/320', recordedAt: '2026-01-03T00:00:00.000Z' },
      { ...dollar, rate: 0.9, kind: 'spot' },
      { ...corrected, rate: decimal('0.910') },
    ] as const;
    await ledger.open({ ...shopSetup, rates: [...rates] });
    const turned = [rates[0], rates[2], rates[1]];
    await expect(ledger.open({ ...shopSetup, rates: turned })).rejects.toMatchObject({
      details: { path: 'rates', value: 'without 0.91 from USD to EUR on 2026-01-02' },
    });
  });

  test('keeps a rate as often as it was given', async () => {
    const { ledger } = await openShop(memoryStore(), withRates);
    await ledger.addRates([corrected, dollar]);
    const once = { ...shopSetup, rates: [dollar, corrected] };
    await expect(ledger.open(once)).rejects.toMatchObject({ details: { path: 'rates' } });
    await ledger.open({ ...shopSetup, rates: [dollar, corrected, dollar] });
  });

  test('names what is malformed before what is missing', async () => {
    const { ledger } = await openShop(memoryStore(), withRates);
    const malformed = { ...shopSetup, periods: [{ id: '2025', from: 'May', to: 'June' }] };
    await expect(ledger.open(malformed)).rejects.toMatchObject({ code: 'LEDGER_INVALID_SETUP' });
  });
});

describe('setup', () => {
  test('is undefined before the books are set up, then what was given and changed since', async () => {
    const store = memoryStore();
    const other = new Ledger({ store: store.forTenant('other'), clock: manualClock(MORNING) });
    const { ledger } = await openShop(store);
    expect(await ledger.setup()).toEqual(shopSetup);
    await ledger.addRates([dollar]);
    await ledger.openAccounts([{ id: 'till', type: 'asset' }]);
    const till = { id: 'till', type: 'asset' };
    const accounts = [...shopSetup.accounts, till];
    expect(await ledger.setup()).toEqual({ ...shopSetup, accounts, rates: [dollar] });
    expect(await other.setup()).toBeUndefined();
  });

  test('is what the next set-up begins with', async () => {
    const { ledger } = await openShop(memoryStore());
    await ledger.addRates([dollar]);
    await ledger.setPeriodStatus('2025', 'closed');
    const stored = (await ledger.setup())!;
    const journals = [...stored.journals!, { id: 'bank' }];
    await ledger.open({ ...stored, journals });
    expect(await ledger.setup()).toEqual({ ...stored, journals });
  });

  test('that was changed behind the ledger is refused', async () => {
    const store = memoryStore();
    const { ledger } = await openShop(store);
    const [row] = await rowsOf(store, setups);
    const setup = { ...row!.setup, rounding: 'up' as const };
    const document = { id: 'setup', setup };
    await store.commit({ checks: [], writes: [{ kind: 'put', collection: setups, document }] });
    await expect(ledger.setup()).rejects.toMatchObject({ code: 'LEDGER_BROKEN_CHAIN' });
  });
});

describe('closeAccount', () => {
  const setup: BookSetupInput = { ...shopSetup, roundingAccount: 'rent' };

  test.each([
    ['trading', '2026-07-01', "account is 'trading': give an account that the ledger does not"],
    ['rent', '2026-07-01', "account is 'rent': give an account that the ledger does not"],
    ['till', '2026-07-01', "no account 'till'"],
    ['cash', 'May', "closedOn is 'May'"],
  ])('of %s from %s is misuse', async (id, closedOn, message) => {
    const { ledger } = await openShop(memoryStore(), setup);
    await expect(ledger.closeAccount(id, closedOn)).rejects.toThrow(message);
    expect(await ledger.setup()).toEqual(setup);
  });
});
