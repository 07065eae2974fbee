/**
 * Scores: points that fade, and what was learnt from deals.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  addFading,
  defineScoreModel,
  emptyFrequencies,
  fadedTo,
  frequencyOf,
  learn,
  predictiveScore,
  type ScoredDeal,
  scoreAt,
  unlearn,
} from '@kontor/crm-core/sales';

const DAY = 86_400_000;
const model = defineScoreModel({
  rules: [
    { id: 'visit', points: 10, halfLifeDays: 30, group: 'web', cap: 25 },
    { id: 'form', points: 5, halfLifeDays: 30, group: 'web', repeats: 'once' },
    { id: 'download', points: 20, halfLifeDays: 30, group: 'web', repeats: 'perSource' },
    { id: 'bounce', points: -15 },
  ],
  groupCaps: { web: 40 },
});

/** Signals by days before now. */
const score = (
  ...signals: readonly (readonly [rule: string, daysAgo: number, source?: string])[]
) =>
  scoreAt(
    model,
    signals.map(([rule, ago, source]) => ({ rule, at: -ago * DAY, source })),
    0,
  );

describe('scoreAt', () => {
  test('points fade by half with each half-life', () => {
    // Worked out by hand: 10 + 5 · 2^-0.5 + 20 · 2^-2.
    expect(score(['visit', 0], ['form', 15], ['download', 60]).score).toBeCloseTo(18.535534, 6);
  });

  test.each([
    [
      'one rule is capped',
      [
        ['visit', 0],
        ['visit', 0],
        ['visit', 0],
      ],
      25,
      ['visit'],
    ],
    [
      'what counts once counts once',
      [
        ['form', 0],
        ['form', 0],
      ],
      5,
      [],
    ],
    [
      'each source counts once',
      [
        ['download', 0, 'a'],
        ['download', 0, 'a'],
        ['download', 0, 'b'],
      ],
      40,
      [],
    ],
    [
      'a group is capped',
      [
        ['download', 0, 'a'],
        ['download', 0, 'b'],
        ['form', 0],
      ],
      40,
      ['web'],
    ],
    ['what speaks against it does not fade here', [['bounce', 400]], -15, []],
    ['what has not happened yet does not count', [['visit', -1]], 0, []],
    [
      'of those that count once, the first counts',
      [
        ['form', 0],
        ['form', 30],
      ],
      2.5,
      [],
    ],
  ] as const)('%s', (_, signals, expected, capped) => {
    const found = score(...signals);
    expect([found.score, found.capped]).toEqual([expected, capped]);
  });

  test('explains itself', () => {
    expect(score(['visit', 30], ['bounce', 1]).parts).toEqual([
      { rule: 'visit', at: -30 * DAY, source: undefined, points: 5 },
      { rule: 'bounce', at: -DAY, source: undefined, points: -15 },
    ]);
  });

  test('a signal of a rule that there is not is refused', () => {
    expect(() => score(['call', 0])).toThrow(/there is no rule 'call'/);
  });

  test('a model with faults is refused', () => {
    const rule = { id: 'a', points: 1 };
    expect(() => defineScoreModel({ rules: [rule, rule] })).toThrow(/'a' is there twice/);
    expect(() => defineScoreModel({ rules: [rule], groupCaps: { web: 1 } })).toThrow(
      /no rule is in/,
    );
  });

  property.prop([fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(400)))])(
    'property: one number that is carried on is worth what all signals are worth',
    (given) => {
      const rules = given.map(([points], at) => ({ id: `r${at}`, points, halfLifeDays: 7 }));
      const signals = given.map(([, ago], at) => ({ rule: `r${at}`, at: -ago * DAY }));
      const sum = given.reduce(
        (before: ReturnType<typeof addFading> | undefined, [points, ago]) =>
          addFading(before, points, -ago * DAY, 7),
        undefined,
      );
      const whole = rules.length === 0 ? 0 : scoreAt(defineScoreModel({ rules }), signals, 0).score;
      expect(sum === undefined ? 0 : fadedTo(sum, 0, 7)).toBeCloseTo(whole, 9);
    },
  );
});

const stages = ['1', '2', '3', 'won'];
const deal = (team: string, country: string, state: string, source: string, stage: string) =>
  ({ team, stage, values: { country, state, source } }) satisfies ScoredDeal;
/** After the tests of odoo/odoo's scoring; what is lost or won is learnt. */
const history = [
  [deal('T1', '1', '1', '1', '1'), 'lost'],
  [deal('T1', '2', '2', '2', '2'), 'lost'],
  [deal('T1', '3', '3', '3', '3'), 'won'],
  [deal('T2', '1', '2', '2', '3'), 'lost'],
  [deal('T2', '1', '2', '3', '2'), 'lost'],
  [deal('T2', '1', '3', '3', '1'), 'won'],
] as const;

const learnt = () => {
  const table = emptyFrequencies(stages);
  for (const [one, outcome] of history) learn(table, one, outcome);
  return table;
};

describe('predictiveScore', () => {
  test.each([
    ['T1', 'stage', '1', 1.1, 2.1],
    ['T1', 'stage', 'won', 1.1, 0.1],
    ['T1', 'country', '2', 0.1, 1.1],
    ['T1', 'state', '2', 0.1, 1.1],
    ['T2', 'stage', '1', 1.1, 2.1],
    ['T2', 'stage', '2', 1.1, 2.1],
    ['T2', 'stage', '3', 1.1, 1.1],
    ['T2', 'stage', 'won', 1.1, 0.1],
    ['T2', 'country', '1', 1.1, 2.1],
    ['T2', 'state', '2', 0.1, 2.1],
    ['T2', 'state', '3', 1.1, 0.1],
    ['T2', 'source', '2', 0.1, 1.1],
    ['T2', 'source', '3', 1.1, 1.1],
  ])('%s: %s %s was won %d and lost %d times', (team, field, value, won, lost) => {
    const found = frequencyOf(learnt(), { team, field, value });
    expect(found!.won).toBeCloseTo(won, 12);
    expect(found!.lost).toBeCloseTo(lost, 12);
  });

  test('what was never seen has no count', () => {
    expect(frequencyOf(learnt(), { team: 'T2', field: 'country', value: '2' })).toBeUndefined();
  });

  test.each([
    ['3', deal('T1', '1', '2', '3', '2'), 33.4865],
    ['8', deal('T2', '1', '2', '3', '2'), 7.7352],
  ])('the open deal %s is won with %3$d %%', (_, open, percent) => {
    expect(predictiveScore(learnt(), open).percent).toBeCloseTo(percent, 4);
  });

  test('a deal that is taken out again leaves what was before', () => {
    const table = learnt();
    const open = deal('T1', '1', '2', '3', '2');
    const before = predictiveScore(table, open);
    const more = deal('T1', '1', '2', '3', '3');
    learn(table, more, 'won');
    expect(predictiveScore(table, open)).not.toEqual(before);
    unlearn(table, more, 'won');
    expect(predictiveScore(table, open)).toEqual(before);
  });

  test('a tag of few deals says nothing, one of fifty does', () => {
    const table = emptyFrequencies(stages);
    const tagged: ScoredDeal = { stage: '1', values: { tags: ['vip', 'eu'] } };
    for (let n = 0; n < 40; n++) learn(table, { ...tagged, values: { tags: ['eu'] } }, 'lost');
    for (let n = 0; n < 20; n++) learn(table, tagged, 'won');
    const { factors } = predictiveScore(table, tagged);
    expect(factors.map(({ field, value }) => `${field} ${value}`)).toEqual(['tags eu', 'stage 1']);
  });

  test('an open deal is never certain, and one of which nothing is known has no score', () => {
    const table = emptyFrequencies(stages);
    for (let n = 0; n < 1_000_000; n += 1000) learn(table, deal('T', 'a', 'b', 'c', '1'), 'won');
    const { percent } = predictiveScore(table, deal('T', 'a', 'b', 'c', '1'));
    expect(percent).toBeLessThan(100);
    expect(predictiveScore(table, deal('other', 'a', 'b', 'c', '1')).percent).toBeUndefined();
  });

  test('deals without a team are scored by all teams', () => {
    const { team: _, ...open } = deal('', '1', '2', '3', '2');
    const { percent, factors } = predictiveScore(learnt(), open);
    expect(factors.find(({ field }) => field === 'stage')).toMatchObject({ won: 2.2, lost: 3.2 });
    expect(percent).toBeGreaterThan(0);
  });

  property.prop([
    fc.array(
      fc.tuple(fc.constantFrom(...stages.slice(0, 3)), fc.constantFrom('x', 'y'), fc.boolean()),
    ),
  ])('property: counts that went up and down are those of what is left', (given) => {
    const made = given.map(
      ([stage, value]): ScoredDeal => ({ team: 'T', stage, values: { f: value } }),
    );
    const live = emptyFrequencies(stages);
    const rebuilt = emptyFrequencies(stages);
    given.forEach(([, , isWon], at) => learn(live, made[at]!, isWon ? 'won' : 'lost'));
    given.forEach(([, , isWon], at) => {
      const outcome = isWon ? 'won' : 'lost';
      if (at % 2 === 1) unlearn(live, made[at]!, outcome);
      else learn(rebuilt, made[at]!, outcome);
    });
    for (const [field, values] of rebuilt.teams.get('T') ?? []) {
      for (const value of values.keys()) {
        const about = { team: 'T', field, value };
        expect(frequencyOf(live, about)).toEqual(frequencyOf(rebuilt, about));
      }
    }
  });
});
