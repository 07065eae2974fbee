/**
 * The second phase: what a pending entry reserves is posted, in part or whole, or released.
 *
 * @source TigerBeetle, two-phase transfers
 */
import { allocate, divideRounded } from '@kontor/kernel';
import type { Books, DraftLine, PendingRecord } from './books.ts';
import type { PostPending, Refused, VoidPending } from './entry.ts';
import { refused } from './entry.ts';
import { badField, readAmount } from './draft-entry.ts';
import { addMinor, magnitudeOf, type Minor, minorOf, minorText, negateMinor } from './minor.ts';

/** The open reservation that a command is about; or why there is none. */
export function openPending(
  books: Books,
  { id, pendingId }: PostPending | VoidPending,
): PendingRecord | Refused {
  const pending = books.pendings.get(pendingId);
  if (pending === undefined) {
    return books.ids.find(pendingId) !== -1
      ? refused(id, 'LEDGER_NOT_PENDING', { pendingId })
      : refused(id, 'LEDGER_PENDING_NOT_FOUND', { pendingId });
  }
  const by = pending.by ?? '';
  switch (pending.state) {
    case 'open':
      return pending;
    case 'posted':
      return refused(id, 'LEDGER_PENDING_ALREADY_POSTED', { pendingId, by });
    case 'voided':
      return refused(id, 'LEDGER_PENDING_ALREADY_VOIDED', { pendingId, by });
    case 'expired': {
      const expiredAt = new Date(pending.expiresAt).toISOString();
      return refused(id, 'LEDGER_PENDING_EXPIRED', { pendingId, expiredAt });
    }
  }
}

/** The lines to post: all that is reserved, or so much of it. */
export function pendingLines(
  { functional }: Pick<Books, 'functional'>,
  command: PostPending,
  { lines }: PendingRecord,
): readonly DraftLine[] | Refused {
  if (command.amount === undefined) return lines;
  // A transfer that found nothing to move reserves no line.
  const currency = lines[0]?.currency ?? functional;
  const part = readAmount(command, command.amount, currency, 'amount');
  if (typeof part === 'object') return part;
  if (part < 0) return badField(command, 'amount', command.amount, 'an amount of 0 or more');
  const whole = lines.reduce<Minor>(
    (sum, line) =>
      line.currency === currency && line.amount > 0 ? addMinor(sum, line.amount) : sum,
    0,
  );
  if (part === whole) return lines;
  if (part > whole) {
    const pending = minorText(whole, currency.exponent);
    return refused(command.id, 'LEDGER_EXCEEDS_PENDING_AMOUNT', {
      pendingId: command.pendingId,
      pending,
    });
  }
  return scaled(lines, part, whole);
}

/**
 * Lines in the proportion of a part to the whole. Debits and credits of a currency are rounded to
 * one total, which is given out on each side by largest remainder: so what balanced balances, in
 * the amounts of each currency and in their bases.
 */
function scaled(lines: readonly DraftLine[], part: Minor, whole: Minor): DraftLine[] {
  const amounts = new Map<DraftLine, Minor>();
  const bases = new Map<DraftLine, Minor>();
  for (const currency of new Set(lines.map((line) => line.currency))) {
    const own = lines.filter((line) => line.currency === currency);
    scaleColumn(own, (line) => line.amount, part, whole, amounts);
    scaleColumn(own, (line) => line.base, part, whole, bases);
  }
  return lines.map((line) => ({
    ...line,
    amount: amounts.get(line) ?? 0,
    base: bases.get(line) ?? 0,
  }));
}

function scaleColumn(
  lines: readonly DraftLine[],
  valueOf: (line: DraftLine) => Minor,
  part: Minor,
  whole: Minor,
  into: Map<DraftLine, Minor>,
): void {
  for (const sign of [1, -1] as const) {
    const side = lines.filter((line) => (sign === 1 ? valueOf(line) > 0 : valueOf(line) < 0));
    if (side.length === 0) continue;
    const weights = side.map((line) => BigInt(magnitudeOf(valueOf(line))));
    const total = weights.reduce((sum, weight) => sum + weight, 0n);
    const scaledTotal = divideRounded(total * BigInt(part), BigInt(whole), 'halfEven');
    allocate(scaledTotal, weights).forEach((share, at) => {
      const minor = minorOf(share);
      into.set(side[at]!, sign === 1 ? minor : negateMinor(minor));
    });
  }
}
