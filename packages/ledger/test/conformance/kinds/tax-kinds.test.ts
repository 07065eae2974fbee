/**
 * The runners of the tax and allocation kinds: they pass the cases, and notice a figure that is
 * changed.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runAllocation } from './allocation.ts';
import { runConversion } from './conversion.ts';
import { runCostAllocation } from './cost-allocation.ts';
import { runMinorUnits } from './minor-units.ts';
import { runRounding } from './rounding.ts';
import { runServiceAllocation } from './service-allocation.ts';
import { runTax } from './tax.ts';
import { runTaxInclusive } from './tax-inclusive.ts';

const cases = [
  ['l01-rounding-modes', runRounding, '"halfEven": "0"', '"halfEven": "1"'],
  ['l02-conversion-direction', runConversion, '"ceiling": "68.51"', '"ceiling": "68.50"'],
  ['l03-minor-units', runMinorUnits, '"minor": "1999"', '"minor": "20"'],
  ['l04-allocation', runAllocation, '"28"', '"29"'],
  ['l05-tax-unit-or-line', runTax, '"4.96"', '"4.95"'],
  ['l06-tax-one-line-or-ten', runTax, '"38.00"', '"37.98"'],
  ['l07-tax-per-rate-group', runTax, '"0.04"', '"0.05"'],
  ['l08-tax-line-or-document', runTax, '"0.07"', '"0.06"'],
  ['l09-tax-inclusive', runTaxInclusive, '"84.03"', '"84.04"'],
  ['l10-tax-base-rounded-first', runTax, '"3.67"', '"3.66"'],
  ['l37-cost-allocation', runCostAllocation, '"416.67"', '"416.66"'],
  ['l51-service-departments', runServiceAllocation, '"39947.37"', '"39947.36"'],
] as const;

describe.each(cases)('%s', (file, run, figure, changed) => {
  const text = readFileSync(new URL(`../cases/${file}.json`, import.meta.url), 'utf8');

  test('passes', () => {
    expect(run(JSON.parse(text) as Record<string, unknown>)).toEqual([]);
  });

  test('a changed figure is noticed', () => {
    expect(text).toContain(figure);
    const altered = JSON.parse(text.replace(figure, changed)) as Record<string, unknown>;
    expect(run(altered)).not.toEqual([]);
  });
});
