/**
 * Checks of sources: what they cost, how long they take, their quotas and their lot rules.
 */
import type { ItemUnits } from '../item-units.ts';
import type { LotSizing, ModelData, Source } from '../model.ts';
import {
  checkAmount,
  checkDurations,
  checkNumber,
  checkPositive,
  checkQuantity,
  checkRatio,
  checkShare,
  checkTime,
  type Report,
} from './cells.ts';

/** Where a row stands in the model. */
type Place = readonly (string | number)[];

/** Faults of the sources. */
export function checkSources({ sourcing }: ModelData, units: ItemUnits, report: Report): void {
  sourcing.forEach((row, index) => {
    const at = ['sourcing', index] as const;
    checkDurations(row, ['leadTimeDays'], at, report);
    if (row.cost !== undefined) checkNumber(row.cost, [...at, 'cost'], report);
    checkTime(row, at, report);
    checkQuota(row, at, units, report);
    checkLotSizes(row, at, units, report);
    checkLotRule(row, at, units, report);
    checkGiver(row, at, units, report);
  });
}

function checkQuota(row: Source, at: Place, units: ItemUnits, report: Report): void {
  if (row.quota !== undefined) checkShare(row.quota, [...at, 'quota'], report);
  if (!units.knows(row.item)) return;
  const path = [...at, 'quotaAllocated'];
  checkAmount(units, row.item, row.quotaAllocated, undefined, path, report);
}

function checkLotSizes(row: Source, at: Place, units: ItemUnits, report: Report): void {
  const size = (field: 'lotSizeMin' | 'lotSizeMultiple' | 'lotSizeMax'): number | undefined => {
    const text = row[field];
    if (text === undefined || !units.knows(row.item)) return undefined;
    const steps = checkQuantity(units, row.item, text, undefined, [...at, field], report);
    if (steps === undefined || steps > 0) return steps;
    report('BAD_LOT_SIZE', [...at, field], 'a lot size must be more than 0; leave it out for none');
    return undefined;
  };
  const [min, multiple, max] = [size('lotSizeMin'), size('lotSizeMultiple'), size('lotSizeMax')];
  if (max === undefined) return;
  const path = [...at, 'lotSizeMax'];
  if (min !== undefined && max < min) {
    report('BAD_LOT_SIZE', path, `it is less than lotSizeMin ${row.lotSizeMin}; raise it`);
  }
  if (multiple !== undefined && max < multiple) {
    report(
      'BAD_LOT_SIZE',
      path,
      `it is less than lotSizeMultiple ${row.lotSizeMultiple}; raise it`,
    );
  }
}

function checkLotRule(
  { item, lotSizing }: { readonly item: string; readonly lotSizing?: LotSizing | undefined },
  at: Place,
  units: ItemUnits,
  report: Report,
): void {
  const path = [...at, 'lotSizing'];
  if (lotSizing === undefined) return;
  if (lotSizing.rule === 'fixedQuantity') {
    if (units.knows(item)) {
      checkPositive(units, item, lotSizing.quantity, [...path, 'quantity'], report);
    }
  } else if ('setupCost' in lotSizing) {
    checkNumber(lotSizing.setupCost, [...path, 'setupCost'], report);
    checkNumber(lotSizing.holdingCost, [...path, 'holdingCost'], report);
  }
}

/** Who gives what is moved or substituted must be somebody else. */
function checkGiver(row: Source, at: Place, units: ItemUnits, report: Report): void {
  if (row.kind === 'transfer' && row.origin === row.location) {
    const message = `a lane from '${row.origin}' to itself brings nothing; name another site`;
    report('INVALID_VALUE', [...at, 'origin'], message);
  }
  if (row.kind !== 'substitute') return;
  if (row.substitute === row.item) {
    const message = `'${row.item}' cannot take its own place; name another item`;
    report('INVALID_VALUE', [...at, 'substitute'], message);
  } else if (units.knows(row.item) && units.knows(row.substitute)) {
    const per = () => units.inPlaceOf(row.item, row.substitute, row.quantityPer);
    checkRatio(per, row.quantityPer, [...at, 'quantityPer'], report);
  }
}
