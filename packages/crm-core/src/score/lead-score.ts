/**
 * Scores of leads by rule: points that signs of interest earn, and that fade.
 *
 * S(t) = Σ points · 2^(−age ÷ half-life). Capped by rule and by group; a score explains itself by
 * the signals that make it up, with what each is worth now.
 */
import type { Instant } from '@kontor/kernel';
import * as z from 'zod';
import { checkGiven } from '../check-given.ts';
import { CrmError } from '../errors.ts';

const points = z.number();
const limit = z.number().positive();

const scoreRule = z.strictObject({
  id: z.string().min(1).max(64),
  /** What a signal is worth when it comes; below 0 for what speaks against. */
  points,
  /** Days after which it is worth half; none = it does not fade. */
  halfLifeDays: z.number().positive().optional(),
  group: z.string().min(1).max(64).optional(),
  /** The most, by magnitude, that the rule's signals are worth together. */
  cap: limit.optional(),
  /** Whether further signals count: never, once for each source, or always. */
  repeats: z.enum(['once', 'perSource', 'always']).default('always'),
});

/** How leads are scored. */
export const scoreModel = z.strictObject({
  rules: z.array(scoreRule).min(1).readonly(),
  /** By group: the most, by magnitude, that its rules are worth together. */
  groupCaps: z.record(z.string(), limit).default({}),
});

/** A model in force. */
export type ScoreModel = z.output<typeof scoreModel>;

/** A sign of interest. */
export interface ScoreSignal {
  /** The rule that it falls under. */
  readonly rule: string;
  /** Milliseconds since 1970. */
  readonly at: Instant;
  /** What it came from: a mail, a page; by it repetitions are known. */
  readonly source?: string | undefined;
}

/** A signal, and what it is worth now. */
export interface ScorePart extends ScoreSignal {
  readonly points: number;
}

/** A score, with what it is made of. */
export interface LeadScore {
  readonly score: number;
  /** Signals that count, the oldest first, before caps. */
  readonly parts: readonly ScorePart[];
  /** Rules and groups that would be worth more. */
  readonly capped: readonly string[];
}

/**
 * Checks a model.
 *
 * @throws CrmError CRM_INVALID_DEFINITION — every fault with its path: a rule twice, a cap of a
 * group that no rule is in
 */
export function defineScoreModel(input: z.input<typeof scoreModel>): ScoreModel {
  const about = { code: 'CRM_INVALID_DEFINITION', what: 'The score model' } as const;
  return checkGiven(scoreModel, input, about, modelIssues);
}

function modelIssues({ rules, groupCaps }: ScoreModel) {
  const twice = rules.flatMap(({ id }, at) =>
    rules.findIndex((rule) => rule.id === id) < at
      ? [{ path: `rules.${at}.id`, message: `'${id}' is there twice` }]
      : [],
  );
  const empty = Object.keys(groupCaps)
    .filter((group) => rules.every((rule) => rule.group !== group))
    .map((group) => ({ path: `groupCaps.${group}`, message: 'no rule is in this group' }));
  return [...twice, ...empty];
}

const DAY_MS = 86_400_000;

/**
 * The score at an instant; signals after it do not count yet.
 *
 * @throws CrmError CRM_INVALID_INPUT — a signal of a rule that there is not
 * @example
 * const model = defineScoreModel({ rules: [{ id: 'visit', points: 8, halfLifeDays: 30 }] });
 * scoreAt(model, [{ rule: 'visit', at: 0 }], 60 * 86_400_000).score // => 2
 */
export function scoreAt(
  model: ScoreModel,
  signals: readonly ScoreSignal[],
  now: Instant,
): LeadScore {
  const rules = new Map(model.rules.map((rule) => [rule.id, rule] as const));
  checkSignals(rules, signals);
  const seen = new Set<string>();
  const parts: ScorePart[] = [];
  for (const signal of signals.toSorted((a, b) => a.at - b.at)) {
    const rule = rules.get(signal.rule)!;
    if (signal.at > now || isRepeated(rule, signal, seen)) continue;
    parts.push({ ...signal, points: rule.points * fading(rule, now - signal.at) });
  }
  return { ...capped(model, parts), parts };
}

type ScoreRule = ScoreModel['rules'][number];

const fading = ({ halfLifeDays }: ScoreRule, ageMs: number): number =>
  halfLifeDays === undefined ? 1 : 2 ** (-ageMs / (halfLifeDays * DAY_MS));

function isRepeated(rule: ScoreRule, signal: ScoreSignal, seen: Set<string>): boolean {
  if (rule.repeats === 'always') return false;
  // A signal without a source is a source of its own only where sources are not asked for.
  const key = JSON.stringify([rule.id, rule.repeats === 'once' ? '' : (signal.source ?? '')]);
  if (seen.has(key)) return true;
  seen.add(key);
  return false;
}

function capped(
  { rules, groupCaps }: ScoreModel,
  parts: readonly ScorePart[],
): Pick<LeadScore, 'score' | 'capped'> {
  const over: string[] = [];
  const limited = (name: string, sum: number, most: number | undefined): number => {
    if (most === undefined || Math.abs(sum) <= most) return sum;
    over.push(name);
    return Math.sign(sum) * most;
  };
  const byGroup = new Map<string | undefined, number>();
  for (const rule of rules) {
    const sum = parts
      .filter((part) => part.rule === rule.id)
      .reduce((all, part) => all + part.points, 0);
    const worth = limited(rule.id, sum, rule.cap);
    byGroup.set(rule.group, (byGroup.get(rule.group) ?? 0) + worth);
  }
  let score = 0;
  for (const [group, sum] of byGroup) {
    score += group === undefined ? sum : limited(group, sum, groupCaps[group]);
  }
  return { score, capped: over };
}

function checkSignals(
  rules: ReadonlyMap<string, ScoreRule>,
  signals: readonly ScoreSignal[],
): void {
  const issues = signals.flatMap(({ rule }, at) =>
    rules.has(rule) ? [] : [{ path: `${at}.rule`, message: `there is no rule '${rule}'` }],
  );
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The signals', issues });
}
