/** Graphs on which the twin and the engine once disagreed; each with the trace its rule wants. */
import { describe, expect, test } from 'vitest';
import { readNotation } from '../notation.ts';
import { expectSameTokens } from './same-tokens.ts';
import { Twin } from './twin.ts';

/** Plays a model without conditions on both. */
function expectTrace(model: string, trace: string): void {
  const { main: definition } = readNotation(model);
  expectSameTokens({ definition, switches: {}, deeds: [] });
  expect(new Twin(definition, {}).state().trace.join(' ')).toBe(trace);
}

describe('of inclusive joins that are ready at the same time, the first of the document fires', () => {
  const inside = 'S{ start > and(h); h > A > or(i); h > B > i; i > C > end }';

  test('also when it stands in a sub-process', () => {
    expectTrace(
      `start > and(g); g > ${inside} > end; g > D > or(j); g > E > j; j > F > end`,
      'D E A B C F',
    );
  });

  test('and not before one that stands ahead of the sub-process', () => {
    expectTrace(
      `start > and(g); g > D > or(j); g > E > j; j > F > end; g > ${inside} > end`,
      'D E A B F C',
    );
  });
});

test('a complex gateway is not reset in a scope that has ended, though it can not be left', () => {
  const model = `start > S{ start > cx(j, activationCount >= 1) > A > end };
    S >[false] B > end`;
  expectTrace(model, 'A');
});
