/**
 * Products with options as manufacturers have them, seeded: groups of related variables with rules
 * among them, groups whose first variables (the kind of motor, of frame) go together in a tree, and
 * a weight and a count of slots over all.
 *
 * A random rule over any variables is no model of a product: nobody could explain it. `tangled`
 * makes such ones all the same, to see what happens.
 */
import type { ConfiguratorModel } from '../src/configure/model.ts';

/** How large, and which one. */
export interface ProductWorkload {
  readonly variables: number;
  readonly rules: number;
  readonly seed: number;
}

type Rule = NonNullable<ConfiguratorModel['rules']>[number];

/** Variables of one group stand side by side: so many of them. */
const GROUP = 8;

/** A product of 2 to 10 values a variable; every rule holds for the values of place 0. */
export function generateProduct({ variables, rules, seed }: ProductWorkload): ConfiguratorModel {
  const draw = randomSource(seed);
  const model = variablesOf(variables, draw);
  const groups = Math.ceil(variables / GROUP);
  const made: Rule[] = globalRules(variables, groups);
  while (made.length < rules) {
    const group = draw(groups);
    const parent = Math.floor((group - 1) / 2);
    const isLink = draw(8) === 0 && group > 0;
    const member = (): number => memberOf(group, variables, draw);
    const [one, other] = isLink
      ? [() => group * GROUP, () => parent * GROUP]
      : ([member, member] as const);
    made.push(localRule(made.length, draw, one, { other, kinds: isLink ? 3 : 4, model }));
  }
  return { ...model, rules: made, prices: pricesOf(model, draw) };
}

/** The same number of rules, each over any variables at all. */
export function generateTangle({ variables, rules, seed }: ProductWorkload): ConfiguratorModel {
  const draw = randomSource(seed);
  const model = variablesOf(variables, draw);
  const any = (): number => draw(variables);
  const made = Array.from({ length: rules }, (_, at) =>
    localRule(at, draw, any, { other: any, kinds: 4, model }),
  );
  return { ...model, rules: made };
}

/** Whole numbers below a bound: xorshift32 (Marsaglia 2003). */
export function randomSource(seed: number): (below: number) => number {
  let state = seed | 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
}

function variablesOf(count: number, draw: (below: number) => number): ConfiguratorModel {
  const variables = Array.from({ length: count }, (_, at) => ({
    id: `v${at}`,
    values: Array.from({ length: 2 + draw(9) }, (__, value) => ({
      value: `${value}`,
      price: `${value * (1 + draw(40))}`,
      attributes: at % GROUP === 0 ? { kg: `${value}` } : {},
    })),
  }));
  return { id: 'product', currency: 'EUR', basePrice: '1000', variables };
}

const memberOf = (group: number, variables: number, draw: (below: number) => number): number =>
  Math.min(variables - 1, group * GROUP + draw(GROUP));

const sizeOf = ({ variables }: ConfiguratorModel, at: number): number =>
  variables[at]!.values!.length;

interface Surroundings {
  readonly other: () => number;
  /** The first so many: the last one is over four variables. */
  readonly kinds: 3 | 4;
  readonly model: ConfiguratorModel;
}

/** Requires, excludes, a table of pairs or a cardinality; values of place 0 never break it. */
function localRule(
  number: number,
  draw: (below: number) => number,
  member: () => number,
  { other, kinds, model }: Surroundings,
): Rule {
  const named = { id: `r${number}`, text: `Rule ${number}.` };
  const a = member();
  let b = other();
  while (b === a) b = other();
  const someOf = (at: number): string => `${1 + draw(sizeOf(model, at) - 1)}`;
  const lowOf = (at: number): string[] =>
    Array.from({ length: 1 + draw(sizeOf(model, at)) }, (_, value) => `${value}`);
  switch (draw(kinds)) {
    case 0:
      return {
        kind: 'requires',
        ...named,
        if: { [`v${a}`]: someOf(a) },
        needs: { [`v${b}`]: lowOf(b) },
      };
    case 1:
      return {
        kind: 'excludes',
        ...named,
        of: [{ [`v${a}`]: someOf(a) }, { [`v${b}`]: someOf(b) }],
      };
    case 2: {
      const rows = Array.from({ length: 4 }, () => [someOf(a), someOf(b)]);
      return { kind: 'table', ...named, variables: [`v${a}`, `v${b}`], forbidden: rows };
    }
    default: {
      const of = [a, b, member(), member()].map((at) => ({ not: { [`v${at}`]: '0' } }));
      return { kind: 'cardinality', ...named, of, max: 3 };
    }
  }
}

/** A weight over one variable of each group, and at most so many extras among some of them. */
function globalRules(variables: number, groups: number): Rule[] {
  const extras = Array.from({ length: groups }, (_, group) => `v${group * GROUP}`)
    .filter((_, group) => group % 2 === 0)
    .map((id) => ({ not: { [id]: '0' } }));
  const weight = `${Math.ceil(groups * 2)}`;
  const rules: Rule[] = [
    {
      kind: 'linear',
      id: 'weight',
      text: 'It must be carried.',
      sum: [{ attribute: 'kg' }],
      compare: '<=',
      to: weight,
    },
    {
      kind: 'cardinality',
      id: 'extras',
      text: 'The board has so many slots.',
      of: extras,
      max: Math.ceil(extras.length / 2),
    },
  ];
  return variables > GROUP ? rules : [];
}

function pricesOf(
  model: ConfiguratorModel,
  draw: (below: number) => number,
): NonNullable<ConfiguratorModel['prices']> {
  return Array.from({ length: Math.floor(model.variables.length / 10) }, (_, at) => {
    const a = draw(model.variables.length / GROUP) * GROUP + draw(GROUP - 1);
    const condition = { [`v${a}`]: '1', [`v${a + 1}`]: '1' };
    return { id: `p${at}`, text: `Offer ${at}.`, if: condition, amount: `${-5 - draw(50)}` };
  });
}
