/** Multi-instance activities and standard loops. */
import { type Script, variants } from './script.ts';

const results = { many: { output: { from: 'r', to: 'rs' } } };

const partial = { fields: { A: { many: { ...results.many, cancelRemaining: false } } } };

/** The rest of a partial join goes on: BPMN 2.0.2 has no word for it, WCP-34 has. */
const partialScripts: readonly Script[] = [
  {
    id: 'part-1',
    source: 'the token and the results of now leave; the rest goes on, and the body ends with it',
    model: 'start > user(A)*par(4, nrOfCompletedInstances >= 2) > B > end',
    options: partial,
    do: [
      { complete: 'A', at: 3, vars: { r: 'r3' }, expect: { trace: 'A', active: 'A A A' } },
      {
        complete: 'A',
        at: 1,
        vars: { r: 'r1' },
        expect: { trace: 'A A B', active: 'A A', cancelled: '', ended: false },
      },
      { complete: 'A', at: 0, vars: { r: 'late' }, expect: { active: 'A', ended: false } },
      { complete: 'A', at: 2 },
    ],
    expect: {
      trace: 'A A B A A',
      vars: { rs: [null, 'r1', null, 'r3'] },
      cancelled: '',
      ended: 'completed',
    },
  },
  {
    id: 'part-2',
    source: 'sequential: the rest goes on one after the other, and the token leaves once',
    model: 'start > user(A)*seq(3, nrOfCompletedInstances >= 1) > user(B) > end',
    options: partial,
    do: [
      { complete: 'A', expect: { trace: 'A', active: 'A B' } },
      { complete: 'B', expect: { trace: 'A B', active: 'A', ended: false } },
      { complete: 'A', expect: { trace: 'A B A', active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'A B A A', cancelled: '', ended: 'completed' },
  },
  {
    id: 'part-3',
    source: 'a condition that is never true, or only with the last: one token, at the end',
    model: 'start > user(A)*par(2, nrOfCompletedInstances >= 2) > B > end',
    options: partial,
    do: [{ complete: 'A', expect: { trace: 'A' } }, { complete: 'A' }],
    expect: { trace: 'A A B', ended: 'completed' },
  },
  {
    id: 'part-4',
    source: 'boundary events stay armed: one that interrupts stops the rest, and its token leaves',
    model: `start > user(A)*par(3, nrOfCompletedInstances >= 1) ^timer(PT1H) > C > end;
      A > B > end`,
    options: partial,
    do: [
      { complete: 'A', expect: { trace: 'A B', active: 'A A', timers: 1 } },
      { advance: 'PT1H' },
    ],
    expect: { trace: 'A B C', cancelled: 'A A', timers: 0, ended: 'completed' },
  },
  {
    id: 'part-5',
    source: 'an error of the rest climbs as ever, first to the boundary of the body',
    model: `start > user(A)*par(3, nrOfCompletedInstances >= 1) ^error(E) > C > end;
      A > B > end`,
    options: partial,
    do: [{ complete: 'A' }, { fail: 'A', error: 'E' }],
    expect: { trace: 'A B C', cancelled: 'A A', ended: 'completed' },
  },
  {
    id: 'part-6',
    source: 'where no flow can be taken, the incident holds the token alone; results go out once',
    model: 'start > user(A)*par(3, nrOfCompletedInstances >= 1); A >[ok] user(B) > end',
    options: { ...partial, out: { A: 'n + 1 -> n' } },
    start: { n: 0, ok: false },
    do: [
      { complete: 'A', expect: { trace: 'A', incidents: 'no-flow-taken', vars: { n: 1 } } },
      { complete: 'A', expect: { trace: 'A A', incidents: 'no-flow-taken', vars: { n: 1 } } },
      { set: { ok: true } },
      { resolve: 'no-flow-taken', expect: { active: 'A B', incidents: '' } },
      { complete: 'A', expect: { active: 'B' } },
      { complete: 'B' },
    ],
    expect: { trace: 'A A A B', vars: { n: 1 }, ended: 'completed' },
  },
  {
    id: 'part-7',
    source: 'an incident that outlasts the rest: resolved, the body is left by its token',
    model: 'start > user(A)*par(2, nrOfCompletedInstances >= 1); A >[ok] B > end',
    options: partial,
    start: { ok: false },
    do: [
      { complete: 'A' },
      { complete: 'A', expect: { trace: 'A A', incidents: 'no-flow-taken', ended: false } },
      { set: { ok: true } },
      { resolve: 'no-flow-taken' },
    ],
    expect: { trace: 'A A B', ended: 'completed' },
  },
  {
    id: 'part-8',
    source: 'an inclusive join does not wait for a rest whose token has gone',
    model: `start > and(g); g > user(A)*par(3, nrOfCompletedInstances >= 1) > xor(x);
      x >[to] or(j); x >[default] end; g > user(C) > j; j > D > end`,
    options: partial,
    start: { to: false },
    do: [
      { complete: 'C', expect: { trace: 'C' } },
      { complete: 'A', expect: { trace: 'C A D', active: 'A A' } },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'C A D A A', ended: 'completed' },
  },
  {
    id: 'part-9',
    source: 'it has completed, and can be undone, when the last of the rest has ended',
    model: `start > and(g); g > user(A)*par(2, nrOfCompletedInstances >= 1) ^undo cA > B > end;
      g > user(go)*par(2, false) > comp(t) > Z > end; g > user(early) > comp(u) > Y > end`,
    options: partial,
    do: [
      { complete: 'A', expect: { trace: 'A B' } },
      { complete: 'early', expect: { trace: 'A B early Y' } },
      { complete: 'A', expect: { trace: 'A B early Y A' } },
      { complete: 'go' },
      { complete: 'go' },
    ],
    expect: { trace: 'A B early Y A go go cA cA Z', ended: 'completed' },
  },
  {
    id: 'part-10',
    source:
      'the scope around waits for the rest; an iteration cancelled by command counts as ended',
    model: `start > S{ start > user(A)*par(3, nrOfCompletedInstances >= 1) > B > end } > D > end`,
    options: partial,
    do: [
      { complete: 'A', at: 1, expect: { trace: 'A B', active: 'A A' } },
      { cancel: 'A', at: 0, expect: { trace: 'A B', active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'A B A D', cancelled: 'A', ended: 'completed' },
  },
];

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
  ...partialScripts,
  {
    id: 'loop-5',
    source: 'a burst is cut and goes on by itself, and its limit stops a loop that does not end',
    model: 'start > xor(r) > A > xor(x); x >[n < 700] r; x >[default] B > end',
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: `${'A '.repeat(700)}B`, vars: { n: 700 }, ended: 'completed' },
  },
];
