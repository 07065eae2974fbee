/**
 * Hit policies: from the rules that match to the result of a table.
 *
 * A policy that cannot decide gives null and says why; it never picks one in silence. No match at
 * all is the default output, or null.
 *
 * @source DMN 1.5, 8.2.10 "Hit policy", 8.2.11 "Default output values"
 */
import { builtins } from '../feel/builtins/index.ts';
import { areEqual } from '../feel/equality.ts';
import type { Site } from '../feel/run.ts';
import { EntriesContext, type FeelValue } from '../feel/value.ts';
import type { HitPolicy, TableBox } from './model.ts';

/** What a policy decides about. */
export interface Hits {
  /** The rules that match, in their order, from 0; never none. */
  readonly rules: readonly number[];
  /** The values of a rule's outputs, one for each. */
  outputsOf(rule: number): readonly FeelValue[];
  /** The names of several outputs; undefined when there is one. */
  readonly names: readonly string[] | undefined;
  /** The values of each output by priority, high first; undefined where they have none. */
  readonly priorities: readonly (readonly FeelValue[] | undefined)[];
  readonly site: Site;
}

/** How rules that match become a result. */
export type Decide = (hits: Hits) => FeelValue;

const decides: Readonly<Record<Exclude<HitPolicy, 'collect'>, Decide>> = {
  unique: (hits) => (hits.rules.length === 1 ? first(hits) : severalMatch(hits)),
  any,
  priority: (hits) => valueOf(hits, byPriority(hits)[0]!),
  first,
  'rule-order': all,
  'output-order': (hits) => byPriority(hits).map((outputs) => valueOf(hits, outputs)),
};

/** The policy of a table. */
export function decideBy({ hitPolicy, aggregation = 'list' }: TableBox): Decide {
  if (hitPolicy !== 'collect') return decides[hitPolicy];
  if (aggregation === 'list') return all;
  return (hits) => aggregated(hits, aggregation);
}

/** The value of a table for the outputs of a rule: one value, or a context of several. */
export function valueOf({ names }: Pick<Hits, 'names'>, outputs: readonly FeelValue[]): FeelValue {
  if (names === undefined) return outputs[0]!;
  return new EntriesContext(new Map(names.map((name, at) => [name, outputs[at]!])));
}

function first(hits: Hits): FeelValue {
  return valueOf(hits, hits.outputsOf(hits.rules[0]!));
}

function all(hits: Hits): FeelValue {
  return hits.rules.map((rule) => valueOf(hits, hits.outputsOf(rule)));
}

const listed = ({ rules }: Hits): string => rules.map((rule) => rule + 1).join(', ');

function severalMatch(hits: Hits): null {
  const { run, at } = hits.site;
  const message = `only one rule may match, but rules ${listed(hits)} do: part them`;
  return run.report('hit-policy', message, at);
}

function any(hits: Hits): FeelValue {
  const [one, ...others] = hits.rules.map((rule) => valueOf(hits, hits.outputsOf(rule)));
  if (others.every((other) => areEqual(one!, other, hits.site))) return one!;
  const message = `rules ${listed(hits)} match with different outputs: make them equal`;
  return hits.site.run.report('hit-policy', message, hits.site.at);
}

/** By the first output that ranks them apart; rules of one rank keep their order. */
function byPriority(hits: Hits): (readonly FeelValue[])[] {
  const ranked = hits.rules.map((rule) => {
    const outputs = hits.outputsOf(rule);
    return { outputs, ranks: outputs.map((value, at) => rankOf(value, at, hits)) };
  });
  ranked.sort((a, b) => {
    const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
    return at < 0 ? 0 : a.ranks[at]! - b.ranks[at]!;
  });
  return ranked.map(({ outputs }) => outputs);
}

function rankOf(value: FeelValue, output: number, { priorities, site }: Hits): number {
  const values = priorities[output];
  if (values === undefined) return 0;
  const rank = values.findIndex((candidate) => areEqual(candidate, value, site));
  return rank < 0 ? values.length : rank;
}

function aggregated(hits: Hits, by: 'sum' | 'min' | 'max' | 'count'): FeelValue {
  if (hits.names !== undefined) {
    const message = `${by} takes one output, not ${hits.names.length}: collect them as a list`;
    return hits.site.run.report('hit-policy', message, hits.site.at);
  }
  return builtins.get(by)!.invoke({ positional: [all(hits)] }, hits.site);
}
