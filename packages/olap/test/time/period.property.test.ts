/** Laws of periods, and agreement with plain dates. */
import { fc, test } from '@fast-check/vitest';
import { createFiscalCalendar, day } from '@kontor/kernel';
import { expect } from 'vitest';
import { type PeriodDefinition, periodLevelNames } from '../../src/time/period-definition.ts';
import { type PeriodLevels, periodLevels } from '../../src/time/period-levels.ts';
import {
  ancestorPosition,
  closingPeriod,
  descendantsRange,
  lag,
  parallelPeriod,
  rollingWindow,
  toDate,
} from '../../src/time/period-math.ts';
import {
  slowCalendarKey,
  slowDay,
  slowFiscalKey,
  slowIsoKey,
  slowParts,
} from '../oracle/slow-periods.ts';

const yearEnd = fc.record({
  weekday: fc.integer({ min: 0, max: 6 }),
  month: fc.integer({ min: 1, max: 12 }),
  rule: fc.constantFrom('last' as const, 'nearest' as const),
});

const definition: fc.Arbitrary<PeriodDefinition> = fc.oneof(
  fc.constant({ kind: 'calendar' as const }),
  fc.record({ kind: fc.constant('fiscal' as const), startMonth: fc.integer({ min: 1, max: 12 }) }),
  fc.constant({ kind: 'iso' as const }),
  fc.constant({ kind: 'nrf' as const }),
  fc.record({
    kind: fc.constant('weeks' as const),
    pattern: fc.constantFrom('4-4-5' as const, '4-5-4' as const, '5-4-4' as const),
    yearEnd,
    week53In: fc.integer({ min: 1, max: 12 }),
  }),
);

const anyDay = fc.integer({ min: day('1960-01-01'), max: day('2040-12-31') });

/** Years of a kind, with some of the kind's levels, the day among them. */
const time: fc.Arbitrary<PeriodLevels> = fc
  .tuple(definition, anyDay, fc.integer({ min: 0, max: 1500 }), fc.nat())
  .map(([definition, from, days, chosen]) => {
    const all = periodLevelNames[definition.kind];
    const levels = all.filter((name, index) => name === 'day' || (chosen >> index) & 1);
    return periodLevels({ definition, levels, from, to: from + days });
  });

/** A time with a level, a position in it and a level that is not below it. */
const period = fc.tuple(time, fc.nat(), fc.nat(), fc.nat()).map(([time, a, b, c]) => {
  const level = a % time.levels.length;
  const position = b % time.levels[level]!.keys.length;
  return { time, levels: time.levels, level, position, upper: c % (level + 1) };
});

const countOf = (time: PeriodLevels, level: number): number => time.levels[level]!.keys.length;

test.prop([time])('property: keys are in order of time, and each period has days', ({ levels }) => {
  for (const { keys, firstDay, place, parent } of levels) {
    expect(keys.every((key, at) => at === 0 || key > keys[at - 1]!)).toBe(true);
    expect(firstDay.every((first, at) => at === 0 || first > firstDay[at - 1]!)).toBe(true);
    expect(place.every((first, at) => at === 0 || first > place[at - 1]!)).toBe(true);
    expect(parent.every((above, at) => at === 0 || above >= parent[at - 1]!)).toBe(true);
  }
});

test.prop([time, anyDay])(
  'property: a day is in the last period that begins by then, and that lies in its parent',
  (time, day) => {
    for (const [level, { firstDay, parent }] of time.levels.entries()) {
      const isInside = day >= time.from && day <= time.to;
      const position = time.positionOfDay(level, day);
      const begun = firstDay.reduce((count, first) => count + Number(first <= day), 0);
      expect(position).toBe(isInside ? begun - 1 : -1);
      if (!isInside || level === 0) continue;
      expect(parent[position]).toBe(time.positionOfDay(level - 1, day));
    }
  },
);

test.prop([period, fc.integer({ min: -3, max: 3 })])(
  'property: a shift there and back again is no shift, on inner periods with a partner',
  ({ levels, level, position, upper }, count) => {
    const there = parallelPeriod(levels, level, position, upper, count);
    fc.pre(there.reason === undefined);
    expect(parallelPeriod(levels, level, there.position, upper, -count)).toEqual({ position });
  },
);

test.prop([period])('property: lag by 1 then −1 is no shift on inner periods', (drawn) => {
  const { levels, level, position } = drawn;
  const before = lag(levels[level]!, position, 1);
  fc.pre(before >= 0);
  expect(lag(levels[level]!, before, -1)).toBe(position);
});

test.prop([period])('property: to-date of the last period is the whole', (drawn) => {
  const { levels, level, position, upper } = drawn;
  const above = ancestorPosition(levels, level, position, upper);
  const last = closingPeriod(levels, upper, above, level);
  expect(toDate(levels, level, last, upper)).toEqual(descendantsRange(levels, upper, above, level));
});

test.prop([period])(
  'property: the descendants of a level’s periods are all, each once',
  (drawn) => {
    const { time, levels, level, upper } = drawn;
    let next = 0;
    for (let position = 0; position < countOf(time, upper); position++) {
      const range = descendantsRange(levels, upper, position, level)!;
      expect(range.from).toBe(next);
      expect(range.to).toBeGreaterThanOrEqual(range.from);
      next = range.to + 1;
    }
    expect(next).toBe(countOf(time, level));
  },
);

test.prop([fc.nat({ max: 50 }), fc.integer({ min: 1, max: 20 })])(
  'property: windows of n periods have n, or all there are',
  (position, count) => {
    const { from, to, isPartial } = rollingWindow(position, count);
    expect(to).toBe(position);
    expect(to - from + 1).toBe(isPartial ? position + 1 : count);
    expect(isPartial).toBe(count > position + 1);
  },
);

test.prop([anyDay, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 800 })])(
  'property: keys equal those of plain dates',
  (from, startMonth, days) => {
    const kinds = [
      [{ kind: 'calendar' }, slowCalendarKey],
      [{ kind: 'fiscal', startMonth }, (name, at) => slowFiscalKey(name, at, startMonth)],
      [{ kind: 'iso' }, slowIsoKey],
    ] as const satisfies readonly [PeriodDefinition, (name: string, day: number) => unknown][];
    for (const [definition, slowKey] of kinds) {
      const levels = periodLevelNames[definition.kind];
      const time = periodLevels({ definition, levels, from, to: from + days });
      for (const at of [from, from + days, time.from, time.to]) {
        const keys = levels.map(
          (_, level) => time.levels[level]!.keys[time.positionOfDay(level, at)],
        );
        expect(keys).toEqual(levels.map((name) => slowKey(name, at)));
      }
    }
  },
);

test.prop([anyDay, fc.integer({ min: -2, max: 2 }), fc.boolean()])(
  'property: a day’s partner in another year is the date with that year',
  (at, years, hasMonths) => {
    const definition = { kind: 'calendar' } as const;
    const levels = hasMonths ? (['year', 'month', 'day'] as const) : (['year', 'day'] as const);
    const time = periodLevels({ definition, levels, from: at - 1200, to: at + 1200 });
    const leaf = levels.length - 1;
    const found = parallelPeriod(time.levels, leaf, time.positionOfDay(leaf, at), 0, years);
    const [year, month, dayOfMonth] = slowParts(at);
    const wanted = slowDay(year - years, month, dayOfMonth);
    const position = wanted === undefined ? -1 : time.positionOfDay(leaf, wanted);
    expect(found.position).toBe(position);
    if (wanted === undefined) expect(found.reason).toBe('noPartner');
  },
);

test.prop([yearEnd, anyDay, fc.integer({ min: 1, max: 3 })])(
  'property: weeks of years that end with their 53rd have the partners of the kernel’s calendar',
  (yearEnd, at, years) => {
    const definition = { kind: 'weeks', yearEnd } as const;
    const levels = ['fiscalYear', 'fiscalQuarter', 'fiscalWeek'] as const;
    const time = periodLevels({ definition, levels, from: at - 1200, to: at });
    const found = parallelPeriod(time.levels, 2, time.positionOfDay(2, at), 0, years);
    const calendar = createFiscalCalendar(definition);
    const { id } = calendar.periodOf(at, 'week');
    const partner = calendar.samePeriodLastYear(id, years)?.id;
    expect(time.levels[2]!.keys[found.position]).toBe(partner && `FY${partner}`);
  },
);
