import { describe, expect, test } from 'vitest';
import { advance } from '../../src/advance.ts';
import type { Library } from '../../src/burst.ts';
import { compileProcess } from '../../src/compile.ts';
import { feel } from '../../src/feel/language.ts';

const approval = {
  type: 'object',
  properties: { approved: { type: 'boolean' }, note: { type: 'string', maxLength: 10 } },
  required: ['approved'],
};

const withForm = (form: Record<string, never> | typeof approval) =>
  compileProcess(
    {
      id: 'purchase',
      nodes: [
        { kind: 'start', id: 'start' },
        { kind: 'user', id: 'approve', work: { form } },
        { kind: 'end', id: 'end' },
      ],
      flows: [
        { id: 'f1', from: 'start', to: 'approve' },
        { id: 'f2', from: 'approve', to: 'end' },
      ],
    },
    { languages: [feel] },
  );

const libraryOf = (process: ReturnType<typeof withForm>): Library => ({
  process: () => process,
  called: () => undefined,
  decisions: new Map(),
  calendars: {},
  burstSteps: 100,
});

describe('the form of a user task', () => {
  const process = withForm(approval);
  const library = libraryOf(process);
  const started = advance(library, { id: 'i', process: process.hash }, { kind: 'start' }, 0);
  const complete = (variables: Record<string, string | boolean>) => {
    const wait = started.instance.waits[0]!.id;
    return advance(library, started.instance, { kind: 'complete', wait, variables }, 0);
  };

  test('lets pass what fits it', () => {
    expect(complete({ approved: true, other: 'kept' }).instance).toMatchObject({
      state: 'completed',
      frames: [{ variables: { approved: true, other: 'kept' } }],
    });
  });

  test('refuses what does not, with all faults, and nothing is done', () => {
    const { instance } = started;
    const before = JSON.stringify(instance);
    const wrong = { approved: 'yes', note: 'far too long a note' };
    expect(() => complete(wrong)).toThrow(
      expect.objectContaining({
        code: 'BPM_INVALID_COMMAND',
        message: expect.stringMatching(/approved: .*boolean.*; note: .*10 characters/),
      }),
    );
    expect(JSON.stringify(instance)).toBe(before);
  });

  test('is checked when the process is', () => {
    expect(() => withForm({ type: 'objekt' } as never)).toThrow(
      expect.objectContaining({
        code: 'BPM_INVALID_DEFINITION',
        message: expect.stringContaining('approve.work.form: is no JSON Schema'),
      }),
    );
  });
});
