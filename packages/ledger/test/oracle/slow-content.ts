/**
 * The slow twin of idempotency: what a command says, field by field, as one text each.
 */
import { toText } from '@kontor/kernel';
import type { Command } from '../../src/entry.ts';

type Fields = Readonly<Record<string, unknown>>;

const FIELDS = (
  'do group date documentDate journal pending timeoutSeconds adjustment latePosting closing ' +
  'pendingId entryId debit credit currency amount max lines text reason source documents'
).split(' ');
const LINE_FIELDS = 'account amount currency base rate dims taxCode text'.split(' ');

/** The first field in which two commands differ, in the order in which a command lists them. */
export function slowDifference(a: Command, b: Command, functional: string): string | undefined {
  const [one, other] = [a, b] as unknown as Fields[];
  for (const field of FIELDS) {
    if (field === 'lines') {
      const path = lineDifference(rowsOf(one!), rowsOf(other!), functional);
      if (path !== undefined) return path;
    } else if (said(field, one![field], functional) !== said(field, other![field], functional)) {
      return field;
    }
  }
  return undefined;
}

const rowsOf = ({ lines }: Fields): readonly Fields[] => (Array.isArray(lines) ? lines : []);

function lineDifference(
  one: readonly Fields[],
  other: readonly Fields[],
  functional: string,
): string | undefined {
  for (let at = 0; at < Math.max(one.length, other.length); at++) {
    const [own, its] = [one[at], other[at]];
    if (own === undefined || its === undefined) return `lines.${at}`;
    const field = LINE_FIELDS.find(
      (name) => said(name, own[name], functional) !== said(name, its[name], functional),
    );
    if (field !== undefined) return `lines.${at}.${field}`;
  }
  return undefined;
}

/** The value as text; what is so anyway says nothing. */
function said(field: string, value: unknown, functional: string): string {
  if (value === undefined || value === false) return 'nothing';
  if (field === 'do' && value === 'post') return 'nothing';
  if (field === 'journal' && value === 'general') return 'nothing';
  if (field === 'currency' && value === functional) return 'nothing';
  if (field === 'dims') {
    const members = Object.entries(value as object).filter(([, member]) => member !== '');
    return members.length === 0 ? 'nothing' : JSON.stringify(members.sort());
  }
  if (['amount', 'base', 'rate', 'max'].includes(field)) return numberSaid(value);
  return JSON.stringify(value);
}

function numberSaid(value: unknown): string {
  try {
    return toText(value as string);
  } catch {
    return String(value);
  }
}
