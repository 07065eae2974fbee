/**
 * Formulas of calculated measures, written as functions; each makes the plain JSON of `formula.ts`.
 */
import type { Decimal } from '@kontor/kernel';
import type { Formula } from './formula.ts';
import type { MemberSet } from './filter.ts';

/** A formula whose values have a type. */
export type FormulaDraft<Out> = Formula & { readonly out?: Out };

type Numeric = FormulaDraft<Decimal | null>;

const made = <Out>(formula: Formula): FormulaDraft<Out> => formula;

/** A number. */
export function constant(number: string | number): Numeric {
  return made({ number });
}

/** a + b; an empty part is passed over. */
export function add(a: Formula, b: Formula): Numeric {
  return made({ op: 'add', of: [a, b] });
}

/** a − b; an empty part is passed over. */
export function subtract(a: Formula, b: Formula): Numeric {
  return made({ op: 'subtract', of: [a, b] });
}

/** a × b; empty where either is. */
export function multiply(a: Formula, b: Formula): Numeric {
  return made({ op: 'multiply', of: [a, b] });
}

/** a ÷ b of the totals, never a mean of quotients; empty where b is 0. */
export function ratio(a: Formula, b: Formula): Numeric {
  return made({ op: 'divide', of: [a, b] });
}

/** The first that is not empty. */
export function coalesce(...of: readonly Formula[]): Numeric {
  return made({ op: 'coalesce', of });
}

/** The value `by` periods later (earlier below 0): of the level named, or of the one shown. */
export function shift(
  of: Formula,
  to: { readonly along: string; readonly level?: string; readonly by: number },
): Numeric {
  return made({ op: 'shift', of, ...to });
}

/** From the first period of the level's period up to the one shown. */
export function toDate(
  of: Formula,
  since: { readonly along: string; readonly level: string },
): Numeric {
  return made({ op: 'toDate', of, ...since });
}

/** The last `periods` periods: their total or their mean. */
export function window(
  of: Formula,
  over: {
    readonly along: string;
    readonly periods: number;
    readonly as: 'total' | 'mean';
    readonly partial?: boolean;
  },
): Numeric {
  return made({ op: 'window', of, ...over });
}

/** (now − then) ÷ |then|. */
export function growth(of: Formula, from: Formula): Numeric {
  return made({ op: 'growth', of, from });
}

/**
 * Whether an actual value is at least as good as its plan: of revenue when it is more, of cost when
 * it is less.
 */
export function favourable(
  actual: Formula,
  plan: Formula,
  when: 'more' | 'less',
): FormulaDraft<'favourable' | 'unfavourable' | null> {
  return made({ op: 'favourable', of: actual, from: plan, when });
}

/** The share of a total: of which one, and of which members, is always named. */
export function share(
  of: Formula,
  total: {
    readonly total: 'grand' | { readonly parentOn: string } | { readonly allOf: string };
    readonly members: 'visible' | 'all';
  },
): Numeric {
  return made({ op: 'share', of, ...total });
}

/** 1 + how many rows are strictly better. */
export function rank(
  of: Formula,
  options: {
    readonly within?: string;
    readonly order?: 'descending' | 'ascending';
    readonly dense?: boolean;
  } = {},
): FormulaDraft<number | null> {
  return made({ op: 'rank', of, ...options });
}

/** The total of the rows shown so far. */
export function running(of: Formula, options: { readonly within?: string } = {}): Numeric {
  return made({ op: 'running', of, ...options });
}

/** Classes of Pareto: names with the share up to which each reaches. */
export function classes(
  of: Formula,
  cuts: readonly { readonly name: string; readonly upTo: string }[],
  options: { readonly within?: string } = {},
): FormulaDraft<string | null> {
  return made({ op: 'classes', of, cuts, ...options });
}

/** The value at other members, whatever the row shows. */
export function at(of: Formula, where: Readonly<Record<string, MemberSet>>): Numeric {
  return made({ op: 'at', of, where });
}

/** Money in another currency. */
export function convert(
  of: string,
  to: { readonly to: string; readonly rates: string; readonly at: 'own' | 'shown' },
): Numeric {
  return made({ op: 'convert', of, ...to });
}
