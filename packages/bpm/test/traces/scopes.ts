/** Ends, event sub-processes, calls, and commands on activities. */
import type { Script } from './script.ts';

const parting = 'start > and(g); g > A > terminate; g > user(V) >';

const endScripts: readonly Script[] = [
  {
    id: 'end-1',
    source: 'terminate ends its own scope: a sub-process then completes normally',
    model: `start > S{ ${parting} end } > B > end`,
    expect: { trace: 'A B', cancelled: 'V', ended: 'completed' },
  },
  {
    id: 'end-2',
    source: 'terminate at top level ends the instance',
    model: `${parting} B > end`,
    expect: { trace: 'A', cancelled: 'V', ended: 'terminated' },
  },
  {
    id: 'end-3',
    source: 'terminate in a called process ends that, and its caller goes on',
    model: `start > call(Q) > B > end; process Q: ${parting} end`,
    expect: { trace: 'A B', cancelled: 'V', ended: 'completed' },
  },
  {
    id: 'end-4',
    source: 'terminate in an iteration ends that one, which counts as completed',
    model: `start > S{ start > user(A) > xor(x); x >[stop] terminate; x >[default] user(V) > end }*par(2)
      > B > end`,
    do: [
      { complete: 'A', at: 0, vars: { stop: true }, expect: { trace: 'A', active: 'A' } },
      { complete: 'A', at: 1, vars: { stop: false }, expect: { active: 'V' } },
      { complete: 'V' },
    ],
    expect: { trace: 'A A V B', cancelled: '', ended: 'completed' },
  },
  {
    id: 'end-5',
    source: 'a scope ends when the last of its tokens has',
    model: 'start > S{ start > and(g); g > A > end; g > user(V) > end } > B > end',
    do: [{ complete: 'V' }],
    expect: { trace: 'A V B', ended: 'completed' },
  },
  {
    id: 'end-6',
    source: 'several starts without trigger all begin; so does what no flow leads to',
    model: 'start > A > end; start(s2) > S{ B > D; C > D } > end',
    expect: { trace: 'A B C D D', ended: 'completed' },
  },
  {
    id: 'end-7',
    source: 'terminate does not compensate',
    model: 'start > S{ start > A ^undo cA > terminate } > B > end',
    expect: { trace: 'A B', ended: 'completed' },
  },
];

const handlerScripts: readonly Script[] = [
  {
    id: 'esub-1',
    source: 'a non-interrupting event sub-process may run several times at once',
    model: 'start > S{ start > user(A) > end; on~ message(m){ start > user(R) > end } } > B > end',
    do: [
      { message: { name: 'm', id: '1' } },
      { message: { name: 'm', id: '2' } },
      { complete: 'A', expect: { trace: 'A', active: 'R R', ended: false } },
      { complete: 'R' },
      { complete: 'R' },
    ],
    expect: { trace: 'A R R B', ended: 'completed' },
  },
  {
    id: 'esub-2',
    source: 'an interrupting one stops running handlers too; at most one runs, others are disarmed',
    model: `start > S{ start > user(A) > end; on~ message(m){ user(R) }; on message(x){ user(T) } }
      > B > end`,
    do: [
      { message: { name: 'm' }, expect: { active: 'A R' } },
      { message: { name: 'x' }, expect: { active: 'T', cancelled: 'A R' } },
      { message: { name: 'x' }, outcome: 'not-correlated' },
      { message: { name: 'm' }, outcome: 'not-correlated' },
      { complete: 'T' },
    ],
    expect: { trace: 'T B', ended: 'completed' },
  },
  {
    id: 'esub-3',
    source: 'a timer starts an event sub-process of the process, as often as its cycle says',
    model: 'start > user(A) > end; on~ timer(R2/PT1H){ start > C > end }',
    do: [{ advance: 'PT3H', expect: { trace: 'C C', timers: 0 } }, { complete: 'A' }],
    expect: { trace: 'C C A', ended: 'completed' },
  },
  {
    id: 'esub-4',
    source: 'what ends a scope closes the subscriptions of its event sub-processes',
    model: 'start > S{ start > user(A) > end; on~ timer(R/PT1H){ C } } > user(B) > end',
    do: [
      { advance: 'PT2H', expect: { trace: 'C C', timers: 1 } },
      { complete: 'A', expect: { timers: 0 } },
      { advance: 'PT2H' },
    ],
    expect: { trace: 'C C A', active: 'B' },
  },
  {
    id: 'esub-5',
    source: 'a signal that is thrown in the commit that arms its catcher does not reach it',
    model: 'start > throw(t, signal s) > user(V) > end; on~ signal(s){ R }',
    do: [{ signal: { name: 's' } }],
    expect: { trace: 'R', active: 'V' },
  },
];

const callScripts: readonly Script[] = [
  {
    id: 'call-1',
    source: 'a called process has variables of its own; mappings carry over',
    model: 'start > call(Q) > B > end; process Q: start > A > end',
    options: {
      out: { A: 'y + 1 -> y; 7 -> inner', Q: 'y -> z' },
      fields: {
        Q: { in: [{ from: 'x * 2', to: 'y' }] },
        B: { out: [{ from: 'inner', to: 'seen' }] },
      },
    },
    start: { x: 5 },
    expect: { trace: 'A B', vars: { x: 5, z: 11, seen: null }, ended: 'completed' },
  },
  {
    id: 'call-2',
    source: 'without mappings all variables go in, and all come out',
    model: 'start > call(Q) > B > end; process Q: start > A > end',
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 1 },
    expect: { trace: 'A B', vars: { n: 2 }, ended: 'completed' },
  },
  {
    id: 'call-3',
    source: 'a process that is not there is an incident',
    model: 'start > call(Q) > end',
    expect: { trace: '', incidents: 'unknown-process', active: 'Q', ended: false },
  },
  {
    id: 'call-4',
    source: 'cancel goes down into a called process',
    model: `start > call(Q) ^message(m) > C > end; Q > B > end;
      process Q: start > S{ user(V) ^timer(PT1H) > end; V > end } > end`,
    do: [{ message: { name: 'm' } }],
    expect: { trace: 'C', cancelled: 'V', timers: 0, ended: 'completed' },
  },
  {
    id: 'call-5',
    source: 'inputs are local to an activity, outputs go to the scope around',
    model: 'start > A > end',
    options: {
      fields: { A: { in: [{ from: 'n * 10', to: 'n' }], out: [{ from: 'n + 1', to: 'm' }] } },
    },
    start: { n: 1 },
    expect: { trace: 'A', vars: { n: 1, m: 11 }, ended: 'completed' },
  },
];

const commandScripts: readonly Script[] = [
  {
    id: 'cancel-1',
    source: 'an activity that is cancelled by command leaves no token',
    model: 'start > and(g); g > user(A) ^timer(PT1H) > end; A > B > end; g > user(C) > end',
    do: [
      { cancel: 'A', expect: { cancelled: 'A', active: 'C', timers: 0 } },
      { cancel: 'A', rejected: 'BPM_ACTIVITY_NOT_ACTIVE' },
      { complete: 'C' },
    ],
    expect: { trace: 'C', ended: 'completed' },
  },
  {
    id: 'cancel-2',
    source: 'an instance that is stopped by command',
    model: 'start > user(A) ^timer(PT1H) > end; A > B > end',
    do: [{ terminate: true }],
    expect: { trace: '', cancelled: 'A', timers: 0, ended: 'cancelled' },
  },
  {
    id: 'job-1',
    source: 'a completion with a stale fence is refused before any effect',
    model: 'start > svc(S) > B > end',
    needs: ['fence'],
    do: [
      { claim: 'S', owner: 'w1' },
      { advance: 'PT2M' },
      { claim: 'S', owner: 'w2' },
      { complete: 'S', fence: 1, rejected: 'BPM_STALE_FENCE' },
      { complete: 'S', fence: 2 },
    ],
    expect: { trace: 'S B', ended: 'completed' },
  },
];

/** The scripts. */
export const scopeScripts: readonly Script[] = [
  ...endScripts,
  ...handlerScripts,
  ...callScripts,
  ...commandScripts,
];
