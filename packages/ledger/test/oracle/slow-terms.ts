/**
 * What the slow ledger is made of: lines and entries in minor units, refusals that are thrown, and
 * the reading of what is given.
 */
import { divideRounded, ratio, toText } from '@kontor/kernel';
import type { Command, Dimensions, LineInput } from '../../src/entry.ts';
import type { BookSetupInput } from '../../src/model.ts';

/** A line in minor units, debit positive. */
export interface SlowLine {
  readonly account: string;
  readonly currency: string;
  readonly dims: Dimensions;
  amount: bigint;
  base: bigint;
  readonly input?: LineInput | undefined;
  readonly generated?: true | undefined;
}

/** An entry of the list. */
export interface SlowEntry {
  readonly command: Command;
  readonly kind: 'posted' | 'pending' | 'void' | 'voidNumber';
  readonly date: string;
  readonly documentDate: string | undefined;
  readonly journal: string;
  readonly lines: readonly SlowLine[];
  readonly closing?: boolean | undefined;
  readonly moved?: string | undefined;
  readonly recordedAt: number;
  readonly number: string | undefined;
}

/** Thrown by a check that fails; caught where the command is taken. */
export class Refusal extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, details: Readonly<Record<string, unknown>>) {
    super(code);
    this.code = code;
    this.details = details;
  }
}

/** Refuses a command; the name is the code without its prefix. */
export const fail = (name: string, details: Readonly<Record<string, unknown>>): never => {
  throw new Refusal(`LEDGER_${name}`, details);
};

/** Refuses a field that makes no sense. */
export function failField(path: string, value: unknown, expected: string): never {
  const text = typeof value === 'string' ? `'${value}'` : String(value);
  return fail('BAD_COMMAND', { path, value: text, expected });
}

/** Decimals of a currency that the twin knows, or of a commodity of the book. */
export function exponentOf(setup: BookSetupInput, code: string): number {
  const own = setup.commodities?.find((one) => one.code === code);
  const exponent = own?.exponent ?? { EUR: 2, USD: 2, JPY: 0 }[code];
  return exponent ?? fail('CURRENCY_NOT_FOUND', { currency: code });
}

/** |value|. */
export const abs = (value: bigint): bigint => (value < 0n ? -value : value);

/** The sum. */
export const total = (values: readonly bigint[]): bigint =>
  values.reduce((sum, value) => sum + value, 0n);

/** The sum of a column. */
export const sumOf = (lines: readonly SlowLine[], column: 'amount' | 'base'): bigint =>
  total(lines.map((line) => line[column]));

/** Whether a line has the members; `''` = none. */
export const hasMembers = (line: SlowLine, dims: Dimensions): boolean =>
  Object.entries(dims).every(([name, member]) => (line.dims[name] ?? '') === member);

/** The dimensions that have a member. */
export const membersOf = (dims: Dimensions): Dimensions =>
  Object.fromEntries(Object.entries(dims).filter(([, member]) => member !== ''));

/** Refuses what is no day of the calendar. */
export function checkDay(text: string, path = 'date'): void {
  const isDay =
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    new Date(text).toISOString().startsWith(text);
  if (!isDay) failField(path, text, 'a day as YYYY-MM-DD');
}

/** Refuses what is no time-out. */
export function checkTimeout(seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds > 0)) return;
  failField('timeoutSeconds', seconds, 'a whole number above 0');
}

/** A rate above 0, exact. */
export function rateRead(value: unknown): ReturnType<typeof ratio> | undefined {
  try {
    const read = ratio(value as string);
    return read.numerator > 0n ? read : undefined;
  } catch {
    return undefined;
  }
}

/** An amount in minor units of its currency. */
export function readAmount(
  value: LineInput['amount'],
  currency: string,
  exponent: number,
  path: string,
): bigint {
  const minor = minorOf(value, exponent);
  if (typeof minor === 'bigint') return minor;
  const amount = String(value);
  if (minor === 'fine') return fail('AMOUNT_PRECISION', { amount, currency, path });
  if (minor === 'large') return fail('AMOUNT_OVERFLOW', { path });
  return failField(path, value, 'a decimal amount as text');
}

/** Digits of the text put together; zeros that are missing put behind. */
export function minorOf(
  value: LineInput['amount'],
  exponent: number,
): bigint | 'fine' | 'large' | 'none' {
  let text: string;
  try {
    text = toText(value);
  } catch {
    return 'none';
  }
  const [whole, fraction = ''] = text.split('.');
  if (fraction.length > exponent) return 'fine';
  const minor = BigInt(whole! + fraction.padEnd(exponent, '0'));
  return String(abs(minor)).length > 38 ? 'large' : minor;
}

/** Scales a side: its total is rounded, then given out unit by unit. Writes the lines. */
export function scaleSide(
  side: readonly SlowLine[],
  column: 'amount' | 'base',
  part: bigint,
  whole: bigint,
): void {
  if (side.length === 0) return;
  const before = side.map((line) => abs(line[column]));
  const all = total(before);
  const wanted = divideRounded(all * part, whole, 'halfEven');
  const shares = before.map((value) => (wanted * value) / all);
  const rests = before.map((value) => (wanted * value) % all);
  while (total(shares) < wanted) {
    const largest = rests.reduce((found, rest, at) => (rest > rests[found]! ? at : found), 0);
    shares[largest]! += 1n;
    rests[largest] = -1n;
  }
  side.forEach((line, at) => {
    line[column] = line[column] < 0n ? -shares[at]! : shares[at]!;
  });
}
