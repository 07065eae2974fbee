/**
 * Why values cannot be: a minimal set of rules and choices that leave no configuration.
 *
 * Rules near the value are looked at first, and a ring more as long as they could all hold, so that
 * an explanation is sought among a few rules and not among all. Within those QuickXplain finds a
 * set of which nothing can be left out.
 */
import { assert } from '@kontor/kernel';
import { hasSolution } from './has-solution.ts';
import { minimalConflict } from './quick-xplain.ts';
import type { RuleDiagram } from './rule-diagram.ts';

/** The value at a place of a variable. */
export interface PlacedChoice {
  readonly variable: number;
  readonly place: number;
}

/** What explanations look at. */
export interface ConflictSpace {
  readonly rules: readonly RuleDiagram[];
  readonly domainSizes: readonly number[];
  readonly positions: readonly number[];
}

/** Places of rules, and choices, that cannot all hold; without any one of them the rest can. */
export interface PlacedConflict {
  readonly rules: readonly number[];
  readonly choices: readonly PlacedChoice[];
}

/** One of the things that are in conflict. */
type Cause = { readonly rule: number } | { readonly choice: PlacedChoice };

/**
 * The minimal conflict of rules and choices with a wish; with no wish, of the rules alone.
 *
 * There must be one: the wish is not offered under the choices.
 */
export function explainConflict(
  space: ConflictSpace,
  choices: readonly PlacedChoice[],
  wish?: PlacedChoice,
): PlacedConflict {
  const isConflict = (causes: readonly Cause[]): boolean => !canHold(space, causes, wish);
  for (const ring of ringsOf(space.rules, wish)) {
    const scope = new Set(ring.flatMap((rule) => space.rules[rule]!.scope));
    const causes: Cause[] = [
      ...ring.map((rule) => ({ rule })),
      ...choices.filter(({ variable }) => scope.has(variable)).map((choice) => ({ choice })),
    ];
    if (isConflict(causes)) return conflictOf(minimalConflict(causes, isConflict));
  }
  assert(false, 'a value that is not offered is in conflict with rules or choices');
}

function conflictOf(causes: readonly Cause[]): PlacedConflict {
  return {
    rules: causes.flatMap((cause) => ('rule' in cause ? [cause.rule] : [])).toSorted(ascending),
    choices: causes.flatMap((cause) => ('choice' in cause ? [cause.choice] : [])),
  };
}

const ascending = (a: number, b: number): number => a - b;

function canHold(
  { rules, domainSizes, positions }: ConflictSpace,
  causes: readonly Cause[],
  wish: PlacedChoice | undefined,
): boolean {
  const domains = domainSizes.map((size) => new Uint8Array(size).fill(1));
  const choices = causes.flatMap((cause) => ('choice' in cause ? [cause.choice] : []));
  for (const { variable, place } of wish === undefined ? choices : [wish, ...choices]) {
    for (const other of domains[variable]!.keys()) {
      if (other !== place) domains[variable]![other] = 0;
    }
  }
  const used = causes.flatMap((cause) => ('rule' in cause ? [rules[cause.rule]!] : []));
  return domains.every((domain) => domain.includes(1)) && hasSolution(used, domains, positions);
}

/** Sets of rules, each wider than the one before; the last one has all that could matter. */
function* ringsOf(
  rules: readonly RuleDiagram[],
  wish: PlacedChoice | undefined,
): Generator<readonly number[]> {
  const all = [...rules.keys()];
  const reached = new Set(wish === undefined ? [] : [wish.variable]);
  const ringAround = (): number[] =>
    all.filter((rule) => rules[rule]!.scope.some((variable) => reached.has(variable)));
  let before = 0;
  for (let ring = ringAround(); ring.length > before; ring = ringAround()) {
    yield ring;
    before = ring.length;
    for (const rule of ring) for (const variable of rules[rule]!.scope) reached.add(variable);
  }
  yield all;
}
