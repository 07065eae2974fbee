/** Gateways and conditional flows: the rules of section "gateways and flows". */
import { type Script, variants } from './script.ts';

const split = 'start > xor(x); x >[n>5] A > end; x >[n>1] B > end';
const orWay = 'start > or(o); o >[true] A > or(j); o >[true]';
const twoWays = `start > and(g); g > user(A) > xor(m); g > user(B) > xor(x); x >[toM] m;
  x >[default] or(j); m > j; j > D > end`;
const twoJoins = `start > and(g); g > A > or(j1); g > B > or(j2); j1 > C > xor(x1); x1 >[false] j2;
  x1 >[default] end; j2 > D > xor(x2); x2 >[false] j1; x2 >[default] end`;

/** The scripts. */
export const gatewayScripts: readonly Script[] = [
  ...variants(
    {
      id: 'xor-1',
      source: 'the first true condition in document order, else default',
      model: `${split}; x >[default] C > end`,
    },
    { start: { n: 7 }, expect: { trace: 'A', ended: 'completed' } },
    { name: 'n = 3', start: { n: 3 }, expect: { trace: 'B', ended: 'completed' } },
    { name: 'n = 0', start: { n: 0 }, expect: { trace: 'C', ended: 'completed' } },
  ),
  {
    id: 'xor-2',
    source: 'no condition and no default: incident; resolved, it is tried again',
    model: split,
    start: { n: 0 },
    do: [
      {
        set: { n: 3 },
        expect: { trace: '', incidents: 'no-flow-taken', active: 'x', ended: false },
      },
      { resolve: 'no-flow-taken' },
    ],
    expect: { trace: 'B', incidents: '', ended: 'completed' },
  },
  {
    id: 'and-1',
    source: 'AND join needs one token on each incoming flow',
    model: 'start > and(g); g > A > and(j); g > B > j; j > D > end',
    expect: { trace: 'A B D', ended: 'completed' },
  },
  {
    id: 'and-2',
    source: 'an XOR merge is no join',
    model: 'start > and(g); g > A > xor(m); g > B > m; m > C > end',
    expect: { trace: 'A B C C', ended: 'completed' },
  },
  {
    id: 'and-3',
    source: 'a task with several incoming flows is no join',
    model: 'start > and(g); g > A > C; g > B > C; C > end',
    expect: { trace: 'A B C C', ended: 'completed' },
  },
  {
    id: 'and-4',
    source: 'a join that never fired and never can: incident',
    model: 'start > xor(x); x >[true] A > and(j); x >[default] B > j; j > D > end',
    expect: { trace: 'A', incidents: 'join-deadlock', ended: false },
  },
  {
    id: 'or-1',
    source: 'OR split takes every true flow, OR join waits for those',
    model: `${orWay} B > j; o >[false] C > j; j > D > end`,
    expect: { trace: 'A B D', ended: 'completed' },
  },
  {
    id: 'or-2',
    source: 'or-1 with a user task',
    model: `${orWay} user(B) > j; o >[false] C > j; j > D > end`,
    do: [{ complete: 'B' }],
    expect: { trace: 'A B D', ended: 'completed' },
  },
  {
    id: 'or-3',
    source: 'the join wakes when a token dies',
    model: `${orWay} user(B) > xor(x); x >[false] j; x >[default] end; j > D > end`,
    do: [{ complete: 'B' }],
    expect: { trace: 'A B D', ended: 'completed' },
  },
  {
    id: 'or-4',
    source: 'three ways',
    model: `${orWay} user(B) > j; o >[true] user(C) > j; j > D > end`,
    do: [{ complete: 'C', expect: { trace: 'A C', active: 'B' } }, { complete: 'B' }],
    expect: { trace: 'A C B D', ended: 'completed' },
  },
  ...variants(
    {
      id: 'or-5',
      source: 'strict: a token that could also reach a marked flow does not hold the join up',
      model: twoWays,
      start: { toM: false },
    },
    {
      do: [{ complete: 'A', expect: { trace: 'A D', active: 'B' } }, { complete: 'B' }],
      expect: { trace: 'A D B D', ended: 'completed' },
    },
    {
      name: 'toM',
      start: { toM: true },
      do: [{ complete: 'A' }, { complete: 'B' }],
      expect: { trace: 'A D B D', ended: 'completed' },
    },
  ),
  ...variants(
    {
      id: 'or-6',
      source: 'pragmatic: whatever can still come is waited for',
      model: twoWays,
      options: { orJoin: 'pragmatic' },
      start: { toM: false },
    },
    {
      do: [{ complete: 'A', expect: { trace: 'A', active: 'B' } }, { complete: 'B' }],
      expect: { trace: 'A B D', ended: 'completed' },
    },
    {
      name: 'toM',
      start: { toM: true },
      do: [{ complete: 'A' }, { complete: 'B' }],
      expect: { trace: 'A B D D', ended: 'completed' },
    },
  ),
  {
    id: 'or-7',
    source: 'an OR join in a loop fires in each round',
    model: `start > xor(r) > or(o); o > A > or(j); o > B > j; j > D > xor(x); x >[n<2] r;
      x >[default] E > end`,
    options: { out: { D: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'A B D A B D E', ended: 'completed', vars: { n: 2 } },
  },
  {
    id: 'or-8',
    source: 'two OR joins that wait for each other are stuck',
    model: twoJoins,
    expect: { trace: 'A B', incidents: 'join-deadlock', ended: false },
  },
  {
    id: 'cx-1',
    source: 'a complex gateway fires once, then waits for the rest and is as before',
    model: `start > and(g); g > user(A) > cx(j, activationCount >= 2); g > user(B) > j;
      g > user(C) > j; j >[waitingForStart] D > end`,
    do: [
      { complete: 'A', expect: { trace: 'A' } },
      { complete: 'B', expect: { trace: 'A B D', active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'A B D C', ended: 'completed', incidents: '' },
  },
  ...variants(
    {
      id: 'evt-1',
      source: 'the first event closes the others',
      model: 'start > evt(e); e > timer(t1, PT1H) > A > end; e > timer(t2, PT2H) > B > end',
    },
    { do: [{ advance: 'PT3H' }], expect: { trace: 'A', timers: 0, ended: 'completed' } },
  ),
  {
    id: 'evt-2',
    source: 'due order decides between timers, not poll order',
    model: 'start > evt(e); e > timer(t1, PT1H) > A > end; e > timer(t2, PT2H) > B > end',
    do: [{ outage: 'PT3H' }],
    expect: { trace: 'A', timers: 0, ended: 'completed' },
  },
  {
    id: 'evt-3',
    source: 'of timer and message the first that commits wins',
    model: 'start > evt(e); e > timer(t1, PT1H) > A > end; e > catch(c, message m) > B > end',
    do: [{ race: [{ advance: 'PT1H' }, { message: { name: 'm' } }], outcome: 'not-correlated' }],
    expect: { trace: 'A', timers: 0, ended: 'completed' },
  },
];
