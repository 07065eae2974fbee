/**
 * Quantities of items as whole steps: 10^-decimals of the item's stocking unit.
 *
 * Text and units are turned into steps once, when a model is checked and compiled; from there on
 * quantities are integers in Float64. A quantity that is no whole number of steps is a fault, never
 * rounded; only what is derived (needs of components) is rounded, up, by `needOf`.
 */
import {
  divideRatios,
  formatQuantity,
  KernelError,
  multiplyRatios,
  type Ratio,
  ratio,
  unitContradictions,
  unitTable,
} from '@kontor/kernel';
import type { ModelIssue, ModelIssueCode } from './errors.ts';
import type { Bom, BomLine, BomOutput, ModelData, UnitConversion } from './model.ts';

/** What is wrong with a quantity. */
export interface QuantityFault {
  readonly code: ModelIssueCode;
  readonly message: string;
}

/** The units of a model's items. */
export interface ItemUnits {
  /** Whether the item is in the model. */
  knows(item: string): boolean;
  decimalsOf(item: string): number;
  /** Steps of a quantity that has no fault, in `unit` or the item's stocking unit. */
  steps(item: string, text: string, unit?: string): number;
  fault(item: string, text: string, unit?: string): QuantityFault | undefined;
  /** Steps as decimal text of the stocking unit. */
  format(item: string, steps: number | bigint): string;
  /** What one step started of the bill's item takes of the line's component, scrap included. */
  perStep(bill: Bom, line: BomLine): Ratio;
  lineFault(bill: Bom, line: BomLine): QuantityFault | undefined;
  /** What one step started of the bill's item yields of the output's item. */
  outputPerStep(bill: Bom, output: BomOutput): Ratio;
  /** Steps of one item in the place of a step of another, `quantityPer` stocking units for one. */
  inPlaceOf(item: string, substitute: string, quantityPer: string): Ratio;
}

/** Collects faults of the conversions themselves. */
type Report = (code: ModelIssueCode, path: ModelIssue['path'], message: string) => void;

/**
 * Reads the units of a model.
 *
 * @param report - told of conversions that contradict each other or have no factor
 */
export function itemUnits(model: ModelData, report?: Report): ItemUnits {
  const unitDecimals = new Map(model.units.map((row) => [row.id, row.decimals]));
  const items = new Map(
    model.items.map(({ id, unit, decimals }) => [
      id,
      { unit, decimals: decimals ?? unitDecimals.get(unit) ?? 0 },
    ]),
  );
  const units = unitTable(soundConversions(model.unitConversions, report));
  const exactSteps = (item: string, text: string, unit: string | undefined): Ratio => {
    const { unit: stocked, decimals } = items.get(item)!;
    const inStock = multiplyRatios(ratio(text), units.factor(unit ?? stocked, stocked, item));
    return multiplyRatios(inStock, ratio(10 ** decimals));
  };
  const perStep = (bill: Bom, line: BomLine): Ratio => {
    if (line.scrap === undefined && bill.outputQuantity === '1') {
      const [output, item] = [items.get(bill.item)!, items.get(line.component)!];
      const steps = plainSteps(item, line.quantityPer, line.unit);
      if (steps !== undefined && output.decimals === 0) return whole(steps);
    }
    const need = exactSteps(line.component, line.quantityPer, line.unit);
    const output = exactSteps(bill.item, bill.outputQuantity, undefined);
    return divideRatios(withScrap(need, line), output);
  };
  return {
    knows: (item) => items.has(item),
    decimalsOf: (item) => items.get(item)!.decimals,
    steps: (item, text, unit) =>
      plainSteps(items.get(item)!, text, unit) ?? Number(exactSteps(item, text, unit).numerator),
    fault: (item, text, unit) =>
      faultOf(() => wholeStepsFault(exactSteps(item, text, unit), text, items.get(item)!.decimals)),
    format: (item, steps) => {
      const { decimals } = items.get(item)!;
      return decimals === 0 ? String(steps) : formatQuantity(steps, decimals);
    },
    perStep,
    outputPerStep: (bill, { item, quantityPer, unit }) =>
      divideRatios(
        exactSteps(item, quantityPer, unit),
        exactSteps(bill.item, bill.outputQuantity, undefined),
      ),
    inPlaceOf: (item, substitute, quantityPer) =>
      divideRatios(
        exactSteps(substitute, quantityPer, undefined),
        exactSteps(item, '1', undefined),
      ),
    lineFault: (bill, line) => faultOf(() => lineFault(perStep(bill, line), line)),
  };
}

/**
 * Steps of a whole number of stocking units, which most quantities are; undefined for the others.
 */
function plainSteps(
  { unit: stocked, decimals }: { readonly unit: string; readonly decimals: number },
  text: string,
  unit: string | undefined,
): number | undefined {
  if ((unit !== undefined && unit !== stocked) || !WHOLE.test(text)) return undefined;
  const steps = Number(text) * 10 ** decimals;
  return steps <= Number.MAX_SAFE_INTEGER ? steps : undefined;
}

const WHOLE = /^\d{1,15}$/;

const whole = (steps: number): Ratio => ({ numerator: BigInt(steps), denominator: 1n });

/** A need with what is lost of it on the way. */
function withScrap(need: Ratio, { scrap, scrapConvention }: BomLine): Ratio {
  if (scrap === undefined) return need;
  const lost = ratio(scrap);
  const [all, left] = [lost.denominator, lost.denominator - lost.numerator];
  return scrapConvention === 'divide'
    ? multiplyRatios(need, { numerator: all, denominator: left })
    : multiplyRatios(need, { numerator: all + lost.numerator, denominator: all });
}

const LARGEST = BigInt(Number.MAX_SAFE_INTEGER);

function wholeStepsFault(steps: Ratio, text: string, decimals: number): QuantityFault | undefined {
  if (steps.denominator !== 1n) {
    const finest = formatQuantity(1, decimals);
    const message = `${text} is finer than the item's step of ${finest}; give it more decimals`;
    return { code: 'OVER_PRECISE_QUANTITY', message };
  }
  if (steps.numerator <= LARGEST && steps.numerator >= -LARGEST) return undefined;
  return { code: 'QUANTITY_TOO_LARGE', message: `${text} passes 2^53 steps of the item's unit` };
}

function lineFault(perStep: Ratio, line: BomLine): QuantityFault | undefined {
  if (perStep.numerator <= 0n) {
    const message = `it is ${line.quantityPer}; give more than 0`;
    return { code: 'NEGATIVE_QUANTITY', message };
  }
  if (perStep.numerator <= LARGEST && perStep.denominator <= LARGEST) return undefined;
  const message = `${line.quantityPer} has too many digits; give at most 15`;
  return { code: 'OVER_PRECISE_QUANTITY', message };
}

/**
 * Runs a check whose arithmetic may find text that is no number, or units without a way between.
 */
function faultOf(check: () => QuantityFault | undefined): QuantityFault | undefined {
  try {
    return check();
  } catch (error) {
    if (KernelError.is(error, 'KERNEL_UNIT_MISMATCH')) {
      return { code: 'UNIT_MISMATCH', message: error.message };
    }
    if (KernelError.is(error)) return { code: 'BAD_QUANTITY', message: error.message };
    throw error;
  }
}

/**
 * The conversions; those without a factor, or against what others say, are reported and left out.
 */
function soundConversions(
  rows: readonly UnitConversion[],
  report?: Report,
): readonly UnitConversion[] {
  if (report === undefined || faultOf(() => conversionFault(rows)) === undefined) return rows;
  const sound: UnitConversion[] = [];
  rows.forEach((row, index) => {
    const fault = faultOf(() => conversionFault([...sound, row]));
    if (fault === undefined) sound.push(row);
    else report(fault.code, ['unitConversions', index], fault.message);
  });
  return sound;
}

function conversionFault(rows: readonly UnitConversion[]): QuantityFault | undefined {
  const [contradiction] = unitContradictions(rows);
  if (contradiction === undefined) return undefined;
  const { message } = new KernelError('KERNEL_UNIT_CONTRADICTION', contradiction);
  return { code: 'UNIT_MISMATCH', message };
}
