/**
 * The SCXML scripts of the W3C and of others give the configurations that they want.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { runScxml, SCRIPTS } from './scxml-scripts.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const data = resolve(root, process.env['KONTOR_CONFORMANCE'] ?? '../shared/conformance');

/** Scripts that are known to miss, a line each with its reason; may only shrink. */
const expected = new Set(
  readFileSync(new URL('expected-misses.txt', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split(': ')[0]!),
);

describe.each(['w3c', 'others'] as const)('scxml, %s', (part) => {
  test('every script gives its configurations, saved between events, too', (context) => {
    const outcome = runScxml(data, part);
    if ('absent' in outcome) {
      console.warn(`\n*** SKIPPED: ${outcome.absent}: set KONTOR_CONFORMANCE to its folder. ***\n`);
      context.skip();
      return;
    }
    expect(outcome.misses.filter(({ case: name }) => !expected.has(name))).toEqual([]);
    expect(outcome.misses).toHaveLength(expected.size);
    expect(outcome.passed).toBe(SCRIPTS[part] - expected.size);
  });
});
