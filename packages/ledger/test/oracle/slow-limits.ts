/**
 * The slow twin of balance limits: what an account has is added up from all entries, each time.
 */
import { divideRounded, fixedText } from '@kontor/kernel';
import type { BookSetupInput } from '../../src/model.ts';
import { exponentOf, fail, minorOf, type SlowEntry, type SlowLine, total } from './slow-terms.ts';

/** The part of the slow ledger that limits look at. */
export interface SlowStand {
  readonly setup: BookSetupInput;
  readonly entries: readonly SlowEntry[];
  isOpen(entry: SlowEntry): boolean;
  accountOf(id: string): BookSetupInput['accounts'][number];
}

type Side = 'floor' | 'ceiling';

/** Refuses lines that all together would break a limit; reserved ones each for itself. */
export function checkLimits(
  stand: SlowStand,
  lines: readonly SlowLine[],
  kind: 'posted' | 'pending',
): void {
  const keys = new Set(lines.map(({ account, currency }) => `${account} ${currency}`));
  for (const key of keys) {
    const [account, currency] = key.split(' ') as [string, string];
    const rises = lines
      .filter((line) => line.account === account && line.currency === currency)
      .map((line) => riseOf(stand, line));
    const net = total(rises);
    const up = kind === 'posted' ? net : total(rises.filter((rise) => rise > 0n));
    const down = kind === 'posted' ? -net : -total(rises.filter((rise) => rise < 0n));
    for (const [side, wanted] of [['floor', down] as const, ['ceiling', up] as const]) {
      const room = roomOf(stand, account, currency, side);
      if (wanted <= 0n || room === undefined || wanted <= room) continue;
      const available = fixedText(room, exponentOf(stand.setup, currency));
      fail('EXCEEDS_BALANCE_LIMIT', { account, currency, available });
    }
  }
}

/** What is left to a bound: never below 0; undefined = no bound. */
export function roomOf(
  stand: SlowStand,
  account: string,
  currency: string,
  side: Side,
  otherwise?: bigint,
): bigint | undefined {
  const bound = boundOf(stand, account, currency, side) ?? otherwise;
  if (bound === undefined) return undefined;
  const { balance, falls, rises } = standingOf(stand, account, currency);
  const room = side === 'floor' ? balance - falls - bound : bound - balance - rises;
  return room < 0n ? 0n : room;
}

/** A bound finer than the currency is the next amount within. */
export function boundOf(
  stand: SlowStand,
  account: string,
  currency: string,
  side: Side,
): bigint | undefined {
  const text = stand.accountOf(account)[side];
  if (text === undefined) return undefined;
  const fine = 10n ** BigInt(18 - exponentOf(stand.setup, currency));
  const inwards = side === 'floor' ? 'ceiling' : 'floor';
  return divideRounded(minorOf(text, 18) as bigint, fine, inwards);
}

/** On the normal side: the balance, and what open reservations could take off or put on. */
export function standingOf(
  stand: SlowStand,
  account: string,
  currency: string,
): { balance: bigint; falls: bigint; rises: bigint } {
  const standing = { balance: 0n, falls: 0n, rises: 0n };
  for (const entry of stand.entries) {
    if (entry.kind !== 'posted' && !stand.isOpen(entry)) continue;
    for (const line of entry.lines) {
      if (line.account !== account || line.currency !== currency) continue;
      const rise = riseOf(stand, line);
      if (entry.kind === 'posted') standing.balance += rise;
      else if (rise > 0n) standing.rises += rise;
      else standing.falls -= rise;
    }
  }
  return standing;
}

/** What a line does to the balance on the normal side. */
export function riseOf(stand: SlowStand, { account, amount }: SlowLine): bigint {
  const { type } = stand.accountOf(account);
  return type === 'asset' || type === 'expense' ? amount : -amount;
}
