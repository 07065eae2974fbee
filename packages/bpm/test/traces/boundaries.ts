/** Boundary events: who wins, what is cancelled, how often they fire. */
import { type Script, variants } from './script.ts';

const timed = 'start > user(A) ^timer(PT1H) > C > end; A > B > end';
const cycled = 'start > user(A) ^~timer(R3/PT1H) > C > end; A > B > end';
const missed = (policy: string): Record<string, Record<string, unknown>> => ({
  A_timer: { on: [{ type: 'timer', cycle: 'R3/PT1H', missed: policy }] },
});

/** The scripts. */
export const boundaryScripts: readonly Script[] = [
  {
    id: 'bnd-1',
    source: 'an interrupting boundary event cancels its activity; the late command is refused',
    model: timed,
    do: [
      { advance: 'PT1H', expect: { trace: 'C', cancelled: 'A', timers: 0 } },
      { complete: 'A', rejected: 'BPM_ACTIVITY_NOT_ACTIVE' },
    ],
    expect: { trace: 'C', ended: 'completed' },
  },
  {
    id: 'bnd-1/elsewhere',
    source: 'the late command is refused while the instance goes on',
    model: 'start > user(A) ^timer(PT1H) > user(C) > end; A > B > end',
    do: [{ advance: 'PT1H' }, { complete: 'A', rejected: 'BPM_ACTIVITY_NOT_ACTIVE' }],
    expect: { trace: '', active: 'C', ended: false },
  },
  {
    id: 'bnd-2',
    source: 'the first committed command wins',
    model: timed,
    do: [{ race: [{ complete: 'A' }, { advance: 'PT1H' }] }],
    expect: { trace: 'A B', cancelled: '', timers: 0, ended: 'completed' },
  },
  {
    id: 'bnd-3',
    source: 'a non-interrupting cycle fires as often as it says; the scope waits for its tokens',
    model: cycled,
    do: [
      { advance: 'PT10H', expect: { trace: 'C C C', active: 'A', timers: 0 } },
      { complete: 'A' },
    ],
    expect: { trace: 'C C C A B', ended: 'completed' },
  },
  ...variants(
    { id: 'bnd-4', source: 'missed occurrences by the policy of the timer', model: cycled },
    { do: [{ outage: 'PT10H' }], expect: { trace: 'C', active: 'A', timers: 0 } },
    {
      name: 'fireAll',
      options: { fields: missed('fireAll') },
      do: [{ outage: 'PT10H' }],
      expect: { trace: 'C C C', active: 'A', timers: 0 },
    },
    {
      name: 'skip',
      options: { fields: missed('skip') },
      do: [{ outage: 'PT10H' }],
      expect: { trace: '', active: 'A', timers: 0 },
    },
    {
      name: 'missed ones count towards n',
      do: [
        { outage: 'PT2H', expect: { trace: 'C', active: 'A', timers: 1 } },
        { advance: 'PT10H' },
      ],
      expect: { trace: 'C C', active: 'A', timers: 0 },
    },
  ),
  {
    id: 'bnd-5',
    source: 'a boundary event of a repeated activity is armed once, and cancels all iterations',
    model: 'start > user(A)*par(3) ^timer(PT1H) > C > end; A > B > end',
    do: [{ complete: 'A', at: 0, expect: { timers: 1 } }, { advance: 'PT1H' }],
    expect: { trace: 'A C', cancelled: 'A A', timers: 0, ended: 'completed' },
  },
  {
    id: 'bnd-6',
    source: 'an interrupting boundary event of a sub-process cancels all in it',
    model: `start > S{ start > and(g); g > user(A) > end; g > user(B) > end } ^message(m) > C > end;
      S > D > end`,
    do: [{ complete: 'A' }, { message: { name: 'm' }, outcome: 'correlated' }],
    expect: { trace: 'A C', cancelled: 'B', ended: 'completed' },
  },
  {
    id: 'bnd-7',
    source: 'a non-interrupting signal boundary fires many times; the outer scope waits',
    model: 'start > user(A) ^~signal(s) > user(C) > end; A > B > end',
    do: [
      { signal: { name: 's' } },
      { signal: { name: 's' }, expect: { active: 'A C C' } },
      { complete: 'A', expect: { trace: 'A B', active: 'C C', ended: false } },
      { signal: { name: 's' }, expect: { active: 'C C' } },
      { complete: 'C' },
      { complete: 'C' },
    ],
    expect: { trace: 'A B C C', ended: 'completed' },
  },
  {
    id: 'bnd-8',
    source: 'a non-interrupting one-shot timer fires once',
    model: 'start > user(A) ^~timer(PT1H) > C > end; A > B > end',
    do: [{ advance: 'PT10H', expect: { trace: 'C', timers: 0 } }, { complete: 'A' }],
    expect: { trace: 'C A B', ended: 'completed' },
  },
  {
    id: 'bnd-9',
    source: 'an activity with several boundary events: the first that fires disarms the others',
    model: `start > user(A) ^timer(PT1H) > B > end; A ^message(m) > C > end; A ^signal(s) > D > end;
      A > end`,
    do: [
      { message: { name: 'm' } },
      { signal: { name: 's' } },
      { advance: 'PT2H' },
      { message: { name: 'm' }, outcome: 'not-correlated' },
    ],
    expect: { trace: 'C', cancelled: 'A', timers: 0, ended: 'completed' },
  },
  {
    id: 'bnd-10',
    source: 'what comes with an interrupting message is there for what follows',
    model: 'start > user(A) ^message(m) > xor(x); x >[n > 1] C > end; x >[default] D > end',
    do: [{ message: { name: 'm', vars: { n: 2 } } }],
    expect: { trace: 'C', vars: { n: 2 } },
  },
  {
    id: 'bnd-11',
    source: 'a non-interrupting handler’s token enters the queue before the thrower’s own',
    model:
      'start > S{ start > throw(t, escalation x) > A > end } ^~escalation(x) > X > end; S > B > end',
    expect: { trace: 'X A B', ended: 'completed' },
  },
];
