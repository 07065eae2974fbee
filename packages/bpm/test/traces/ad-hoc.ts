/** Ad-hoc sub-processes: activities without order. */
import { type Script, variants } from './script.ts';

const adHoc = (
  rule: Record<string, unknown>,
): { fields: Record<string, Record<string, unknown>> } => ({
  fields: { H: { adHoc: rule } },
});

const three = 'start > adhoc H{ user(A); user(B); user(C) } > D > end';

/** The scripts. */
export const adHocScripts: readonly Script[] = [
  {
    id: 'adhoc-1',
    source: 'activities are started by command, in any order; it ends when nothing is active',
    model: three,
    do: [
      { activate: 'C', expect: { active: 'C' } },
      { activate: 'A', expect: { active: 'A C' } },
      { complete: 'A', expect: { trace: 'A', active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'A C D', ended: 'completed' },
  },
  {
    id: 'adhoc-2',
    source: 'activities may be started by a list',
    model: 'start > adhoc H{ A; B; C } > D > end',
    options: adHoc({ activate: 'todo' }),
    start: { todo: ['C', 'A'] },
    expect: { trace: 'C A D', ended: 'completed' },
  },
  {
    id: 'adhoc-3',
    source: 'sequential: one after the other, in the order of the list',
    model: three,
    options: adHoc({ activate: '["B", "A"]', ordering: 'sequential' }),
    do: [{ complete: 'B', expect: { trace: 'B', active: 'A' } }, { complete: 'A' }],
    expect: { trace: 'B A D', ended: 'completed' },
  },
  {
    id: 'adhoc-4',
    source: 'sequential: what is started while another is active waits for its turn',
    model: three,
    options: adHoc({ ordering: 'sequential' }),
    do: [
      { activate: 'C' },
      { activate: 'A', expect: { active: 'C' } },
      { complete: 'C', expect: { active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'C A D', ended: 'completed' },
  },
  ...variants(
    {
      id: 'adhoc-5',
      source: 'the completion condition is tested after each completion, and cancels the rest',
      model: three,
      options: adHoc({ activate: '["A", "B", "C"]', until: 'done = true' }),
    },
    {
      do: [
        { complete: 'A', expect: { active: 'B C' } },
        { complete: 'B', vars: { done: true } },
      ],
      expect: { trace: 'A B D', cancelled: 'C', ended: 'completed' },
    },
    {
      name: 'the rest goes on',
      options: adHoc({
        activate: '["A", "B", "C"]',
        until: 'done = true',
        cancelRemaining: false,
      }),
      do: [
        { complete: 'B', vars: { done: true }, expect: { active: 'A C' } },
        { complete: 'A' },
        { complete: 'C' },
      ],
      expect: { trace: 'B A C D', cancelled: '', ended: 'completed' },
    },
    {
      name: 'nothing more is started while the rest goes on',
      options: adHoc({ until: 'done = true', cancelRemaining: false }),
      do: [
        { activate: 'A' },
        { activate: 'B' },
        { complete: 'B', vars: { done: true } },
        { activate: 'C', rejected: 'BPM_INVALID_COMMAND' },
        { set: { done: false } },
        { activate: 'C', expect: { active: 'A C' } },
        { complete: 'A' },
        { complete: 'C', vars: { done: true } },
      ],
      expect: { trace: 'B A C D', cancelled: '', ended: 'completed' },
    },
    {
      name: 'a completion condition that is neither true nor false starts nothing more, either',
      options: adHoc({ until: 'limit', cancelRemaining: false }),
      start: { limit: false },
      do: [
        { activate: 'A' },
        { set: { limit: 3 } },
        { activate: 'B', rejected: 'BPM_INVALID_COMMAND' },
        { set: { limit: true } },
        { complete: 'A' },
      ],
      expect: { trace: 'A D', ended: 'completed' },
    },
  ),
  {
    id: 'adhoc-6',
    source: 'what a flow leads to is started by it, not by name',
    model: 'start > adhoc H{ user(A) > user(B) } > D > end',
    do: [
      { activate: 'B', rejected: 'BPM_INVALID_COMMAND' },
      { activate: 'A' },
      { complete: 'A', expect: { active: 'B' } },
      { complete: 'B' },
    ],
    expect: { trace: 'A B D', ended: 'completed' },
  },
  {
    id: 'adhoc-7',
    source: 'an activity may run several times at once; a boundary event stops all',
    model: 'start > adhoc H{ user(A); user(B) } ^message(m) > C > end; H > D > end',
    do: [
      { activate: 'A' },
      { activate: 'A', expect: { active: 'A A' } },
      { message: { name: 'm' } },
    ],
    expect: { trace: 'C', cancelled: 'A A', ended: 'completed' },
  },
  {
    id: 'adhoc-8',
    source: 'an empty list has nothing to wait for',
    model: three,
    options: adHoc({ activate: '[]' }),
    expect: { trace: 'D', ended: 'completed' },
  },
];
