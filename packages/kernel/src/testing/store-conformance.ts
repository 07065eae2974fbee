/**
 * One conformance suite for every store adapter, ours and yours.
 *
 * Give it your test runner and a way to make an empty database; it registers some sixty tests, each
 * named by the rule of the store contract that it proves. Crashes of whole processes are in
 * process-conformance.ts, for adapters whose data outlives a process.
 */
import { acknowledgementRules } from './conformance/acknowledgement.ts';
import { contentionRules } from './conformance/contention.ts';
import { documentRules } from './conformance/documents.ts';
import { modelRules } from './conformance/model.ts';
import { readingRules } from './conformance/reading.ts';
import { serializabilityRules } from './conformance/serializability.ts';
import {
  type ConformanceOptions,
  type CreateHarness,
  type RuleTest,
  type TestRunner,
  withHarness,
} from './conformance/suite.ts';
import { writingRules } from './conformance/writing.ts';

const THEMES: readonly (readonly [string, (rule: RuleTest) => void])[] = [
  ['reading', readingRules],
  ['committing', writingRules],
  ['documents', documentRules],
  ['serializability', serializabilityRules],
  ['contention', contentionRules],
  ['lost acknowledgements', acknowledgementRules],
  ['against the store in memory', modelRules],
];

/**
 * Registers the conformance tests of a store adapter.
 *
 * @example
 * import { afterAll, describe, test } from 'vitest';
 * storeConformance({ describe, test, afterAll }, 'memory', async () => {
 *   const store = memoryStore();
 *   return { open: async (tenant) => store.forTenant(tenant), close: () => store.close() };
 * });
 */
export function storeConformance(
  runner: TestRunner,
  name: string,
  createHarness: CreateHarness,
  options: ConformanceOptions = {},
): void {
  runner.describe(`store conformance: ${name}`, () => {
    withHarness(runner, createHarness, options, (rule) => {
      for (const [theme, register] of THEMES) {
        register((text, prove) => rule(`${theme}: ${text}`, prove));
      }
    });
  });
}
