/**
 * json-rules-engine, as far as benches of conditions ask for it: its rules, and operators that it
 * has none for.
 */
import { peer } from './peer.ts';

/** An engine of the peer's. */
export interface RulesEngine {
  addOperator(name: string, holds: (given: unknown, wanted: never) => boolean): void;
  addRule(rule: {
    readonly conditions: { readonly all: readonly RuleCondition[] };
    readonly event: { readonly type: string };
  }): void;
  run(facts: object): Promise<{ readonly events: readonly { readonly type: string }[] }>;
}

/** A condition of one fact. */
export interface RuleCondition {
  readonly fact: string;
  readonly operator: string;
  readonly value: unknown;
}

/**
 * An engine without rules, with operators for text that starts so, text that is before another, and
 * what is there; undefined where the peer is not installed.
 */
export async function rulesEngine(): Promise<RulesEngine | undefined> {
  const module = await peer<{
    readonly Engine: new (rules: [], options: { allowUndefinedFacts: true }) => RulesEngine;
  }>('json-rules-engine');
  if (module === undefined) return undefined;
  const engine = new module.Engine([], { allowUndefinedFacts: true });
  engine.addOperator('startsWith', (given: unknown, start: string) =>
    typeof given === 'string' ? given.startsWith(start) : false,
  );
  engine.addOperator('before', (given: unknown, other: string) =>
    typeof given === 'string' ? given < other : false,
  );
  engine.addOperator('isThere', (given: unknown) => given !== undefined && given !== null);
  return engine;
}

/** The segment of `contactSegment`, as conditions of the peer. */
export const segmentConditions = (names: readonly string[]): readonly RuleCondition[] => [
  { fact: 'given', operator: 'in', value: names },
  { fact: 'postcode', operator: 'greaterThanInclusive', value: 1000 },
  { fact: 'postcode', operator: 'lessThanInclusive', value: 1999 },
  { fact: 'bornOn', operator: 'before', value: '1980-01-01' },
  { fact: 'email', operator: 'isThere', value: true },
  { fact: 'domain', operator: 'equal', value: 'd3.example' },
];
