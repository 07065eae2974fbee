import { findModelIssues, MrpError, plan } from '@kontor/mrp';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { filledModels } from './files/random-files.ts';
import { randomModel } from './random-model.ts';
import { runs } from './runs.ts';

/** Values that a file or a form may hold where something else was meant. */
const nonsense = fc.constantFrom<unknown>(
  null,
  undefined,
  '',
  ' ',
  'x',
  '0',
  '-1',
  '1/0',
  '1e999',
  '2026-02-30',
  '2026-01-05T25:00:00Z',
  '2026-13-01',
  0,
  -1,
  1.5,
  Number.NaN,
  9_007_199_254_740_993n,
  [],
  [null],
  {},
  true,
);

/** Every place in a value that holds something: the paths to its leaves and branches. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    pathsOf(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return path.length === 0 ? below : [[...path], ...below];
}

function withValue(value: unknown, path: readonly (string | number)[], other: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return other;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  const inner = (copy as Record<string | number, unknown>)[key];
  (copy as Record<string | number, unknown>)[key] = withValue(inner, rest, other);
  return copy;
}

const soundModels = fc.oneof(
  randomModel({
    lotRules: true,
    calendars: true,
    fractions: true,
    fullBills: true,
    policies: true,
  }),
  filledModels,
);

const spoiled = fc
  .tuple(soundModels, fc.array(fc.tuple(fc.nat(), nonsense), { minLength: 1, maxLength: 3 }))
  .map(([model, changes]) =>
    changes.reduce<unknown>((input, [place, value]) => {
      const paths = pathsOf(input);
      return paths.length === 0 ? input : withValue(input, paths[place % paths.length]!, value);
    }, model),
  );

test('property: whatever a model holds, it is planned or its faults are told', () => {
  fc.assert(
    fc.property(spoiled, (input) => {
      const { model, issues } = findModelIssues(input);
      for (const issue of issues ?? []) {
        expect(issue.message).not.toBe('');
        expect(issue.path).toBeInstanceOf(Array);
      }
      if (model === undefined) return;
      try {
        plan(model, { today: '2026-01-05' });
      } catch (error) {
        // A sum that is too large shows only when it is added up.
        if (!MrpError.is(error, 'MRP_QUANTITY_TOO_LARGE')) throw error;
      }
    }),
    { numRuns: runs(800) },
  );
}, 60_000);
