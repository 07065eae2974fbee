/**
 * Why the books refuse an entry, for whoever has to mend it: which entry, where in it, the ledger's
 * code, and its sentence with the remedy.
 */
import { type EntryInput, LedgerError, type Refused } from '@kontor/ledger';

/**
 * The text of a refusal.
 *
 * @example
 * // invoice-Q-2026-1 at lines.0.account: LEDGER_ACCOUNT_CLOSED, Account 'trade-receivables' …
 */
export function refusalText(entry: EntryInput, { code, details }: Refused): string {
  const { message } = new LedgerError(code, details);
  return `${entry.id} at ${pathIn(entry, details)}: ${code}, ${message}`;
}

/** The field that the details speak of. */
function pathIn({ lines }: EntryInput, details: object): string {
  if ('path' in details) return String(details.path);
  if ('account' in details) {
    const at = lines.findIndex(
      ({ account, currency }) =>
        account === details.account && (!('currency' in details) || currency === details.currency),
    );
    return `lines.${at}.account`;
  }
  return 'date' in details ? 'date' : 'its root';
}
