/**
 * Conformance kind `fx`: one open item in a foreign currency through its events: revalued, taken
 * back, settled.
 */
import { day, formatMoney, money, moneyOfMinor, ratio } from '@kontor/kernel';
import { type CarriedItem, carriedItem, remeasured, settle } from '../../../src/carrying.ts';
import { convert } from '../../../src/exchange-rate.ts';
import { remeasure } from '../../../src/remeasurement.ts';

interface FxEvent {
  readonly event: 'revalue' | 'reverse' | 'settle';
  readonly date?: string;
  readonly rate?: string;
  readonly amount?: string;
  readonly bank?: string;
}

interface FxCase {
  readonly functionalCurrency: string;
  readonly item: {
    readonly side: 'receivable' | 'payable';
    readonly amount: string;
    readonly currency: string;
    readonly rate?: string;
    readonly base?: string;
  };
  readonly events: readonly (FxEvent & Readonly<Record<string, string>>)[];
  readonly sumOfExchangeDifferences?: string;
  readonly after?: Readonly<Record<string, string>>;
}

/** The item on its way; what was posted so far is added up. */
interface FxState {
  readonly fx: FxCase;
  readonly sign: bigint;
  item: CarriedItem;
  /** What the run of the day before is to give back. */
  reversal: bigint;
  differences: bigint;
}

/** Differences of an `fx` case, as text; none when it passes. */
export function runFx(input: Record<string, unknown>): string[] {
  const fx = input as unknown as FxCase;
  const sign = fx.item.side === 'payable' ? -1n : 1n;
  const given = baseOf(fx, sign);
  const state: FxState = { fx, sign, item: given, reversal: 0n, differences: 0n };
  const misses = fx.events.flatMap((event, index) =>
    missesOf(event, step(state, event, fx.events[index + 1]), `event ${index + 1}`),
  );
  const sum = base(fx, state.differences);
  const after = { openAmount: amount(fx, sign * state.item.open), ...carryingOf(state) };
  return [
    ...misses,
    ...missesOf(fx.after ?? {}, after, 'after'),
    ...missesOf(
      { sum: fx.sumOfExchangeDifferences ?? sum },
      { sum },
      'sum of exchange differences',
    ),
  ];
}

/** The item at its own rate, unless its base is given; where both are, they must agree. */
function baseOf(fx: FxCase, sign: bigint): CarriedItem {
  const { item, functionalCurrency } = fx;
  const minor = money(item.amount, item.currency).minor;
  const converted = item.rate === undefined ? undefined : atRate(fx, minor, item.rate);
  const given = item.base === undefined ? converted! : money(item.base, functionalCurrency).minor;
  if (converted !== undefined && converted !== given) throw new Error('base differs from rate');
  return carriedItem(sign * minor, sign * given);
}

/** What an event comes to, in the fields of the case. */
function step(state: FxState, event: FxEvent, next: FxEvent | undefined): Record<string, string> {
  switch (event.event) {
    case 'revalue':
      return revalue(state, event, next?.event === 'reverse' ? 'reverse' : 'keep');
    case 'reverse': {
      state.differences += state.reversal;
      return { unrealised: base(state.fx, state.reversal), ...carryingOf(state) };
    }
    case 'settle':
      return settlePart(state, event);
  }
}

function revalue(
  state: FxState,
  { date, rate }: FxEvent,
  mode: 'reverse' | 'keep',
): Record<string, string> {
  const { fx, item, sign } = state;
  const run = remeasure({
    id: 'run',
    date: day(date!),
    mode,
    items: [
      {
        id: 'item',
        account: fx.item.side,
        currency: fx.item.currency,
        amount: item.open,
        base: item.carrying,
      },
    ],
    functionalCurrency: fx.functionalCurrency,
    closingRate: () => ({ rate: ratio(rate!), rateDate: date!, path: [] }),
    accounts: { gain: 'gain', loss: 'loss' },
    rounding: 'halfEven',
  });
  const { difference, closing } = run.rows![0]!;
  const posted = run.entries!.map(
    ({ lines }) => money(lines[0]!.base, fx.functionalCurrency).minor,
  );
  state.differences += posted[0]!;
  state.reversal = posted[1] ?? 0n;
  if (mode === 'keep') state.item = remeasured(item, closing);
  return { unrealised: base(fx, difference), carrying: base(fx, sign * closing) };
}

function settlePart(state: FxState, event: FxEvent): Record<string, string> {
  const { fx, sign, item } = state;
  const part = money(event.amount!, fx.item.currency).minor;
  const bank = event.rate === undefined ? 0n : atRate(fx, part, event.rate);
  const settled = settle(item, sign * part, sign * bank, 'halfEven');
  state.item = settled;
  state.differences += settled.realised;
  return {
    bank: base(fx, bank),
    released: base(fx, sign * settled.released),
    realised: base(fx, settled.realised),
    openAmount: amount(fx, sign * settled.open),
    ...carryingOf(state),
  };
}

const carryingOf = ({ fx, sign, item }: FxState): { carrying: string } => ({
  carrying: base(fx, sign * item.carrying),
});

const atRate = ({ functionalCurrency, item }: FxCase, minor: bigint, rate: string): bigint =>
  convert(
    minor,
    money(0, item.currency).currency.exponent,
    money(0, functionalCurrency).currency.exponent,
    ratio(rate),
    'halfEven',
  );

const base = ({ functionalCurrency }: FxCase, minor: bigint): string =>
  formatMoney(moneyOfMinor(minor, functionalCurrency));

const amount = ({ item }: FxCase, minor: bigint): string =>
  formatMoney(moneyOfMinor(minor, item.currency));

const GIVEN = new Set(['date', 'event', 'rate', 'amount']);

/** The expected fields that differ; those an event is given by are none. */
function missesOf(
  expected: Readonly<Record<string, string>>,
  got: Readonly<Record<string, string>>,
  place: string,
): string[] {
  return Object.entries(expected).flatMap(([field, want]) =>
    GIVEN.has(field) || got[field] === want
      ? []
      : [`${place}: ${field} is ${got[field]}, expected ${want}`],
  );
}
