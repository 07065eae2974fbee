/**
 * Checks of bills of material: quantities, scrap, yields, revisions and phantoms.
 */
import type { ItemUnits } from '../item-units.ts';
import type { Bom, BomLine, ModelData } from '../model.ts';
import {
  checkDurations,
  checkNumber,
  checkQuantity,
  checkTime,
  overlap,
  type Report,
} from './cells.ts';
import { checkOutputs } from './outputs.ts';

/** Faults of the bills and their lines. */
export function checkBills({ boms }: ModelData, units: ItemUnits, report: Report): void {
  boms.forEach((row, index) => {
    const at = ['boms', index] as const;
    checkTime(row, at, report);
    checkDurations(row, ['leadTimeDays', 'preparationDays'], at, report);
    checkYield(row, at, report);
    checkPhantom(row, at, report);
    if (!units.knows(row.item)) return;
    const path = [...at, 'outputQuantity'];
    const output = checkQuantity(units, row.item, row.outputQuantity, undefined, path, report);
    if (output !== undefined && output <= 0) {
      report('NEGATIVE_QUANTITY', path, 'what a run of the bill yields must be more than 0');
    } else if (output !== undefined) {
      row.lines.forEach((line, number) =>
        checkLine(row, line, [...at, 'lines', number], units, report),
      );
      checkOutputs(row, at, units, report);
    }
  });
  checkRevisions(boms, report);
}

function checkLine(
  bill: Bom,
  line: BomLine,
  at: readonly (string | number)[],
  units: ItemUnits,
  report: Report,
): void {
  checkTime(line, at, report);
  const offset = { offsetDays: Math.abs(line.offsetDays) };
  checkDurations(offset, ['offsetDays'], at, report);
  if (!checkScrap(line, at, report) || !units.knows(line.component)) return;
  const fault = units.lineFault(bill, line);
  if (fault !== undefined) report(fault.code, [...at, 'quantityPer'], fault.message);
  const path = [...at, 'quantityFixed'];
  const fixed = checkQuantity(units, line.component, line.quantityFixed, line.unit, path, report);
  if (fixed !== undefined && fixed < 0) {
    report('NEGATIVE_QUANTITY', path, `it is ${line.quantityFixed}; give 0 or more`);
  }
}

/** Whether the scrap is a part that leaves something. */
function checkScrap(line: BomLine, at: readonly (string | number)[], report: Report): boolean {
  if (line.scrap === undefined) return true;
  const path = [...at, 'scrap'];
  const value = checkNumber(line.scrap, path, report);
  if (value === undefined) return false;
  if (line.scrapConvention === 'markUp' || value.lessThan(1)) return true;
  report('BAD_QUANTITY', path, `it is ${line.scrap}: nothing would be left; give less than 1`);
  return false;
}

function checkYield(row: Bom, at: readonly (string | number)[], report: Report): void {
  const steps = typeof row.yield === 'string' ? [{ yield: row.yield }] : row.yield;
  steps.forEach((step, number) => {
    const path = typeof row.yield === 'string' ? [...at, 'yield'] : [...at, 'yield', number];
    checkTime(step, path, report);
    const value = checkNumber(step.yield, path, report);
    if (value?.isZero() === true) report('BAD_QUANTITY', path, 'a yield must be more than 0');
  });
  if (row.phantom && steps.length > 1) {
    report('BAD_EFFECTIVITY', [...at, 'yield'], 'a phantom has one yield; give a single figure');
  }
}

/** Nothing is made by a phantom: its lines stand in for it wherever it is used. */
function checkPhantom(row: Bom, at: readonly (string | number)[], report: Report): void {
  if (!row.phantom) return;
  if (row.outputs.length > 0) {
    const message = 'a phantom is never made, so it yields nothing; take its outputs out';
    report('INVALID_VALUE', [...at, 'outputs'], message);
  }
  if (row.alternate !== undefined) {
    const message = 'no source can name a phantom; leave its alternate out';
    report('INVALID_VALUE', [...at, 'alternate'], message);
  }
}

/** Revisions of one bill must not be in force at once, nor differ in being a phantom. */
function checkRevisions(boms: readonly Bom[], report: Report): void {
  const seen = new Map<string, { readonly bill: Bom; readonly index: number }[]>();
  boms.forEach((bill, index) => {
    const key = JSON.stringify([bill.item, bill.location ?? null, bill.alternate ?? null]);
    const others = seen.get(key) ?? [];
    for (const other of others) {
      if (other.bill.revision === bill.revision) continue;
      if (overlap(other.bill, bill)) {
        const message = `it overlaps row ${other.index} in time; end one where the other starts`;
        report('BAD_EFFECTIVITY', ['boms', index], message);
      }
      if (other.bill.phantom !== bill.phantom) {
        const message = `row ${other.index} says otherwise; all revisions are phantoms or none`;
        report('BAD_EFFECTIVITY', ['boms', index, 'phantom'], message);
      }
    }
    seen.set(key, [...others, { bill, index }]);
  });
}
