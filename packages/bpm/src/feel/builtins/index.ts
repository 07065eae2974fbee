/**
 * All built-in functions by name.
 *
 * @source DMN 1.5, 10.3.4
 */
import type { FeelFunction } from '../value.ts';
import { aggregateBuiltins } from './aggregates.ts';
import { contextBuiltins } from './contexts.ts';
import { conversionBuiltins } from './conversion.ts';
import { listBuiltins } from './lists.ts';
import { numericBuiltins } from './numeric.ts';
import { rangeBuiltins } from './ranges.ts';
import { temporalBuiltins } from './temporal.ts';
import { textBuiltins } from './text.ts';

/** The functions that every expression may invoke. */
export const builtins: ReadonlyMap<string, FeelFunction> = new Map([
  ...conversionBuiltins,
  ...textBuiltins,
  ...listBuiltins,
  ...aggregateBuiltins,
  ...numericBuiltins,
  ...temporalBuiltins,
  ...rangeBuiltins,
  ...contextBuiltins,
]);
