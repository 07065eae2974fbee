/**
 * The slow, obvious twins of the forecast rules: they walk from day to day and count.
 *
 * No search, no calendar arithmetic, no running totals: whether a day works is asked of every day.
 */
import type { Calendar, Day } from '@kontor/kernel';
import type { ForecastConsumptionInput, ForecastSpreadInput } from '@kontor/mrp';

/** What is left of each period after every order has walked the days of its window. */
export function slowConsume(input: ForecastConsumptionInput): { net: number[]; rests: number[] } {
  const { periods, orders, mode = 'backwardThenForward', calendar } = input;
  const net = periods.map(({ quantity }) => quantity);
  const rests = orders.map(({ quantity }) => quantity);
  const rows = [...orders.keys()].toSorted((a, b) => {
    const [one, other] = [orders[a]!, orders[b]!];
    return one.due - other.due || (one.id < other.id ? -1 : Number(one.id > other.id));
  });
  for (const row of rows) {
    const { due } = orders[row]!;
    const back = daysAway(due, -1, input.backwardDays ?? 0, calendar);
    const forth = daysAway(due, 1, input.forwardDays ?? 0, calendar);
    const ways = {
      backwardOnly: [back],
      forwardOnly: [forth],
      backwardThenForward: [back, forth],
      forwardThenBackward: [forth, back],
    }[mode];
    for (const day of [due, ...ways.flat()]) {
      const period = periods.findIndex(({ from, until }) => from <= day && day < until);
      if (period === -1) continue;
      const share = Math.min(rests[row]!, net[period]!);
      net[period]! -= share;
      rests[row]! -= share;
    }
  }
  return { net, rests };
}

/** The days of a window on one side of the due day, from the nearest to the farthest. */
function daysAway(due: Day, way: 1 | -1, count: number, calendar: Calendar | undefined): Day[] {
  const days: Day[] = [];
  for (let day = due, left = count; left > 0; ) {
    day += way;
    days.push(day);
    if (calendar === undefined || calendar.isWorkingDay(day)) left--;
  }
  return days;
}

/** Spreads each period over its days one by one, then adds up the days of each group. */
export function slowSpread(
  input: ForecastSpreadInput,
): { day: Day; quantity: number; period: number }[] {
  const { periods, today, groupDays = 1, calendar } = input;
  return periods.flatMap(({ from, until, quantity }, period) => {
    const all = Array.from({ length: until - from }, (_, index) => from + index);
    const working = all.filter((day) => calendar === undefined || calendar.isWorkingDay(day));
    const days = working.length === 0 ? all : working;
    const shares = days.map((day, index) => ({
      day,
      quantity: halfUp(quantity * (index + 1), days.length) - halfUp(quantity * index, days.length),
    }));
    const left = shares.filter(({ day }) => day >= today);
    const groups: { day: Day; quantity: number; period: number }[] = [];
    for (let start = 0; start < left.length; start += groupDays) {
      const group = left.slice(start, start + groupDays);
      const sum = group.reduce((total, share) => total + share.quantity, 0);
      if (sum > 0) groups.push({ day: group[0]!.day, quantity: sum, period });
    }
    return groups;
  });
}

/** a / b to the nearest whole number, halves up, by long division in bigint. */
function halfUp(a: number, b: number): number {
  const [whole, rest] = [BigInt(a) / BigInt(b), BigInt(a) % BigInt(b)];
  return Number(2n * rest >= BigInt(b) ? whole + 1n : whole);
}
