/**
 * Whether some rules can hold together with some values: the question that explanations ask.
 *
 * First every rule takes from the values what it has no use for, until none takes any more (that
 * alone settles most questions); then a search over the variables of the rules that never looks at
 * the same nodes of the rules twice.
 */
import { FAILED, HOLDS, type RuleDiagram } from './rule-diagram.ts';
import { TupleTable } from './tuple-table.ts';

/** The values that a variable may have, by variable and place: 1 for yes. */
export type Domains = readonly Uint8Array[];

/** Whether there are values from these domains with which all the rules hold. */
export function hasSolution(
  rules: readonly RuleDiagram[],
  domains: Domains,
  positions: readonly number[],
): boolean {
  const left = narrowed(rules, domains);
  return left !== undefined && new Search(rules, left, positions).isSolvable(0);
}

/** The domains without what a rule by itself rules out; undefined when one is empty. */
function narrowed(rules: readonly RuleDiagram[], given: Domains): Domains | undefined {
  const domains = [...given];
  const scoped = rulesByVariable(rules);
  const open = new Set(rules);
  for (const rule of open) {
    open.delete(rule);
    const supported = supportedBy(rule, domains);
    if (supported === undefined) return undefined;
    for (const [at, variable] of rule.scope.entries()) {
      if (same(domains[variable]!, supported[at]!)) continue;
      domains[variable] = supported[at]!;
      for (const other of scoped.get(variable)!) open.add(other);
    }
  }
  return domains;
}

const same = (a: Uint8Array, b: Uint8Array): boolean => a.every((cell, at) => cell === b[at]);

function rulesByVariable(rules: readonly RuleDiagram[]): Map<number, RuleDiagram[]> {
  const scoped = new Map<number, RuleDiagram[]>();
  for (const rule of rules) {
    for (const variable of rule.scope) {
      scoped.set(variable, [...(scoped.get(variable) ?? []), rule]);
    }
  }
  return scoped;
}

/** For each variable of the rule the values with which it can hold; undefined if it cannot. */
function supportedBy(rule: RuleDiagram, domains: Domains): Uint8Array[] | undefined {
  const supported = rule.scope.map((variable) => new Uint8Array(domains[variable]!.length));
  const known = new Map<number, boolean>([
    [FAILED, false],
    [HOLDS, true],
  ]);
  const levels = new Map(rule.scope.map((variable, level) => [variable, level]));
  const levelOf = (node: number): number => levels.get(rule.variableOf[node]!) ?? rule.scope.length;
  /** Variables that an edge leaves out may have any value. */
  const skip = (from: number, to: number): void => {
    for (let level = from; level < to; level++) supported[level]!.set(domains[rule.scope[level]!]!);
  };
  const visit = (node: number): boolean => {
    const before = known.get(node);
    if (before !== undefined) return before;
    const level = levelOf(node);
    const domain = domains[rule.scope[level]!]!;
    let canHold = false;
    for (const [value, child] of rule.childrenOf[node]!.entries()) {
      if (domain[value] === 0 || !visit(child)) continue;
      canHold = true;
      supported[level]![value] = 1;
      skip(level + 1, levelOf(child));
    }
    known.set(node, canHold);
    return canHold;
  };
  if (!visit(rule.root)) return undefined;
  skip(0, levelOf(rule.root));
  return supported;
}

class Search {
  readonly #rules: readonly RuleDiagram[];
  readonly #domains: Domains;
  /** The variables of the rules, from the top. */
  readonly #variables: readonly number[];
  /** By variable: the rules that ask it. */
  readonly #asking: ReadonlyMap<number, readonly number[]>;
  readonly #states: Int32Array;
  /** By level: the nodes of the rules from which there was no way on. */
  readonly #failed: TupleTable[];
  readonly #isFailed: Set<number>[];

  constructor(rules: readonly RuleDiagram[], domains: Domains, positions: readonly number[]) {
    this.#rules = rules;
    this.#domains = domains;
    const asking = new Map<number, number[]>();
    for (const [at, { scope }] of rules.entries()) {
      for (const variable of scope) asking.set(variable, [...(asking.get(variable) ?? []), at]);
    }
    this.#asking = asking;
    this.#variables = [...asking.keys()].toSorted((a, b) => positions[a]! - positions[b]!);
    this.#states = Int32Array.from(rules, ({ root }) => root);
    this.#failed = this.#variables.map(() => new TupleTable(rules.length));
    this.#isFailed = this.#variables.map(() => new Set());
  }

  isSolvable(level: number): boolean {
    if (level === this.#variables.length) return !this.#states.includes(FAILED);
    const place = this.#failed[level]!.numberOf(this.#states);
    if (this.#isFailed[level]!.has(place)) return false;
    const variable = this.#variables[level]!;
    const asking = this.#asking.get(variable)!;
    const states = asking.map((rule) => this.#states[rule]!);
    const isSolved = [...this.#domains[variable]!.keys()].some((value) => {
      if (this.#domains[variable]![value] === 0) return false;
      const goesOn = this.#advance(asking, variable, value) && this.isSolvable(level + 1);
      for (const [at, rule] of asking.entries()) this.#states[rule] = states[at]!;
      return goesOn;
    });
    if (!isSolved) this.#isFailed[level]!.add(place);
    return isSolved;
  }

  #advance(asking: readonly number[], variable: number, value: number): boolean {
    return asking.every((at) => {
      const rule = this.#rules[at]!;
      const state = this.#states[at]!;
      if (rule.variableOf[state] !== variable) return true;
      const next = rule.childrenOf[state]![value]!;
      this.#states[at] = next;
      return next !== FAILED;
    });
  }
}
