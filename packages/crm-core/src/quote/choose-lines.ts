/**
 * Which lines of a quote are taken: those without a choice, what is chosen, and of alternatives
 * nobody spoke of the first.
 */
import type { CrmIssue } from '../errors.ts';
import type { QuoteContent, QuoteLine } from './quote-content.ts';

/** The ids that are chosen, in the order of the lines; or why that cannot be chosen. */
export type Choice =
  | { readonly ok: true; readonly chosen: readonly string[] }
  | { readonly ok: false; readonly issues: readonly CrmIssue[] };

/** Whether the customer has a choice about a line. */
export const isChoice = ({ isOptional, alternative }: QuoteLine): boolean =>
  isOptional || alternative !== undefined;

/** Faults of alternatives: a group is of one kind, and has two lines at least. */
export function choiceIssues(lines: readonly QuoteLine[]): CrmIssue[] {
  return lines.flatMap((line, at) => {
    if (line.alternative === undefined) return [];
    const group = lines.filter(({ alternative }) => alternative === line.alternative);
    const path = `lines.${at}.alternative`;
    if (group.length < 2) return [{ path, message: `nothing else is '${line.alternative}'` }];
    const isMixed = group.some(({ isOptional }) => isOptional !== line.isOptional);
    return isMixed ? [{ path, message: 'all alternatives are optional, or none is' }] : [];
  });
}

/**
 * The choice: what is named, and the first of alternatives of which one has to be taken.
 *
 * @example
 * const lines = [{ id: '1' }, { id: '2', isOptional: true }];
 * chooseLines({ lines }, ['2']) // => { ok: true, chosen: ['2'] }
 */
export function chooseLines(
  { lines }: Pick<QuoteContent, 'lines'>,
  named: readonly string[] = [],
): Choice {
  const issues = named.flatMap((id, at) => {
    const line = lines.find((one) => one.id === id);
    const path = `chosen.${at}`;
    if (line === undefined) return [{ path, message: `there is no line '${id}'` }];
    if (!isChoice(line)) return [{ path, message: `the line '${id}' is no option: leave it out` }];
    const rival = named.slice(0, at).find((other) => {
      const found = lines.find((one) => one.id === other);
      return found?.alternative !== undefined && found.alternative === line.alternative;
    });
    return rival === undefined ? [] : [{ path, message: `'${rival}' is taken instead of '${id}'` }];
  });
  if (issues.length > 0) return { ok: false, issues };
  const chosen = new Set(named);
  const settled = new Set(
    lines.filter(({ id }) => chosen.has(id)).map(({ alternative }) => alternative),
  );
  for (const { id, alternative, isOptional } of lines) {
    if (isOptional || alternative === undefined || settled.has(alternative)) continue;
    settled.add(alternative);
    chosen.add(id);
  }
  return { ok: true, chosen: lines.filter(({ id }) => chosen.has(id)).map(({ id }) => id) };
}
