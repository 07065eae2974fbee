/** Multi-instance activities and standard loops. */
import { type Script, variants } from './script.ts';

const results = { many: { output: { from: 'r', to: 'rs' } } };

/** The scripts. */
export const repetitionScripts: readonly Script[] = [
  {
    id: 'loop-1',
    source: 'a loop of flows',
    model: 'start > xor(r) > A > xor(x); x >[n<3] r; x >[default] B > end',
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'A A A B', ended: 'completed' },
  },
  ...variants(
    {
      id: 'loop-2',
      source: 'standard loop, tested before',
      model: 'start > A*loop(n < 3, max 10) > B > end',
      options: { out: { A: 'n + 1 -> n' }, fields: { A: { loop: { testBefore: true } } } },
    },
    { start: { n: 0 }, expect: { trace: 'A A A B', vars: { n: 3 }, ended: 'completed' } },
    { name: 'n = 5', start: { n: 5 }, expect: { trace: 'B', vars: { n: 5 }, ended: 'completed' } },
  ),
  ...variants(
    {
      id: 'loop-3',
      source: 'standard loop, tested after: one pass at least, and no more than the maximum',
      model: 'start > A*loop(n < 3, max 5) > B > end',
      options: { out: { A: 'n + 1 -> n' } },
    },
    { start: { n: 5 }, expect: { trace: 'A B', vars: { n: 6 }, ended: 'completed' } },
    { name: 'max', start: { n: -9 }, expect: { trace: 'A A A A A B', ended: 'completed' } },
  ),
  {
    id: 'loop-4',
    source: 'each pass is an iteration, one after the other; boundary events hang on the body',
    model: 'start > user(A)*loop(again, max 9) ^timer(PT1H) > C > end; A > B > end',
    do: [
      { complete: 'A', vars: { again: true }, expect: { trace: 'A', active: 'A', timers: 1 } },
      { complete: 'A', vars: { again: false } },
    ],
    expect: { trace: 'A A B', timers: 0, ended: 'completed' },
  },
  {
    id: 'mi-1',
    source: 'the completion condition is tested after each completion, and cancels the rest',
    model: 'start > user(A)*par(5, nrOfCompletedInstances >= 2) > B > end',
    options: { fields: { A: results } },
    do: [
      { complete: 'A', at: 4, vars: { r: 'r4' }, expect: { trace: 'A', active: 'A A A A' } },
      { complete: 'A', at: 2, vars: { r: 'r2' } },
    ],
    expect: {
      trace: 'A A B',
      cancelled: 'A A A',
      vars: { rs: [null, null, 'r2', null, 'r4'] },
      ended: 'completed',
    },
  },
  ...variants(
    {
      id: 'mi-2',
      source: 'no items: completes at once, with one token',
      model: 'start > A*par(list: []) > B > end',
      options: { fields: { A: results } },
    },
    { expect: { trace: 'B', vars: { rs: [] }, ended: 'completed' } },
    {
      name: 'sequential',
      model: 'start > A*seq(list: []) > B > end',
      expect: { trace: 'B', vars: { rs: [] }, ended: 'completed' },
    },
    { name: 'none', model: 'start > A*par(0) > B > end', expect: { trace: 'B', vars: { rs: [] } } },
  ),
  {
    id: 'mi-3',
    source: 'sequential: the next begins after the one before; those not begun are null',
    model: 'start > user(A)*seq(3, nrOfCompletedInstances = 2) > B > end',
    options: { fields: { A: results } },
    do: [
      { complete: 'A', vars: { r: 'r0' }, expect: { trace: 'A', active: 'A' } },
      { complete: 'A', vars: { r: 'r1' } },
    ],
    expect: { trace: 'A A B', vars: { rs: ['r0', 'r1', null] }, ended: 'completed' },
  },
  {
    id: 'mi-4',
    source: 'the list is read once, on entry',
    model: 'start > user(A)*par(list: xs) > B > end',
    start: { xs: [1, 2] },
    do: [
      { set: { xs: [1, 2, 3] }, expect: { active: 'A A' } },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'A A B', ended: 'completed' },
  },
  {
    id: 'mi-5',
    source: 'an iteration sees its item and its number, and gives its cell of the results',
    model: 'start > A*par(list: xs) > B > end',
    options: {
      fields: { A: { many: { item: 'x', output: { from: 'x * 10 + loopCounter', to: 'rs' } } } },
    },
    start: { xs: [5, 6, 7] },
    expect: { trace: 'A A A B', vars: { rs: [50, 61, 72] }, ended: 'completed' },
  },
  {
    id: 'mi-6',
    source: 'the counters are variables',
    model: `start > user(A)*par(4,
      nrOfInstances = 4 and nrOfActiveInstances = 1 and nrOfTerminatedInstances = 0) > B > end`,
    do: [
      { complete: 'A' },
      { complete: 'A', expect: { trace: 'A A', active: 'A A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'A A A B', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mi-7',
    source: 'an output mapping of the activity runs once, at the end of the body',
    model: 'start > A*par(3) > B > end',
    options: {
      out: { A: 'n + 1 -> n; count(rs) -> size' },
      fields: { A: { many: { output: { from: 'loopCounter', to: 'rs' } } } },
    },
    start: { n: 0 },
    expect: { trace: 'A A A B', vars: { n: 1, size: 3 }, ended: 'completed' },
  },
  {
    id: 'mi-8',
    source: 'a sub-process is repeated as a whole',
    model: 'start > S{ start > user(A) > user(C) > end }*seq(2) > B > end',
    do: [
      { complete: 'A' },
      { complete: 'C', expect: { trace: 'A C', active: 'A' } },
      { complete: 'A' },
      { complete: 'C' },
    ],
    expect: { trace: 'A C A C B', ended: 'completed' },
  },
  {
    id: 'mi-9',
    source: 'what is no list is an incident; mended, it begins',
    model: 'start > A*par(list: xs) > B > end',
    start: { xs: 3 },
    do: [
      { set: { xs: [1] }, expect: { incidents: 'expression-failed', active: 'A' } },
      { resolve: 'expression-failed' },
    ],
    expect: { trace: 'A B', incidents: '', ended: 'completed' },
  },
  {
    id: 'mi-10',
    source: 'an iteration that is cancelled by command counts as terminated',
    model: 'start > user(A)*par(3) > B > end',
    options: { fields: { A: results } },
    do: [
      { cancel: 'A', at: 1, expect: { cancelled: 'A', active: 'A A' } },
      { complete: 'A', at: 2, vars: { r: 'r2' } },
      { complete: 'A', at: 0, vars: { r: 'r0' } },
    ],
    expect: { trace: 'A A B', vars: { rs: ['r0', null, 'r2'] }, ended: 'completed' },
  },
  {
    id: 'mi-11',
    source: 'a called process is repeated',
    model: 'start > call(Q)*par(2) > B > end; process Q: start > user(A) > end',
    do: [{ complete: 'A' }, { complete: 'A' }],
    expect: { trace: 'A A B', ended: 'completed' },
  },
  {
    id: 'loop-5',
    source: 'a burst is cut and goes on by itself, and its limit stops a loop that does not end',
    model: 'start > xor(r) > A > xor(x); x >[n < 700] r; x >[default] B > end',
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: `${'A '.repeat(700)}B`, vars: { n: 700 }, ended: 'completed' },
  },
];
