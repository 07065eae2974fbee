/**
 * What is left of a rule when some of its variables have values: the same three pieces make every
 * boolean rule.
 *
 * `requires`, `excludes`, `iff`, cardinality, `all` and `any` are all counts: so many of these
 * parts hold. Two residuals with the same key are the same rule from there on.
 */

/** A rule, or what is left of one; true and false when nothing is. */
export type Residual = boolean | OpenRule;

/** A rule that still depends on variables. */
export interface OpenRule {
  readonly key: string;
  /** The places of its variables, each once. */
  readonly scope: readonly number[];
  /** What is left when the variable has the value of that place. */
  assign(variable: number, value: number): Residual;
}

/** Holds when the variable has one of these values. */
export function atom(variable: number, values: ReadonlySet<number>, domainSize: number): Residual {
  if (values.size === 0) return false;
  if (values.size === domainSize) return true;
  const rule: OpenRule = {
    key: `${variable}:${[...values].toSorted((a, b) => a - b).join()}`,
    scope: [variable],
    assign: (given, value) => (given === variable ? values.has(value) : rule),
  };
  return rule;
}

/** Holds when the part does not. */
export function negation(part: Residual): Residual {
  if (typeof part === 'boolean') return !part;
  return {
    key: `!(${part.key})`,
    scope: part.scope,
    assign: (variable, value) => negation(part.assign(variable, value)),
  };
}

/** Holds when at least `min` and at most `max` of the parts do. */
export function count(parts: readonly Residual[], min: number, max: number): Residual {
  const open = parts.filter((part): part is OpenRule => typeof part === 'object');
  const sure = parts.filter((part) => part === true).length;
  const least = Math.max(0, min - sure);
  const most = Math.min(open.length, max - sure);
  if (least > most) return false;
  if (least === 0 && most === open.length) return true;
  const scope = [...new Set(open.flatMap((part) => part.scope))];
  const inScope = new Set(scope);
  const rule: OpenRule = {
    key: `${least}-${most}(${open.map(({ key }) => key).join(';')})`,
    scope,
    assign(variable, value) {
      if (!inScope.has(variable)) return rule;
      const left = open.map((part) => part.assign(variable, value));
      return count(left, least, most);
    },
  };
  return rule;
}

/** Holds when all parts do. */
export const conjunction = (parts: readonly Residual[]): Residual =>
  count(parts, parts.length, parts.length);

/** Holds when one of the parts does, or several. */
export const disjunction = (parts: readonly Residual[]): Residual => count(parts, 1, parts.length);
