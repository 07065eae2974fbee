import { describe, expect, test } from 'vitest';
import { advance } from '../../src/advance.ts';
import type { Library } from '../../src/burst.ts';
import { compileProcess } from '../../src/compile.ts';
import { feel } from '../../src/feel/language.ts';
import type { ProcessInput } from '../../src/model.ts';
import { readNotation, type NotationOptions } from '../notation.ts';

/** Runs a model of one caller to its next wait. */
function start(text: string, variables: Record<string, number>, options?: NotationOptions) {
  const { main, called } = readNotation(text, options);
  return startOf([main, ...Object.values(called)], variables);
}

/** Runs the first of some processes to its next wait. */
function startOf(inputs: readonly ProcessInput[], variables: Record<string, number>) {
  const processes = inputs.map((input) => compileProcess(input, { languages: [feel] }));
  const library: Library = {
    process: (hash) => processes.find((process) => process.hash === hash)!,
    called: (id) => processes.find(({ definition }) => definition.id === id)?.hash,
    decisions: new Map(),
    calendars: {},
    burstSteps: 100,
  };
  const subject = { id: 'i', process: processes[0]!.hash };
  const step = advance(library, subject, { kind: 'start', variables }, 0);
  return { library, ...step };
}

const variablesOf = ({ instance }: ReturnType<typeof start>) => instance.frames[0]!.variables;

describe('a call activity', () => {
  test('without mappings sees what is around it, and gives back only what it has set', () => {
    const model = 'start > call(Q) > end; process Q: start > A > end';
    const out = { A: [{ from: 'n + 1', to: 'm' }] };
    expect(variablesOf(start(model, { n: 1 }, { out }))).toEqual({ n: 1, m: 2 });
  });

  test('does not overwrite what was written beside it while it ran', () => {
    const model =
      'start > and(g); g > call(Q) > end; g > user(B) > end; process Q: start > user(A) > end';
    const begun = start(model, { n: 1 });
    const finish = (step: { instance: typeof begun.instance }, node: string, variables = {}) => {
      const wait = step.instance.waits.find((one) => one.node === node)!.id;
      return advance(begun.library, step.instance, { kind: 'complete', wait, variables }, 0);
    };
    const ended = finish(finish(begun, 'B', { n: 2 }), 'A');
    expect(ended.instance.frames[0]!.variables).toEqual({ n: 2 });
  });

  test('with an input mapping sees nothing else', () => {
    const model = 'start > call(Q) > end; process Q: start > A > end';
    const fields = { Q: { in: [{ from: 'n', to: 'given' }] } };
    const out = { A: [{ from: 'given = 1 and n = null', to: 'isAlone' }] };
    expect(variablesOf(start(model, { n: 1 }, { out, fields }))).toMatchObject({ isAlone: true });
  });

  test('gives the results of each iteration, not what the iteration was given', () => {
    const model = 'start > call(Q)*seq(3) > end; process Q: start > A > end';
    const out = { A: [{ from: 'loopCounter', to: 'last' }] };
    expect(variablesOf(start(model, { n: 1 }, { out }))).toEqual({ n: 1, last: 2 });
  });

  test.each([
    ['that is not there', 'start > call(R) > end'],
    ['that only a trigger starts', 'start > call(Q) > end; process Q: start > A > end'],
  ])('of a process %s is an incident', (_, model) => {
    const { main, called } = readNotation(model);
    const triggered = Object.values(called).map((process) => ({
      ...process,
      nodes: process.nodes.map((node) =>
        node.kind === 'start' ? { ...node, on: [{ type: 'message' as const, name: 'm' }] } : node,
      ),
    }));
    const { instance } = startOf([main, ...triggered], {});
    expect(instance.incidents).toMatchObject([{ code: 'unknown-process' }]);
  });
});
