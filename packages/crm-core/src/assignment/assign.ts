/**
 * Who gets a record: in turn, to whom has the least to do, by quota, or by territory.
 *
 * No chance and no clock: what was assigned before comes in as state and goes out as state, so an
 * assignment can be repeated, and none forgets whose turn it is.
 */
import { CrmError } from '../errors.ts';

/** Somebody who can be given a record. */
export interface Candidate {
  readonly id: string;
  /** How often it is his turn, beside the others; 1 when left out. */
  readonly weight?: number | undefined;
  /** Open records that he can have; none = any number. */
  readonly capacity?: number | undefined;
  readonly open?: number | undefined;
  /** When he was given the last one, milliseconds since 1970; none = never. */
  readonly lastAssignedAt?: number | undefined;
  readonly skills?: readonly string[] | undefined;
  /** False while he does not work: by his calendar, or on leave. */
  readonly isAvailable?: boolean | undefined;
}

/** What a record asks of who gets it. */
export interface AssignmentNeeds {
  readonly skills?: readonly string[] | undefined;
}

/** The candidates that can be given a record: at work, with its skills, with room for one more. */
export const eligible = (
  candidates: readonly Candidate[],
  { skills = [] }: AssignmentNeeds = {},
): Candidate[] =>
  candidates.filter(
    (one) =>
      one.isAvailable !== false &&
      (one.open ?? 0) < (one.capacity ?? Infinity) &&
      skills.every((skill) => one.skills?.includes(skill)),
  );

/** Whose turn it is, by id: the greatest is next. */
export type TurnState = Readonly<Record<string, number>>;

/** Who it is, and what is to be kept for the next time. */
export interface Turn {
  /** Undefined where nobody can be given it. */
  readonly assignee: string | undefined;
  readonly state: TurnState;
}

/**
 * In turn, by weight, and as evenly as can be: each turn everyone's counter grows by his weight,
 * the greatest is picked (the first of equals) and pays the sum of the weights.
 *
 * Who cannot be given one keeps his counter and is not passed over later for it.
 *
 * @source smooth weighted round-robin, nginx/nginx
 * @throws CrmError CRM_INVALID_INPUT — a weight that is not above 0
 * @example
 * nextInTurn([{ id: 'a', weight: 5 }, { id: 'b' }, { id: 'c' }], {}).assignee // => 'a'
 */
export function nextInTurn(candidates: readonly Candidate[], state: TurnState): Turn {
  const weights = candidates.map(({ weight = 1 }) => weight);
  checkWeights(candidates, weights);
  const counters = candidates.map(({ id }, at) => (state[id] ?? 0) + weights[at]!);
  const picked = counters.indexOf(Math.max(...counters));
  if (picked < 0) return { assignee: undefined, state };
  counters[picked]! -= weights.reduce((sum, weight) => sum + weight, 0);
  const changed = Object.fromEntries(candidates.map(({ id }, at) => [id, counters[at]!]));
  return { assignee: candidates[picked]!.id, state: { ...state, ...changed } };
}

function checkWeights(candidates: readonly Candidate[], weights: readonly number[]): void {
  const issues = weights.flatMap((weight, at) =>
    Number.isFinite(weight) && weight > 0
      ? []
      : [{ path: `${candidates[at]!.id}.weight`, message: `is ${weight}: give more than 0` }],
  );
  if (issues.length > 0) throw new CrmError('CRM_INVALID_INPUT', { what: 'The turn', issues });
}

/**
 * To whom has the least to do for what he can have; of those the one who has waited longest, then
 * by id. Undefined where nobody can be given it.
 *
 * @example
 * leastLoaded([{ id: 'a', open: 4, capacity: 8 }, { id: 'b', open: 3, capacity: 4 }]) // => 'a'
 */
export function leastLoaded(candidates: readonly Candidate[]): string | undefined {
  const load = ({ open = 0, capacity = 1 }: Candidate): number => open / capacity;
  return candidates.toSorted(
    (a, b) =>
      load(a) - load(b) ||
      (a.lastAssignedAt ?? -Infinity) - (b.lastAssignedAt ?? -Infinity) ||
      (a.id < b.id ? -1 : 1),
  )[0]?.id;
}

/** Somebody with a share of a month. */
export interface QuotaHolder {
  readonly id: string;
  /** Records that he is to get in a month. */
  readonly monthly: number;
  /** That he was given this month. */
  readonly given: number;
}

/** A record that is to be given out. */
export interface QuotaItem {
  readonly id: string;
  /** In percent: the likeliest are given out first. */
  readonly probability: number;
}

/** Who gets what today. */
export interface QuotaRound {
  /** By record. */
  readonly assigned: readonly { readonly item: string; readonly assignee: string }[];
  /** Records that wait for another day. */
  readonly left: readonly string[];
}

/**
 * By quota: everyone gets today's share of what he is to get in the month, the likeliest records
 * first, given out one at a time to whom has the most room.
 *
 * Today's share is what is left of the month over the working days that are left, rounded up, so a
 * month's quota is met by its last day.
 *
 * @param workingDaysLeft of the month, today included
 */
export function assignByQuota(
  items: readonly QuotaItem[],
  holders: readonly QuotaHolder[],
  workingDaysLeft: number,
): QuotaRound {
  const room = holders.map(({ id, monthly, given }) => {
    const left = Math.max(0, monthly - given);
    return { id, monthly, left: Math.ceil(left / Math.max(1, workingDaysLeft)) };
  });
  const assigned: { item: string; assignee: string }[] = [];
  const left: string[] = [];
  const ranked = items.toSorted((a, b) => b.probability - a.probability || (a.id < b.id ? -1 : 1));
  for (const { id: item } of ranked) {
    const next = room
      .filter((one) => one.left > 0)
      .sort((a, b) => b.left / b.monthly - a.left / a.monthly || (a.id < b.id ? -1 : 1))[0];
    if (next === undefined) left.push(item);
    else {
      next.left--;
      assigned.push({ item, assignee: next.id });
    }
  }
  return { assigned, left };
}
