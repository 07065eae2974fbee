/**
 * Conditions in words, for the one who asks why a record is in a segment or not.
 */
import { isFieldOperand, isParam, type Predicate } from './predicate.ts';

/**
 * A condition as a phrase.
 *
 * @example
 * describeCondition(field('postcode').between(1000, 1999)) // => 'postcode between 1000 and 1999'
 */
export function describeCondition(condition: Predicate): string {
  if ('and' in condition) return `all of ${condition.and.length} conditions`;
  if ('or' in condition) return `one of ${condition.or.length} conditions`;
  if ('not' in condition) return `not ${describeCondition(condition.not)}`;
  if ('segment' in condition) return `in segment '${condition.segment}'`;
  if ('related' in condition) {
    const where =
      condition.where === undefined ? '' : ` with ${describeCondition(condition.where)}`;
    const { related, quantifier } = condition;
    if (quantifier !== 'count') return `${quantifier} of ${related}${where}`;
    return `count of ${related}${where} ${words[condition.op]} ${condition.value}`;
  }
  const { field, op } = condition;
  switch (op) {
    case 'isMissing':
      return `${field} is missing`;
    case 'within':
      return `${field} within the last ${condition.value}`;
    case 'between':
      return `${field} between ${shown(condition.value[0])} and ${shown(condition.value[1])}`;
    default: {
      const without = condition.ignoreCase === true ? ', without case' : '';
      return `${field} ${words[op]} ${shown(condition.value)}${without}`;
    }
  }
}

const words = {
  eq: '=',
  ne: '≠',
  lt: '<',
  le: '≤',
  gt: '>',
  ge: '≥',
  in: 'in',
  contains: 'contains',
  startsWith: 'starts with',
} as const;

function shown(operand: unknown): string {
  if (isParam(operand)) return `the parameter '${operand.param}'`;
  if (isFieldOperand(operand)) return operand.field;
  if (Array.isArray(operand)) return `(${operand.map(shown).join(', ')})`;
  return JSON.stringify(operand);
}
