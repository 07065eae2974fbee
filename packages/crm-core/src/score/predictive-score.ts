/**
 * How likely a deal is won, learnt from those that were won and lost: naive Bayes over frequencies.
 *
 * For each pair of a field and a value, deals won and lost are counted, by team. A deal that is won
 * counts in every stage of its pipeline, one that is lost in its stage and those before it. Counts
 * start at 0.1, so that nothing is ever impossible.
 *
 * Score = A ÷ (A + B), with A = W ÷ (W + L) · Π won(f, v) ÷ W_f and B likewise of lost, where W and
 * L are the counts of the first stage, and W_f the sum over the values of the field.
 *
 * @source odoo/odoo, the scoring of its CRM, and its tests
 */

/** A deal as it is learnt from. */
export interface ScoredDeal {
  readonly team?: string | undefined;
  readonly stage: string;
  /** By field; what is missing is left out. Several values (tags) count each. */
  readonly values: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** What becomes of a deal. */
export type DealOutcome = 'won' | 'lost';

/** What is known of a pair of a field and a value: deals, without the 0.1 that it starts at. */
export interface Frequency {
  readonly won: number;
  readonly lost: number;
}

/** Counts by team, field and value. Changed by `learn` and `unlearn`. */
export interface FrequencyTable {
  /** In order; the last one is the won stage. */
  readonly stages: readonly string[];
  readonly teams: Map<string, Map<string, Map<string, Frequency>>>;
}

/** The field under which stages are counted. */
const STAGE = 'stage';
const START = 0.1;
/** A tag of fewer deals says nothing. */
const TAG_DEALS_MIN = 50;

/**
 * A table that has learnt nothing yet.
 *
 * @param stages of the pipeline in order, the won stage last
 */
export const emptyFrequencies = (stages: readonly string[]): FrequencyTable => ({
  stages,
  teams: new Map(),
});

/** Counts a deal that was won or lost into `table`. */
export function learn(table: FrequencyTable, deal: ScoredDeal, outcome: DealOutcome): void {
  count(table, deal, outcome, 1);
}

/** Takes a deal out of `table` that was counted: it was reopened, or something of it changes. */
export function unlearn(table: FrequencyTable, deal: ScoredDeal, outcome: DealOutcome): void {
  count(table, deal, outcome, -1);
}

function count(
  { stages, teams }: FrequencyTable,
  deal: ScoredDeal,
  outcome: DealOutcome,
  by: 1 | -1,
): void {
  const team = deal.team ?? '';
  const fields = teams.get(team) ?? new Map<string, Map<string, Frequency>>();
  teams.set(team, fields);
  const add = (field: string, value: string): void => {
    const values = fields.get(field) ?? new Map<string, Frequency>();
    fields.set(field, values);
    const { won, lost } = values.get(value) ?? { won: 0, lost: 0 };
    const more = (before: number, isIt: boolean): number => Math.max(0, before + (isIt ? by : 0));
    values.set(value, { won: more(won, outcome === 'won'), lost: more(lost, outcome === 'lost') });
  };
  const last = outcome === 'won' ? stages.length - 1 : stages.indexOf(deal.stage);
  for (const stage of stages.slice(0, last + 1)) add(STAGE, stage);
  for (const [field, value] of Object.entries(deal.values)) {
    for (const one of valuesOf(value)) add(field, one);
  }
}

const valuesOf = (value: string | readonly string[] | undefined): readonly string[] => {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
};

/** What a field of a deal did to its score. */
export interface ScoreFactor {
  readonly field: string;
  readonly value: string;
  /** Counts with the 0.1 that they start at. */
  readonly won: number;
  readonly lost: number;
  /** How many times likelier it makes the deal to be won: below 1 speaks against it. */
  readonly factor: number;
}

/** A predictive score. */
export interface PredictiveScore {
  /** In percent; of an open deal above 0 and below 100. Undefined: nothing was learnt. */
  readonly percent: number | undefined;
  /** The strongest first. */
  readonly factors: readonly ScoreFactor[];
}

/** Open deals are never certain. */
const PERCENT_MIN = 0.01;
const PERCENT_MAX = 99.99;

/**
 * How likely an open deal is won. A deal without a team is scored by the counts of all teams.
 *
 * @example
 * const table = emptyFrequencies(['new', 'won']);
 * learn(table, { stage: 'won', values: {} }, 'won');
 * learn(table, { stage: 'new', values: {} }, 'lost');
 * predictiveScore(table, { stage: 'new', values: {} }).percent // => 50
 */
export function predictiveScore(table: FrequencyTable, deal: ScoredDeal): PredictiveScore {
  const fields = fieldsOf(table, deal.team);
  const whole = fields.get(STAGE)?.get(table.stages[0] ?? '');
  if (whole === undefined) return { percent: undefined, factors: [] };
  const factors = factorsOf(fields, whole, deal);
  // Logarithms: the product of many small shares would vanish.
  let won = Math.log(whole.won / (whole.won + whole.lost));
  let lost = Math.log(whole.lost / (whole.won + whole.lost));
  for (const { won: a, lost: b, sums } of factors) {
    won += Math.log(a / sums.won);
    lost += Math.log(b / sums.lost);
  }
  const percent = 100 / (1 + Math.exp(lost - won));
  return {
    percent: Math.min(Math.max(percent, PERCENT_MIN), PERCENT_MAX),
    factors: factors
      .map(({ field, value, won: a, lost: b, factor }) => ({
        field,
        value,
        won: a,
        lost: b,
        factor,
      }))
      .sort((a, b) => Math.abs(Math.log(b.factor)) - Math.abs(Math.log(a.factor))),
  };
}

type Fields = ReadonlyMap<string, ReadonlyMap<string, Frequency>>;

/** The counts that a deal is scored by, with what they start at. */
function fieldsOf({ teams }: FrequencyTable, team: string | undefined): Fields {
  const used = team === undefined ? [...teams.values()] : [teams.get(team) ?? new Map()];
  const sums = new Map<string, Map<string, Frequency>>();
  for (const fields of used as readonly Fields[]) {
    for (const [field, values] of fields) {
      const sum = sums.get(field) ?? new Map<string, Frequency>();
      sums.set(field, sum);
      for (const [value, { won, lost }] of values) {
        const before = sum.get(value) ?? { won: 0, lost: 0 };
        sum.set(value, { won: before.won + won + START, lost: before.lost + lost + START });
      }
    }
  }
  return sums;
}

function factorsOf(
  fields: Fields,
  whole: Frequency,
  deal: ScoredDeal,
): readonly (ScoreFactor & { readonly sums: Frequency })[] {
  const given = { ...deal.values, [STAGE]: deal.stage };
  return Object.entries(given).flatMap(([field, value]) => {
    const known = fields.get(field);
    if (known === undefined) return [];
    const sums = field === STAGE ? whole : sumOf(known.values());
    return valuesOf(value).flatMap((one) => {
      const counts = known.get(one);
      const isTag = typeof value !== 'string';
      if (counts === undefined || (isTag && counts.won + counts.lost < TAG_DEALS_MIN)) return [];
      const factor = counts.won / sums.won / (counts.lost / sums.lost);
      return [{ field, value: one, ...counts, factor, sums }];
    });
  });
}

function sumOf(counts: Iterable<Frequency>): Frequency {
  let [won, lost] = [0, 0];
  for (const one of counts) [won, lost] = [won + one.won, lost + one.lost];
  return { won, lost };
}

/**
 * What is known of a pair, with the 0.1 that it starts at; undefined where it was never seen.
 *
 * @param team none = the deals without one
 */
export function frequencyOf(
  { teams }: FrequencyTable,
  {
    team = '',
    field,
    value,
  }: { readonly team?: string; readonly field: string; readonly value: string },
): Frequency | undefined {
  const counts = teams.get(team)?.get(field)?.get(value);
  return counts && { won: counts.won + START, lost: counts.lost + START };
}
