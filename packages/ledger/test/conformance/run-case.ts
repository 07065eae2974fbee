/**
 * Runs the conformance cases against the ledger: one answer per case, passed or why not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { runAgeing } from './kinds/ageing.ts';
import { runAllocation } from './kinds/allocation.ts';
import {
  runBitemporal,
  runClose,
  runDimensions,
  runMultiCurrency,
  runNumbering,
  runPeriod,
} from './kinds/books.ts';
import { runConversion } from './kinds/conversion.ts';
import { runCostAllocation } from './kinds/cost-allocation.ts';
import { runForeignBank } from './kinds/foreign-bank.ts';
import { runFx } from './kinds/fx.ts';
import { runMinorUnits } from './kinds/minor-units.ts';
import { runOpenItems } from './kinds/open-items.ts';
import { runBatch, runPosting } from './kinds/posting.ts';
import { runRates } from './kinds/rates.ts';
import { runRounding } from './kinds/rounding.ts';
import { runServiceAllocation } from './kinds/service-allocation.ts';
import { runStatements } from './kinds/statements.ts';
import { runTaxInclusive } from './kinds/tax-inclusive.ts';
import { runTax } from './kinds/tax.ts';

/** A case as its file has it. */
export interface LedgerCase {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

/** The outcome of all cases. */
export interface CaseSummary {
  readonly passed: number;
  readonly total: number;
  readonly misses: readonly { readonly case: string; readonly reason: string }[];
}

type Runner = (input: Record<string, unknown>) => string[];

const RUNNERS: Readonly<Record<string, Runner>> = {
  rounding: runRounding,
  conversion: runConversion,
  minorUnits: runMinorUnits,
  allocation: runAllocation,
  tax: runTax,
  taxInclusive: runTaxInclusive,
  posting: runPosting,
  batch: runBatch,
  multiCurrency: runMultiCurrency,
  bitemporal: runBitemporal,
  period: runPeriod,
  close: runClose,
  numbering: runNumbering,
  fx: runFx,
  foreignBank: runForeignBank,
  rates: runRates,
  statements: runStatements,
  dimensions: runDimensions,
  costAllocation: runCostAllocation,
  serviceAllocation: runServiceAllocation,
  openItems: runOpenItems,
  ageing: runAgeing,
};

const CASES = new URL('cases/', import.meta.url);

/** All cases, by id. */
export function loadLedgerCases(): LedgerCase[] {
  return readdirSync(CASES)
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => JSON.parse(readFileSync(new URL(name, CASES), 'utf8')) as LedgerCase);
}

/** Why a case does not pass; undefined when it does. */
export function missOf(input: LedgerCase): string | undefined {
  const run = RUNNERS[input.kind];
  if (run === undefined) return `the ledger has nothing for '${input.kind}' yet`;
  const differences = run(input as unknown as Record<string, unknown>);
  return differences.length === 0 ? undefined : differences.join('; ');
}

/** Runs all cases. */
export async function runLedgerCases(): Promise<CaseSummary> {
  const cases = loadLedgerCases();
  const misses = cases.flatMap((input) => {
    const reason = missOf(input);
    return reason === undefined ? [] : [{ case: input.id, reason }];
  });
  return { passed: cases.length - misses.length, total: cases.length, misses };
}
