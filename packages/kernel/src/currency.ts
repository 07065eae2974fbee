/**
 * Currencies: a code and an exponent (decimals of its minor unit), as plain values.
 *
 * ISO 4217 comes as a kept table; anything else (crypto, points, metals by the milligram) is a
 * value that the caller defines and passes. There is no registry: two books in one process may
 * differ. Display conventions are another matter: `Intl` shows HUF and IQD without the decimals
 * they have.
 *
 * @source ISO 4217:2015, list one
 */
import { isoCurrencyTable } from './currency-table.ts';
import { KernelError } from './errors.ts';

/** What amounts are counted in: 10^`exponent` minor units are one of the code. */
export interface Currency {
  readonly code: string;
  readonly exponent: number;
}

/** A row of ISO 4217. */
export interface IsoCurrency {
  readonly code: string;
  /** The three-digit code, leading zeros kept. */
  readonly numeric: string;
  /** Decimals of the minor unit; null where the standard gives none (gold, SDR, test codes). */
  readonly exponent: number | null;
  readonly name: string;
}

/** The most decimals that a currency may have: those of ether. */
export const CURRENCY_EXPONENT_MAX = 18;

/** All currencies of ISO 4217 in the kept table, in order of their codes. */
export function isoCurrencies(): IsoCurrency[] {
  return isoCurrencyTable.map(([code, numeric, exponent, name]) => ({
    code,
    numeric,
    exponent,
    name,
  }));
}

/** By code; built at the first question, so that importing costs nothing. */
let isoByCode: ReadonlyMap<string, Currency | null> | undefined;

/**
 * The currency of an ISO code, or the given definition itself.
 *
 * @param own definitions that go before ISO 4217: of other codes, or of a book's own exponents
 * @throws KernelError KERNEL_UNKNOWN_CURRENCY — neither in ISO 4217 nor among `own`
 * @throws KernelError KERNEL_NO_MINOR_UNIT — ISO 4217 gives the code no minor unit
 * @example
 * currency('BHD') // => { code: 'BHD', exponent: 3 }
 */
export function currency(code: string | Currency, own: readonly Currency[] = []): Currency {
  if (typeof code !== 'string') return code;
  const defined = own.find((definition) => definition.code === code);
  if (defined !== undefined) return defined;
  isoByCode ??= indexIso();
  const known = isoByCode.get(code);
  if (known === undefined) throw new KernelError('KERNEL_UNKNOWN_CURRENCY', { code });
  if (known === null) throw new KernelError('KERNEL_NO_MINOR_UNIT', { code });
  return known;
}

/**
 * A currency of one's own: crypto, points, a commodity by weight.
 *
 * @throws KernelError KERNEL_BAD_CURRENCY — the code is not 1 to 24 printable characters without
 *   blanks, or the exponent is no whole number from 0 to 18
 * @example
 * defineCurrency({ code: 'ETH', exponent: 18 }) // => { code: 'ETH', exponent: 18 }
 */
export function defineCurrency({ code, exponent }: Currency): Currency {
  if (typeof code !== 'string' || !/^[\x21-\x7e]{1,24}$/.test(code)) {
    const reason = 'its code must be 1 to 24 printable ASCII characters without blanks';
    const shown = typeof code === 'string' ? code.slice(0, 60) : `a ${typeof code}`;
    throw new KernelError('KERNEL_BAD_CURRENCY', { code: shown, reason });
  }
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > CURRENCY_EXPONENT_MAX) {
    const reason = `its exponent ${exponent} must be a whole number from 0 to 18`;
    throw new KernelError('KERNEL_BAD_CURRENCY', { code, reason });
  }
  return Object.freeze({ code, exponent });
}

/** Whether two currencies are the same: code and exponent. */
export function sameCurrency(a: Currency, b: Currency): boolean {
  return a.code === b.code && a.exponent === b.exponent;
}

function indexIso(): ReadonlyMap<string, Currency | null> {
  return new Map(
    isoCurrencyTable.map(([code, , exponent]) => [
      code,
      exponent === null ? null : Object.freeze({ code, exponent }),
    ]),
  );
}
