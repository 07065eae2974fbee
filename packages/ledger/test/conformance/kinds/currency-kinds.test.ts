/**
 * The runners of the currency and open-item kinds: they pass the cases, and notice a figure that is
 * changed.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { runAgeing } from './ageing.ts';
import { runForeignBank } from './foreign-bank.ts';
import { runFx } from './fx.ts';
import { runOpenItems } from './open-items.ts';
import { runRates } from './rates.ts';

const cases = [
  ['l25-revalue-reverse-settle', runFx, '"realised": "50.00"', '"realised": "70.00"'],
  ['l25-revalue-reverse-settle', runFx, '"unrealised": "20.00"', '"unrealised": "-20.00"'],
  ['l26-revalue-cumulative-settle', runFx, '"realised": "70.00"', '"realised": "50.00"'],
  ['l26-revalue-cumulative-settle', runFx, 'Differences": "50.00"', 'Differences": "70.00"'],
  ['l27-partial-settlement', runFx, '"carrying": "540.00"', '"carrying": "528.00"'],
  ['l28-residue-free-thirds', runFx, '"released": "311.10"', '"released": "311.11"'],
  ['l28-residue-free-thirds', runFx, '"openAmount": "0.00"', '"openAmount": "0.01"'],
  ['l29-payable-signs', runFx, '"unrealised": "-100.00"', '"unrealised": "100.00"'],
  ['l30-foreign-bank-account', runForeignBank, '"4.50"', '"3.00"'],
  ['l30-foreign-bank-account', runForeignBank, '"177.00"', '"176.00"'],
  ['l31-rate-store', runRates, '"exact": "117/91"', '"exact": "117/90"'],
  ['l31-rate-store', runRates, '"result": "6.25"', '"result": "6.24"'],
  ['l31-rate-store', runRates, 'LEDGER_RATE_STALE', 'LEDGER_RATE_NOT_FOUND'],
  ['l38-open-item-matching', runOpenItems, '"tax": "0.38"', '"tax": "0.40"'],
  ['l38-open-item-matching', runOpenItems, '"INV-1": "50.00"', '"INV-1": "0.00"'],
  ['l38-open-item-matching', runOpenItems, '"PAY-3": "-10.00"', '"PAY-3": "10.00"'],
  ['l38-open-item-matching', runOpenItems, 'LEDGER_EXCEEDS_OPEN_AMOUNT', 'LEDGER_UNBALANCED'],
  ['l39-ageing', runAgeing, '"1-30": "100.00"', '"1-30": "130.00"'],
  ['l39-ageing', runAgeing, '"E": 91', '"E": 90'],
] as const;

describe.each(cases)('%s', (file, run, figure, changed) => {
  const text = readFileSync(new URL(`../cases/${file}.json`, import.meta.url), 'utf8');

  test('passes', () => {
    expect(run(JSON.parse(text) as Record<string, unknown>)).toEqual([]);
  });

  test(`is missed with ${changed}`, () => {
    expect(text).toContain(figure);
    const altered = JSON.parse(text.replace(figure, changed)) as Record<string, unknown>;
    expect(run(altered)).not.toEqual([]);
  });
});
