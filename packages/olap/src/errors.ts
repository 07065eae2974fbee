/**
 * What can go wrong with a cube, by code.
 *
 * Everything here is a caller's mistake and is thrown; rows that a load cannot read are collected
 * and reported together, so that nothing is half loaded. A message names the thing at fault and the
 * remedy; an unknown name brings the names nearest to it.
 */
import { codedErrors } from '@kontor/kernel';

/** A fault of a cube's definition. */
export interface CubeIssue {
  readonly code: CubeIssueCode;
  /** From the root of the definition: `['measures', 'margin', 'over', 0]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The kinds of fault that a definition can have. */
export type CubeIssueCode =
  /** A value of the wrong type or shape, or an unknown field. */
  | 'INVALID_VALUE'
  | 'UNKNOWN_DIMENSION'
  | 'UNKNOWN_LEVEL'
  | 'UNKNOWN_MEASURE'
  | 'UNKNOWN_CURRENCY'
  /** Two levels of one dimension, or two measures, of the same name. */
  | 'DUPLICATE_NAME'
  /** Calculated measures that stand on each other in a circle. */
  | 'FORMULA_CYCLE'
  /** A measure along a dimension that has no time, or a nature where none is declared. */
  | 'NOT_A_TIME'
  /** A rule that this kind of measure cannot follow. */
  | 'NOT_ADDITIVE';

/** A row, or a cell of it, that cannot be loaded. */
export interface RowIssue {
  readonly code: RowIssueCode;
  /** Position in the batch, from 0. */
  readonly row: number;
  /** The column at fault: `'revenue'`, `'product.family'`. */
  readonly column: string;
  readonly message: string;
}

/** Why a row is not loaded. */
export type RowIssueCode =
  | 'NOT_A_NUMBER'
  /** More decimals than the measure's scale keeps. */
  | 'TOO_PRECISE'
  /** Beyond ±2^52 units of the measure's scale. */
  | 'OUT_OF_RANGE'
  | 'NOT_A_DAY'
  | 'NOT_A_KEY'
  /** A key that the dimension's table does not have. */
  | 'UNKNOWN_MEMBER'
  | 'DUPLICATE_KEY'
  | 'MEMBER_CYCLE'
  | 'ORPHAN_MEMBER'
  | 'UNREADABLE';

/** Each code with what it tells. */
export type OlapErrorDetails = {
  OLAP_INVALID_CUBE: { issues: readonly CubeIssue[] };
  OLAP_INVALID_QUERY: { path: readonly (string | number)[]; reason: string };
  OLAP_UNKNOWN_LEVEL: { level: string; nearest: readonly string[] };
  OLAP_UNKNOWN_MEASURE: { measure: string; nearest: readonly string[] };
  OLAP_UNKNOWN_MEMBER: { level: string; member: string; nearest: readonly string[] };
  OLAP_AMBIGUOUS_MEMBER: { level: string; member: string; paths: readonly string[] };
  OLAP_MIXED_CURRENCIES: { measure: string; currencies: readonly string[] };
  OLAP_MIXED_UNITS: { measure: string; units: readonly string[] };
  OLAP_WRONG_GRAIN: { measure: string; reason: string };
  OLAP_ROWS_REFUSED: { issues: readonly RowIssue[]; rows: number };
  OLAP_UNKNOWN_FACT: { key: string };
  OLAP_NO_FACT_KEY: { asked: string };
  OLAP_TOO_LARGE: { what: string; size: number; limit: number };
  OLAP_BAD_SNAPSHOT: { reason: string };
  OLAP_SNAPSHOT_OVERTAKEN: { name: string };
  OLAP_UNREADABLE_FILE: { format: string; reason: string };
};

/** Any code a cube can throw. */
export type OlapErrorCode = keyof OlapErrorDetails;

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const near = (names: readonly string[]): string =>
  names.length === 0 ? '' : ` Did you mean ${list(names)}?`;

const first = (issues: readonly { readonly message: string }[]): string => {
  const shown = issues.slice(0, 5).map(({ message }) => `\n  - ${message}`);
  const rest = issues.length - shown.length;
  return shown.join('') + (rest > 0 ? `\n  … and ${rest} more (details.issues has all)` : '');
};

/** An error of the cube: match it with `OlapError.is(error, code)`. */
export const OlapError = codedErrors<OlapErrorDetails>('OlapError', {
  OLAP_INVALID_CUBE: ({ issues }) => `The definition of the cube has faults:${first(issues)}`,
  OLAP_INVALID_QUERY: ({ path, reason }) =>
    `The query is not valid at ${path.length === 0 ? 'its root' : path.join('.')}: ${reason}`,
  OLAP_UNKNOWN_LEVEL: ({ level, nearest }) =>
    `There is no level '${level}'.${near(nearest)} Levels are written 'dimension.level'.`,
  OLAP_UNKNOWN_MEASURE: ({ measure, nearest }) =>
    `There is no measure '${measure}'.${near(nearest)}`,
  OLAP_UNKNOWN_MEMBER: ({ level, member, nearest }) =>
    `'${level}' has no member '${member}'.${near(nearest)}`,
  OLAP_AMBIGUOUS_MEMBER: ({ level, member, paths }) =>
    `'${member}' is ${paths.length} members of '${level}': say which by its path, one of ` +
    `${list(paths.slice(0, 6))}, as { path: […] }.`,
  OLAP_MIXED_CURRENCIES: ({ measure, currencies }) =>
    `A cell of '${measure}' would add ${list(currencies)}: ask by currency, filter to one, or ` +
    `convert the measure.`,
  OLAP_MIXED_UNITS: ({ measure, units }) =>
    `A cell of '${measure}' would add ${list(units)}: ask by unit, or filter to one.`,
  OLAP_WRONG_GRAIN: ({ measure, reason }) => `'${measure}' has no meaning here: ${reason}`,
  OLAP_ROWS_REFUSED: ({ issues, rows }) =>
    `${issues.length} faults in ${rows} rows; nothing was loaded:${first(issues)}`,
  OLAP_UNKNOWN_FACT: ({ key }) => `There is no fact ${key}: it was never added, or is removed.`,
  OLAP_NO_FACT_KEY: ({ asked }) =>
    `${asked} needs a key of the facts: give the cube \`key: (row) => …\`.`,
  OLAP_TOO_LARGE: ({ what, size, limit }) => `${what} would be ${size}; the limit is ${limit}.`,
  OLAP_BAD_SNAPSHOT: ({ reason }) => `This is no snapshot of the cube: ${reason}`,
  OLAP_SNAPSHOT_OVERTAKEN: ({ name }) =>
    `Another cube was kept as '${name}' since this one was loaded: load it into an empty cube, ` +
    `and follow from there. Nothing was written.`,
  OLAP_UNREADABLE_FILE: ({ format, reason }) =>
    `The ${format} cannot be read: ${reason}. Look at where it is damaged, or export it again.`,
});

/** A question that has no meaning, by the place at fault. */
export const invalidQuery = (path: readonly (string | number)[], reason: string): Error =>
  new OlapError('OLAP_INVALID_QUERY', { path, reason });

/** @throws OlapError OLAP_TOO_LARGE */
export function checkLimit(what: string, size: number, limit: number): void {
  if (size > limit) throw new OlapError('OLAP_TOO_LARGE', { what, size, limit });
}
