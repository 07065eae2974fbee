/**
 * Lots for the slow twin of `plan`: which source answers a net requirement, how much, and when.
 */
import { type Day, type Decimal, decimal } from '@kontor/kernel';
import { lotSizeRules } from '@kontor/mrp';
import type { PlanningParameter, Source } from '../../src/model.ts';
import { after, inForce } from './slow-plan-days.ts';
import type { Place, SlowModel } from './slow-plan-model.ts';
import { type DatedOrder, dueDay, releaseDay, usableDay } from './slow-plan-orders.ts';
import { nameOf, nextLot } from './slow-plan-sources.ts';
import { type Sweep, sweepDays, windowNeed } from './slow-plan-sweep.ts';

const zero = decimal(0);
const most = (a: Decimal, b: Decimal): Decimal => (a.gt(b) ? a : b);
const least = (a: Decimal, b: Decimal): Decimal => (a.lt(b) ? a : b);

/** The rules that see the needs of all periods at once. */
type DynamicRule = Extract<NonNullable<Source['lotSizing']>, { setupCost: string }>;

/** Orders for the net requirements of one place, in their turn. */
export class SlowCover {
  readonly orders: DatedOrder[] = [];
  readonly #model: SlowModel;
  readonly #place: Place;
  readonly #upTo: Decimal;
  readonly #policy: PlanningParameter | undefined;
  /** What each source with a quota was given, before and in this run. */
  readonly #allocated = new Map<Source, Decimal>();
  /** What the lots of dynamic rules came to in a sweep. */
  readonly #received = new Map<Sweep, Decimal>();

  constructor(model: SlowModel, place: Place, upTo: Decimal) {
    this.#model = model;
    this.#place = place;
    this.#upTo = upTo;
    this.#policy = model.parameter(place.item, place.location);
  }

  /** Orders for a net requirement; returns what they add up to. */
  cover(sweep: Sweep, need: Day, net: Decimal, balance: Decimal): Decimal {
    const fence = this.#fence(this.#policy?.planningTimeFenceDays);
    const due = Math.max(dueDay(this.#model, this.#place, need), fence);
    const first = this.#choose(due, net);
    const wanted = this.#wanted(first, sweep, need, net, balance);
    let covered = zero;
    for (let row = first; covered.lt(wanted); row = this.#choose(due, net)) {
      const lot = nextLot(wanted.minus(covered), row);
      covered = covered.plus(lot);
      if (row !== undefined) this.#allocated.set(row, this.#given(row).plus(lot));
      this.orders.push(this.#dated(row, lot, need, due));
    }
    if (dynamicRule(first) !== undefined) {
      this.#received.set(sweep, (this.#received.get(sweep) ?? zero).plus(covered));
    }
    return covered;
  }

  /** The end of a time fence; always past where there is none. */
  #fence(days = 0): Day {
    if (days === 0) return -Infinity;
    return after(this.#model.siteCalendar(this.#place.location), this.#model.today, days);
  }

  /** The source of the next lot; none where none is in force. */
  #choose(due: Day, net: Decimal): Source | undefined {
    const { item, location } = this.#place;
    const candidates = this.#model
      .primarySources(item, location)
      .filter((row) => inForce(row, due));
    const first = candidates[0];
    if (first === undefined) return undefined;
    if (hasQuota(first)) {
      const sharing = candidates.filter((row) => row.priority === first.priority && hasQuota(row));
      return sharing.reduce((a, b) => (this.#isBehind(b, a) ? b : a));
    }
    if (this.#policy?.avoidPastDue !== true) return first;
    const timely = candidates.find((row) => {
      const lot = nextLot(net, row);
      return releaseDay(this.#model, this.#place, row, lot, due) >= this.#model.today;
    });
    return timely ?? first;
  }

  /** Whether what a source was given is a smaller part of its quota than another's. */
  #isBehind(one: Source, other: Source): boolean {
    const weighed = this.#given(one).times(other.quota!);
    return weighed.lt(this.#given(other).times(one.quota!));
  }

  #given(row: Source): Decimal {
    return this.#allocated.get(row) ?? decimal(row.quotaAllocated);
  }

  /** How much to order: by the source's rule, up to a level, for so many days at most. */
  #wanted(
    row: Source | undefined,
    sweep: Sweep,
    need: Day,
    net: Decimal,
    balance: Decimal,
  ): Decimal {
    const windowOf = (days: number): Decimal => windowNeed(sweep, need, net, balance, days);
    const rule = dynamicRule(row);
    let wanted = net;
    if (row?.lotSizing?.rule === 'periodOfSupply') wanted = windowOf(row.lotSizing.days);
    if (rule !== undefined) {
      const received = this.#received.get(sweep) ?? zero;
      wanted = most(net, this.#wantedUntil(rule, sweep, need).minus(received));
    }
    wanted = most(wanted, net.plus(most(this.#upTo.minus(sweep.required(need)), zero)));
    const coverDays = this.#policy?.maxCoverDays;
    if (coverDays === undefined) return wanted;
    return most(net, least(wanted, windowOf(coverDays)));
  }

  /** What a dynamic rule receives from the first period to that of a day. */
  #wantedUntil(rule: DynamicRule, sweep: Sweep, need: Day): Decimal {
    const { today } = this.#model;
    const periodOf = (on: Day): number => Math.max(0, Math.floor((on - today) / rule.periodDays));
    const nets: Decimal[] = [];
    sweepDays(sweep, (_, on, net) => {
      nets[periodOf(on)] = (nets[periodOf(on)] ?? zero).plus(net);
      return net;
    });
    const { item } = this.#place;
    const step = this.#model.bills.steps(item, decimal(1));
    const lots = lotsOf(
      rule,
      Array.from(nets, (net) => (net ?? zero).times(step).toNumber()),
      step,
    );
    return lots
      .slice(0, periodOf(need) + 1)
      .reduce<Decimal>((sum, lot) => sum.plus(lot), zero)
      .div(step);
  }

  /** The dates of a lot that is usable on a day, or as soon after it as fences and today let it. */
  #dated(row: Source | undefined, quantity: Decimal, need: Day, due: Day): DatedOrder {
    const [model, place] = [this.#model, this.#place];
    const kind = row?.kind ?? 'buy';
    const source = row === undefined ? 'no source' : nameOf(row);
    const order = { place, kind, source, row, quantity, need };
    const release = releaseDay(model, place, row, quantity, due);
    const fence = this.#fence(this.#policy?.releaseTimeFenceDays);
    const earliest = model.isClamped ? Math.max(fence, model.today) : fence;
    if (release >= earliest) return { ...order, due, release };
    const usable = usableDay(model, place, row, quantity, due, earliest);
    return { ...order, due: usable, release: earliest };
  }
}

const hasQuota = ({ quota }: Source): boolean => quota !== undefined && decimal(quota).gt(0);

function dynamicRule(row: Source | undefined): DynamicRule | undefined {
  const rule = row?.lotSizing;
  return rule !== undefined && 'setupCost' in rule ? rule : undefined;
}

/** The lots of a rule for the needs of the periods, in whole steps. */
function lotsOf(rule: DynamicRule, demand: readonly number[], stepsPerUnit: Decimal): number[] {
  const problem = {
    demand,
    setupCost: Number(rule.setupCost),
    holdingCost: Number(rule.holdingCost) / stepsPerUnit.toNumber(),
  };
  if (rule.rule === 'economicOrderQuantity') {
    return lotSizeRules.economicOrderQuantity({ ...problem, as: rule.as }).lots;
  }
  if (rule.rule === 'partPeriodBalancing') {
    return lotSizeRules.partPeriodBalancing({ ...problem, convention: rule.convention }).lots;
  }
  return lotSizeRules[rule.rule](problem).lots;
}
