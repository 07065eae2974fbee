/**
 * The taxes of one amount, before or including tax: the step that every rounding policy repeats.
 */
import {
  addRatios,
  divideRatios,
  multiplyRatios,
  type Ratio,
  ratio,
  roundRatio,
} from '../ratio.ts';
import type { RoundingMode } from '../rounding.ts';
import { allocateSigned } from '../allocate-signed.ts';
import type { TaxRow } from './tax-table.ts';

/** What a tax needs to know of its row. */
export type TaxTerms = Pick<TaxRow, 'rate' | 'compound'>;

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/**
 * Rounds an amount of tax, or its base, to minor units by its magnitude: what takes something off
 * is rounded as what puts it on, so `floor` is `down` and `ceiling` is `up`.
 */
export function roundAmount(value: Ratio, mode: RoundingMode): bigint {
  return roundRatio(value, mode === 'floor' ? 'down' : mode === 'ceiling' ? 'up' : mode);
}

/**
 * Taxes on an amount before tax, in minor units: each is rounded before the next one builds on it.
 *
 * @returns a tax for each row, in order
 */
export function taxesOnNet(net: bigint, rows: readonly TaxTerms[], mode: RoundingMode): bigint[] {
  let withTaxes = net;
  return rows.map(({ rate, compound }) => {
    const tax = roundAmount(multiplyRatios(ratio(compound ? withTaxes : net), rate.part), mode);
    withTaxes += tax;
    return tax;
  });
}

/**
 * Taxes in an amount that includes them: the net is rounded, the tax is the rest, and several taxes
 * share that rest by their rates.
 *
 * @returns a tax for each row, in order; the net is the amount less their sum
 */
export function taxesInGross(
  gross: bigint,
  rows: readonly TaxTerms[],
  mode: RoundingMode,
): bigint[] {
  const net = roundAmount(divideRatios(ratio(gross), taxFactor(rows)), mode);
  return allocateSigned(gross - net, exactTaxesInGross(gross, rows));
}

/** The taxes in an amount that includes them, not rounded. */
export function exactTaxesInGross(gross: bigint, rows: readonly TaxTerms[]): Ratio[] {
  const net = divideRatios(ratio(gross), taxFactor(rows));
  return ratesOnNet(rows).map((rate) => multiplyRatios(net, rate));
}

/** What an amount before tax is multiplied by to include all taxes: 1.19 for 19 %. */
export function taxFactor(rows: readonly TaxTerms[]): Ratio {
  return ratesOnNet(rows).reduce(addRatios, ONE);
}

/**
 * Each tax as a part of the net: 10 % compound on 5 % is 10.5 %.
 */
export function ratesOnNet(rows: readonly TaxTerms[]): Ratio[] {
  let withTaxes = ONE;
  return rows.map(({ rate, compound }) => {
    const onNet = compound ? multiplyRatios(withTaxes, rate.part) : rate.part;
    withTaxes = addRatios(withTaxes, onNet);
    return onNet;
  });
}
