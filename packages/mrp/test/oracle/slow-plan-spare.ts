/**
 * Spare stock for the slow twin of `plan`: what a plan without it leaves over, given to who lacks.
 *
 * In rounds: first everybody's first source of that kind, then everybody's second, and so on.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import type { Source } from '../../src/model.ts';
import { slowProportional } from './slow-shares.ts';
import { inForce } from './slow-plan-days.ts';
import { comparePlaces, grouped, keyOf, type Place, type SlowModel } from './slow-plan-model.ts';
import { type DatedOrder, dueDay, type Flow, releaseDay } from './slow-plan-orders.ts';
import { mostWithin, nameOf } from './slow-plan-sources.ts';
import { netRow, type SlowRow } from './slow-plan-sweep.ts';

const zero = decimal(0);
const least = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b);

/** An order that is given before netting, and what it takes at its origin. */
export interface Move {
  readonly order: DatedOrder;
  readonly taken: Flow;
}

/** One way for a place to get spare stock. */
interface Giver {
  readonly origin: Place;
  /** None for common stock that serves a segment. */
  readonly row: Source | undefined;
  /** Units of the origin's item for one. */
  readonly per: Decimal;
}

/** What a place lacks on a day, and what it still lacks after the rounds so far. */
interface Lack {
  readonly place: Place;
  readonly need: Day;
  left: Decimal;
}

interface Request {
  readonly lack: Lack;
  readonly giver: Giver;
  readonly due: Day;
  readonly ship: Day;
}

/** Whether anybody in the model may get spare stock. */
export function sharesSpareStock(model: SlowModel): boolean {
  return model.places().some((place) => giversOf(model, place).length > 0);
}

/** The moves of spare stock, given the rows of a plan without any. */
export function spareMoves(model: SlowModel, rowOf: (place: Place) => SlowRow): Move[] {
  const receivers = model.places().filter((place) => giversOf(model, place).length > 0);
  const lacks = receivers.flatMap((place) => lacksOf(rowOf(place)));
  const moves: Move[] = [];
  const most = Math.max(0, ...receivers.map((place) => giversOf(model, place).length));
  for (let round = 0; round < most; round++) {
    const requests = lacks.flatMap((lack) => requestOf(model, lack, round));
    const byOrigin = grouped(requests, ({ giver }) => keyOf(giver.origin));
    for (const [key, ofOrigin] of byOrigin) {
      const [item, location, segment] = JSON.parse(key) as [string, string, string];
      const origin = { item, location, segment };
      const spare = new Spare(rowOf(origin));
      for (const { taken } of moves) if (keyOf(taken.place) === key) spare.take(taken);
      moves.push(...serve(model, spare, ofOrigin));
    }
  }
  return moves;
}

/** Who may give to a place: common stock to a segment first, then the sources by rank. */
function giversOf(model: SlowModel, place: Place): Giver[] {
  const { item, location, segment } = place;
  const rows = model.surplusSources(item, location).map((row) => giverOf(model, row, segment));
  const policy = model.parameter(item, location)?.segments;
  if (segment === '' || policy !== 'ownThenCommon') return rows;
  const common = { origin: { item, location, segment: '' }, row: undefined, per: decimal(1) };
  return [common, ...rows];
}

function giverOf(model: SlowModel, row: Source, segment: string): Giver {
  if (row.kind === 'substitute') {
    const origin = model.place(row.substitute, row.location, segment);
    return { origin, row, per: decimal(row.quantityPer) };
  }
  const site = row.kind === 'transfer' ? row.origin : row.location;
  return { origin: model.place(row.item, site, segment), row, per: decimal(1) };
}

/** What a place lacks, if each lack is covered by itself. */
function lacksOf(row: SlowRow): Lack[] {
  const lacks: Lack[] = [];
  netRow(row, (_, need, net) => {
    lacks.push({ place: row.place, need, left: net });
    return net;
  });
  return lacks;
}

/** The request of a round; none where there is no such source, or it would be late. */
function requestOf(model: SlowModel, lack: Lack, round: number): Request[] {
  const giver = giversOf(model, lack.place)[round];
  if (giver === undefined || lack.left.isZero()) return [];
  const due = dueDay(model, lack.place, lack.need);
  if (giver.row !== undefined && !inForce(giver.row, due)) return [];
  const ship = releaseDay(model, lack.place, giver.row, lack.left, due);
  const isLate = ship < model.today && !(lack.need < model.today && ship === due);
  return isLate ? [] : [{ lack, giver, due, ship }];
}

/** What a place has beyond all that it needs itself. */
class Spare {
  readonly place: Place;
  readonly #row: SlowRow;
  readonly #taken: Flow[] = [];

  constructor(row: SlowRow) {
    this.place = row.place;
    this.#row = row;
  }

  /** What can be taken on a day so that neither that day nor any later one is short. */
  on(date: Day): Decimal {
    const { gross, receipts, stock } = this.#row;
    const taken = this.#taken.map(({ day }) => day);
    const later = [...gross.keys(), ...receipts.keys(), ...taken, ...stock.events()];
    const over = [date, ...later.filter((on) => on > date)].map((on) =>
      this.#balance(on).minus(stock.required(on)),
    );
    const [lowest] = over.toSorted((a, b) => a.comparedTo(b));
    return lowest!.lt(0) ? zero : lowest!;
  }

  take(flow: Flow): void {
    this.#taken.push(flow);
  }

  #balance(on: Day): Decimal {
    const { gross, receipts, onHand } = this.#row;
    const until = (flows: Iterable<[Day, Decimal]>): Decimal =>
      [...flows]
        .filter(([date]) => date <= on)
        .reduce((sum, [, quantity]) => sum.plus(quantity), zero);
    const taken = this.#taken.map(({ day, quantity }): [Day, Decimal] => [day, quantity]);
    return onHand.plus(until(receipts)).minus(until(gross)).minus(until(taken));
  }
}

/** Gives to the requests at one origin, in their turn. */
function serve(model: SlowModel, spare: Spare, requests: readonly Request[]): Move[] {
  const caps = capsOf(model, spare, requests);
  return inTurn(model, spare.place, requests).flatMap((request) => {
    const { lack, giver, ship, due } = request;
    const key = keyOf(lack.place);
    const there = inStead(model, giver, spare.on(takenOn(model, ship)));
    const cap = caps.get(key);
    const wanted = least(least(lack.left, there), cap ?? lack.left);
    const quantity = mostWithin(wanted, giver.row);
    if (quantity.isZero()) return [];
    lack.left = lack.left.minus(quantity);
    if (cap !== undefined) caps.set(key, cap.minus(quantity));
    const taken = {
      place: spare.place,
      day: takenOn(model, ship),
      quantity: usedFor(model, giver, quantity),
    };
    spare.take(taken);
    const { place, need } = lack;
    const kind = giver.row?.kind ?? 'transfer';
    const source = giver.row === undefined ? 'common' : nameOf(giver.row);
    const { row } = giver;
    return [{ order: { place, kind, source, row, quantity, need, due, release: ship }, taken }];
  });
}

/** The day on which spare stock is taken: the first of the ship day's bucket, not before today. */
const takenOn = (model: SlowModel, ship: Day): Day => Math.max(model.bucket(ship), model.today);

/** How much so much of the origin's item makes of the receiver's, rounded down to its steps. */
function inStead(model: SlowModel, { row, per }: Giver, quantity: Decimal): Decimal {
  if (row?.kind !== 'substitute') return quantity;
  const step = model.bills.steps(row.item, decimal(1));
  return quantity.times(step).div(per).floor().div(step);
}

/** How much of the origin's item so much of the receiver's takes, rounded up to its steps. */
function usedFor(model: SlowModel, { row, per }: Giver, quantity: Decimal): Decimal {
  if (row?.kind !== 'substitute') return quantity;
  const step = model.bills.steps(row.substitute, decimal(1));
  return quantity.times(per).times(step).ceil().div(step);
}

/** By the policy of the place that gives. */
function inTurn(model: SlowModel, origin: Place, requests: readonly Request[]): Request[] {
  const policy = model.parameter(origin.item, origin.location)?.fairShare ?? 'earliestFirst';
  const byDay = (a: Request, b: Request): number => a.lack.need - b.lack.need;
  const byPriority = (a: Request, b: Request): number => priorityOf(a) - priorityOf(b);
  return requests.toSorted(
    (a, b) =>
      (policy === 'priority' ? byPriority(a, b) || byDay(a, b) : byDay(a, b) || byPriority(a, b)) ||
      comparePlaces(a.lack.place, b.lack.place),
  );
}

/** Common stock serves its own segments before others. */
const priorityOf = ({ giver }: Request): number => giver.row?.priority ?? Number.MIN_SAFE_INTEGER;

/** What each place gets at most where the site shares in proportion and has too little. */
function capsOf(
  model: SlowModel,
  spare: Spare,
  requests: readonly Request[],
): Map<string, Decimal> {
  const { item, location } = spare.place;
  if (model.parameter(item, location)?.fairShare !== 'proportional') return new Map();
  const step = model.bills.steps(item, decimal(1));
  const ofPlaces = grouped(
    requests.toSorted((a, b) => comparePlaces(a.lack.place, b.lack.place)),
    ({ lack }) => keyOf(lack.place),
  );
  const wanted = [...ofPlaces.values()].map((rows) =>
    rows.reduce((sum, { giver, lack }) => sum.plus(usedFor(model, giver, lack.left)), zero),
  );
  const earliest = Math.min(...requests.map(({ ship }) => ship));
  const there = spare.on(takenOn(model, earliest));
  const all = wanted.reduce((sum, quantity) => sum.plus(quantity), zero);
  if (all.lte(there)) return new Map();
  const shares = slowProportional(
    there.times(step).toNumber(),
    wanted.map((quantity) => quantity.times(step).toNumber()),
  );
  return new Map(
    [...ofPlaces].map(([key, rows], at) => [
      key,
      inStead(model, rows[0]!.giver, decimal(shares[at]!).div(step)),
    ]),
  );
}
