/**
 * Random stock, open orders, demand, reservations and forecasts.
 */
import { day, decimal, formatDay } from '@kontor/kernel';
import type { ModelInput } from '@kontor/mrp';
import * as fc from 'fast-check';
import {
  date,
  item,
  quantity,
  type RandomTerms,
  segment,
  site,
  sometimes,
  TODAY,
} from './random-terms.ts';

type Rows<List extends keyof ModelInput> = NonNullable<ModelInput[List]>;
type StockInput = Rows<'stock'>[number];
type ReceiptInput = Rows<'receipts'>[number];
type DemandInput = Rows<'demands'>[number];
type ForecastInput = Rows<'forecasts'>[number];

const owed = (amount: string): string => `-${amount}`;

/** Stock, some of it below nothing, held, to come free, or about to expire. */
export function stock(terms: RandomTerms): fc.Arbitrary<StockInput[]> {
  const amount = quantity(terms, 60);
  // Now and then more was taken than was there.
  const onHand = terms.fullBills
    ? fc.oneof({ weight: 5, arbitrary: amount }, { weight: 1, arbitrary: amount.map(owed) })
    : amount;
  const unit = fc.constantFrom(...(terms.fullBills ? ['each', 'pair', 'dozen'] : ['each']));
  const row = fc.record(
    { item, location: site, quantity: onHand, unit },
    { requiredKeys: ['item', 'location', 'quantity'] },
  );
  const state = sometimes(
    terms.stockStates,
    {
      status: fc.constant('hold' as const),
      availableOn: date(-5, 25),
      expires: date(-2, 40),
    },
    2,
  ).map(({ availableOn, expires, ...how }) => ({
    ...how,
    ...(availableOn && { availableOn }),
    // No stock comes free on a day on which it has expired.
    ...(expires && (availableOn === undefined || availableOn < expires) && { expires }),
  }));
  const rows = fc
    .tuple(row, state, segment(terms))
    // What was taken too much was taken of what is free.
    .map(([own, how, whose]) => ({
      ...own,
      ...(own.quantity.startsWith('-') ? {} : how),
      ...whose,
    }));
  return fc.array(rows, { maxLength: terms.stockStates ? 10 : 6 });
}

/** Open orders of every kind. */
export function receipts(terms: RandomTerms): fc.Arbitrary<ReceiptInput[]> {
  const common = { item, location: site, due: date(-3, 40), quantity: quantity(terms, 40) };
  const start = date(-3, 20);
  const row: fc.Arbitrary<ReceiptInput> = fc.oneof(
    fc.record({ ...common, kind: fc.constant('buy' as const) }),
    fc.record({ ...common, kind: fc.constant('make' as const), start }),
    fc.record({
      ...common,
      kind: fc.constant('transfer' as const),
      location: fc.constant('plant'),
      origin: fc.constantFrom('store', 'warehouse'),
      ship: start,
    }),
  );
  if (terms.stockStates !== true) return fc.array(row, { maxLength: 4 });
  const open = fc
    .tuple(row, receiptState(terms), segment(terms), fc.integer({ min: 1, max: 25 }), inUnit(terms))
    .map(([own, { expires, ...how }, whose, life, unit]) => ({
      ...own,
      ...how,
      ...whose,
      ...unit,
      // No order comes on a day on which it has expired.
      ...(expires && { expires: formatDay(day(own.due) + life) }),
    }));
  return fc.array(open.map(sound), { maxLength: 8 });
}

/** Now and then in another unit. */
const inUnit = (terms: RandomTerms): fc.Arbitrary<{ unit?: string }> =>
  sometimes(terms.fullBills, { unit: fc.constantFrom('pair', 'dozen') }, 5);

interface ReceiptState {
  readonly status: NonNullable<ReceiptInput['status']>;
  readonly kind: 'subcontract' | 'make';
  readonly alternate: string;
  readonly start: undefined;
  readonly ship: undefined;
  readonly expires: boolean;
}

const STATUSES = ['firmPlanned', 'firmPlanned', 'confirmed', 'released', 'closed'] as const;

const receiptState = (terms: RandomTerms): fc.Arbitrary<Partial<ReceiptState>> =>
  fc
    .tuple(
      sometimes(true, { status: fc.constantFrom(...STATUSES), expires: fc.constant(true) }, 1),
      sometimes(terms.routes, {
        kind: fc.constantFrom('subcontract' as const, 'make' as const),
        alternate: fc.constant('other'),
      }),
      fc.constantFrom({}, { start: undefined, ship: undefined }),
    )
    .map((parts) => Object.assign({}, ...parts) as Partial<ReceiptState>);

/** Without what its kind does not know. */
function sound(row: ReceiptInput): ReceiptInput {
  const { start, ship, origin, alternate, ...rest } = row;
  const isMoved = row.kind === 'transfer';
  const isMade = row.kind === 'make' || row.kind === 'subcontract';
  return {
    ...rest,
    ...(isMade && start !== undefined && { start }),
    ...(isMade && alternate !== undefined && { alternate }),
    ...(isMoved && origin !== undefined && { origin }),
    ...(isMoved && ship !== undefined && { ship }),
  };
}

/** What is wanted; each with an id where stock may be reserved for it. */
export function demands(terms: RandomTerms): fc.Arbitrary<DemandInput[]> {
  const row = fc.record({ item, location: site, quantity: quantity(terms, 60), due: date(-4, 60) });
  return fc
    .array(fc.tuple(row, segment(terms)), { minLength: 1, maxLength: terms.segments ? 9 : 6 })
    .map((rows) =>
      rows.map(
        ([own, whose], at): DemandInput => ({
          ...own,
          ...whose,
          ...((terms.stockStates || terms.forecasts) && { id: `d${at}` }),
        }),
      ),
    );
}

/** Consecutive periods of a few items at sites, with gaps. */
export function forecasts(terms: RandomTerms): fc.Arbitrary<ForecastInput[]> {
  if (terms.forecasts !== true) return fc.constant([]);
  const period = fc.record({
    gap: fc.constantFrom(0, 0, 3),
    days: fc.integer({ min: 1, max: 20 }),
    quantity: quantity(terms, 80),
    unit: inUnit(terms),
  });
  const ofPlace = fc
    .record({
      item,
      location: site,
      start: fc.integer({ min: -20, max: 10 }),
      periods: fc.array(period, { minLength: 1, maxLength: 4 }),
    })
    .map(({ item: of, location, start, periods }) => {
      let from = day(TODAY) + start;
      return periods.map(({ gap, days, quantity: amount, unit }): ForecastInput => {
        const row = { from: formatDay(from + gap), until: formatDay(from + gap + days) };
        from += gap + days;
        return { item: of, location, ...row, quantity: amount, ...unit };
      });
    });
  return fc
    .uniqueArray(ofPlace, {
      selector: ([row]) => `${row!.item}@${row!.location}`,
      maxLength: 4,
    })
    .map((rows) => rows.flat());
}

/**
 * Half of the demand where there is stock or forecast or a policy to plan it by, and half of the
 * open orders where they may be moved in.
 */
export function withFlowsThatMeet(
  terms: RandomTerms,
  model: fc.Arbitrary<ModelInput>,
): fc.Arbitrary<ModelInput> {
  if (!terms.forecasts && !terms.control) return model;
  const picks = fc.array(fc.nat({ max: 1000 }), { minLength: 9, maxLength: 9 });
  return fc.tuple(model, picks, picks).map(([input, ofDemands, ofReceipts]) => {
    const policies = input.parameters!;
    const places = [...input.forecasts!, ...input.forecasts!, ...input.stock!, ...policies];
    const moving = policies.filter((row) => row.rescheduleWithinDays !== undefined);
    return {
      ...input,
      demands: input.demands!.map((row, at) => ({ ...row, ...picked(places, ofDemands[at]!) })),
      receipts: input.receipts!.map((row, at) =>
        row.kind === 'transfer' ? row : { ...row, ...picked(moving, ofReceipts[at]!) },
      ),
    };
  });
}

/** The item and site of one of the rows; half of the time of none. */
function picked(rows: readonly Placed[], dice: number): Partial<Placed> {
  const row = rows[dice % (2 * rows.length)];
  return row === undefined ? {} : { item: row.item, location: row.location };
}

/** Parts of stock that are set aside for demands, as far as it and they go. */
export function withReservations(
  terms: RandomTerms,
  model: fc.Arbitrary<ModelInput>,
): fc.Arbitrary<ModelInput> {
  if (terms.stockStates !== true) return model;
  const quarters = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 9, maxLength: 9 });
  return fc.tuple(model, quarters).map(([input, parts]) => {
    const reservations: Rows<'reservations'> = [];
    input.demands!.forEach((row, at) => {
      const free = freeFor(input, row).minus(
        reservations
          .filter((other) => isAtPlaceOf(input, row, demandOf(input, other.demand)))
          .reduce((sum, other) => sum.plus(String(other.quantity)), decimal(0)),
      );
      const asked = decimal(String(row.quantity));
      const most = free.lt(asked) ? free : asked;
      // Whole steps: tenths where there are fractions.
      const step = terms.fractions ? 10 : 1;
      const part = most.times(parts[at]!).times(step).div(4).floor().div(step);
      if (part.lte(0)) return;
      const { item: of, location } = row;
      reservations.push({ item: of, location, demand: row.id!, quantity: part.toFixed() });
    });
    return { ...input, reservations };
  });
}

const demandOf = (input: ModelInput, id: string): DemandInput =>
  input.demands!.find((row) => row.id === id)!;

interface Placed {
  readonly item: string;
  readonly location: string;
  readonly segment?: string | undefined;
}

/** Whether two rows count for one place: their segments matter only where they are kept apart. */
function isAtPlaceOf(input: ModelInput, a: Placed, b: Placed): boolean {
  if (a.item !== b.item || a.location !== b.location) return false;
  const policy = input.parameters!.find(
    (row) => row.item === a.item && row.location === a.location,
  );
  return (policy?.segments ?? 'common') === 'common' || a.segment === b.segment;
}

/** Stock that is free for a demand and does not expire. */
function freeFor(input: ModelInput, demand: DemandInput): ReturnType<typeof decimal> {
  const isThere = (row: StockInput): boolean =>
    row.status !== 'hold' && row.availableOn === undefined && row.expires === undefined;
  const rows = input.stock!.filter((row) => isThere(row) && isAtPlaceOf(input, row, demand));
  return rows.reduce((sum, row) => sum.plus(inEach(row)), decimal(0));
}

/** Of item E a pair is three. */
function inEach({ item: of, quantity: amount, unit }: StockInput): ReturnType<typeof decimal> {
  const size = { pair: of === 'E' ? 3 : 2, dozen: 12 }[unit ?? ''] ?? 1;
  return decimal(String(amount)).times(size);
}
