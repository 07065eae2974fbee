/**
 * Balance limits: what an account's floor and ceiling still allow.
 *
 * Both bound the balance on the account's normal side. Reservations that would bring it nearer to
 * the bound count, those that would take it away do not: so the second phase of a pending entry can
 * never break a limit. A line that leads away from a bound is always taken.
 *
 * @source TigerBeetle, debits_must_not_exceed_credits: pending amounts count against the limit
 */
import {
  type Books,
  CREDITS,
  DEBITS,
  type DraftLine,
  PENDING_CREDITS,
  PENDING_DEBITS,
  type Pool,
} from './books.ts';
import { type Refused, refused } from './entry.ts';
import { addMinor, type Minor, minorText, negateMinor, subtractMinor } from './minor.ts';
import { poolOf } from './record.ts';

/** What a pool has on its normal side, and what reservations could do to it. */
function standing(
  { sums }: Books,
  { account, cells }: Pool,
): { balance: Minor; mayFall: Minor; mayRise: Minor } {
  const net = subtractMinor(sums.at(cells + DEBITS), sums.at(cells + CREDITS));
  const debits = sums.at(cells + PENDING_DEBITS);
  const credits = sums.at(cells + PENDING_CREDITS);
  return account.isDebitNormal
    ? { balance: net, mayFall: credits, mayRise: debits }
    : { balance: negateMinor(net), mayFall: debits, mayRise: credits };
}

/** What may still leave: the balance less adverse reservations, down to a floor. Never below 0. */
export function roomBelow(books: Books, pool: Pool, floor: Minor): Minor {
  const { balance, mayFall } = standing(books, pool);
  return atLeastZero(subtractMinor(subtractMinor(balance, mayFall), floor));
}

/** What may still come, up to a ceiling. Never below 0. */
export function roomAbove(books: Books, pool: Pool, ceiling: Minor): Minor {
  const { balance, mayRise } = standing(books, pool);
  return atLeastZero(subtractMinor(subtractMinor(ceiling, balance), mayRise));
}

const atLeastZero = (minor: Minor): Minor => (minor < 0 ? 0 : minor);

/**
 * The first limit that lines would break, all of them together; undefined where they break none.
 *
 * @param isPending - they are reserved: then what would hurt counts for itself, since a part of
 * them may be posted, in which what would help is rounded away
 */
export function checkLimits(
  books: Books,
  id: string,
  lines: readonly DraftLine[],
  isPending = false,
): Refused | undefined {
  let moves: Map<Pool, Moves> | undefined;
  for (const line of lines) {
    if (!line.account.isLimited) continue;
    moves ??= new Map();
    addMove(moves, books, line);
  }
  if (moves === undefined) return undefined;
  for (const [pool, sides] of moves) {
    const available = exceeded(books, pool, isPending ? sides : netOf(sides));
    if (available === undefined) continue;
    const { code, exponent } = pool.currency;
    const details = { account: pool.account.id, currency: code };
    const text = minorText(available, exponent);
    return refused(id, 'LEDGER_EXCEEDS_BALANCE_LIMIT', { ...details, available: text });
  }
  return undefined;
}

/** What lines do to the balance on an account's normal side; neither is below zero. */
interface Moves {
  falls: Minor;
  rises: Minor;
}

function addMove(moves: Map<Pool, Moves>, books: Books, line: DraftLine): void {
  const { account, currency, amount } = line;
  const pool = poolOf(books, account, currency);
  let sides = moves.get(pool);
  if (sides === undefined) moves.set(pool, (sides = { falls: 0, rises: 0 }));
  const rise = account.isDebitNormal ? amount : negateMinor(amount);
  if (rise > 0) sides.rises = addMinor(sides.rises, rise);
  else sides.falls = subtractMinor(sides.falls, rise);
}

function netOf({ falls, rises }: Moves): Moves {
  const rise = subtractMinor(rises, falls);
  return { falls: atLeastZero(negateMinor(rise)), rises: atLeastZero(rise) };
}

/** What is available where moves would pass a bound; else undefined. */
function exceeded(books: Books, pool: Pool, { falls, rises }: Moves): Minor | undefined {
  if (falls > 0 && pool.floor !== undefined) {
    const room = roomBelow(books, pool, pool.floor);
    if (falls > room) return room;
  }
  if (rises > 0 && pool.ceiling !== undefined) {
    const room = roomAbove(books, pool, pool.ceiling);
    if (rises > room) return room;
  }
  return undefined;
}
