import { expect, test } from 'vitest';
import { advance } from '../../src/advance.ts';
import type { Library } from '../../src/burst.ts';
import { compileProcess } from '../../src/compile.ts';
import { feel } from '../../src/feel/language.ts';

test('an effect that is tried again after an incident has the key it had', () => {
  const process = compileProcess(
    {
      id: 'p',
      nodes: [
        { kind: 'start', id: 'start' },
        { kind: 'parallel', id: 'fork' },
        { kind: 'user', id: 'other' },
        {
          kind: 'end',
          id: 'tell',
          throws: [
            { type: 'message', name: 'm' },
            { type: 'error', code: 'E' },
          ],
        },
      ],
      flows: [
        { id: 'f1', from: 'start', to: 'fork' },
        { id: 'f2', from: 'fork', to: 'other' },
        { id: 'f3', from: 'fork', to: 'tell' },
      ],
    },
    { languages: [feel] },
  );
  const library: Library = {
    process: () => process,
    called: () => undefined,
    decisions: new Map(),
    calendars: {},
    burstSteps: 100,
  };
  const keysOf = (step: ReturnType<typeof advance>) =>
    step.effects.flatMap((effect) => (effect.kind === 'message' ? [effect.effectKey] : []));
  const first = advance(library, { id: 'i', process: process.hash }, { kind: 'start' }, 0);
  const [incident] = first.instance.incidents!;
  expect(incident).toMatchObject({ code: 'uncaught-error' });
  const resolve = { kind: 'resolve', incident: incident!.id } as const;
  const again = advance(library, first.instance, resolve, 0);
  expect(keysOf(first)).toHaveLength(1);
  expect(keysOf(again)).toEqual(keysOf(first));
});
