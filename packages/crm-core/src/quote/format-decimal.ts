/**
 * Decimals and days as a reader of a language expects them, digit by digit: no float in between.
 */
import type { DocumentFormat } from './document-labels.ts';

/**
 * A decimal with groups of three digits.
 *
 * @param decimalsMin zeros are added up to so many decimals; none is taken away
 * @example
 * const format = { decimalSign: ',', groupSign: '.', day: 'dd.mm.yyyy' };
 * formatDecimal('-1234567.5', format, 2) // => '-1.234.567,50'
 */
export function formatDecimal(
  text: string,
  { decimalSign, groupSign }: Pick<DocumentFormat, 'decimalSign' | 'groupSign'>,
  decimalsMin = 0,
): string {
  const sign = text.startsWith('-') ? '-' : '';
  const [whole = '0', decimals = ''] = text.slice(sign.length).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, () => groupSign);
  const padded = decimals.padEnd(decimalsMin, '0');
  return sign + grouped + (padded === '' ? '' : decimalSign + padded);
}

/**
 * A day, from `YYYY-MM-DD`.
 *
 * @example
 * formatDate('2026-03-02', { day: 'dd.mm.yyyy' }) // => '02.03.2026'
 */
export function formatDate(date: string, { day }: Pick<DocumentFormat, 'day'>): string {
  const [year = '', month = '', dayOfMonth = ''] = date.split('-');
  return day.replace('yyyy', year).replace('mm', month).replace('dd', dayOfMonth);
}
