/**
 * A chart of accounts as an outline: one line an account, indented under its header.
 *
 *     1000 assets | Assets | Vermögenswerte | asset
 *       1110 petty-cash | Cash on hand | Kasse | monetary
 *
 * A line is code and id, the name in English, the name in German, and words for what the account
 * is: a type, an activity of the cash flow statement, or one of the yes-or-no terms. A line with
 * others indented under it is a header. Charts are long; like this one can be read, and changed.
 */
import {
  type AccountInput,
  type AccountType,
  accountTypes,
  type CashFlowActivity,
  cashFlowActivities,
} from '../account.ts';
import { LedgerError } from '../errors.ts';

/**
 * Reads an outline. Empty lines are skipped; the chart is still to be checked, by `checkChart`.
 *
 * @throws LedgerError LEDGER_BAD_ARGUMENT — a line that cannot be read; `path` names it, from 1
 * @example
 * chartFromOutline('1110 petty-cash | Cash on hand | Kasse | asset monetary')
 * // => [{ id: 'petty-cash', code: '1110', name: 'Cash on hand', names: { de: 'Kasse' },
 * //      type: 'asset', monetary: true }]
 */
export function chartFromOutline(outline: string): AccountInput[] {
  const lines = outline
    .split('\n')
    .map((text, index) => ({ text, number: index + 1 }))
    .filter(({ text }) => text.trim() !== '');
  const above: { readonly indent: number; readonly id: string }[] = [];
  return lines.map((line, at) => {
    const indent = indentOf(line.text);
    while (above.length > 0 && above.at(-1)!.indent >= indent) above.pop();
    const row = rowOf(line.text, line.number);
    const parent = above.at(-1)?.id;
    above.push({ indent, id: row.id });
    const next = lines[at + 1];
    const isHeader = next !== undefined && indentOf(next.text) > indent;
    return { ...row, ...(parent !== undefined && { parent }), ...(isHeader && { header: true }) };
  });
}

const indentOf = (text: string): number => text.length - text.trimStart().length;

function rowOf(text: string, line: number): AccountInput {
  const [head = '', name = '', german = '', words = '', ...more] = text
    .split('|')
    .map((cell) => cell.trim());
  const [code, id, ...rest] = head.split(/\s+/);
  if (code === undefined || id === undefined || rest.length > 0 || more.length > 0 || name === '') {
    const expected = "'code id | name | German name | words'";
    throw new LedgerError('LEDGER_BAD_ARGUMENT', { path: `line ${line}`, value: text, expected });
  }
  const terms: Partial<AccountInput> = {};
  for (const word of words.split(/\s+/)) if (word !== '') Object.assign(terms, termOf(word, line));
  return {
    id,
    code,
    name,
    ...(german !== '' && { names: { de: german } }),
    ...terms,
  };
}

const flags = ['monetary', 'openItems', 'trading'] as const;

function termOf(word: string, line: number): Partial<AccountInput> {
  if (accountTypes.includes(word as AccountType)) return { type: word as AccountType };
  if (cashFlowActivities.includes(word as CashFlowActivity)) {
    return { cashFlow: word as CashFlowActivity };
  }
  if (flags.includes(word as (typeof flags)[number])) return { [word]: true };
  const expected = [...accountTypes, ...cashFlowActivities, ...flags].join(', ');
  throw new LedgerError('LEDGER_BAD_ARGUMENT', { path: `line ${line}`, value: word, expected });
}
