/** Migration: running instances go on on another definition. */
import type { Command, Script } from './script.ts';

const rejected = 'BPM_INVALID_MIGRATION';

const to = (model: string, plan: Readonly<Record<string, string | null>> = {}): Command => ({
  migrate: { to: model, plan },
});

/** What is mapped, and what is refused. */
const planScripts: readonly Script[] = [
  {
    id: 'mig-1',
    source: 'an instance migrates by a plan; a plan that leaves out where it waits is refused',
    model: 'start > user(A) > B > end',
    do: [
      { ...to('start > user(A2) > K > B > end'), rejected },
      to('start > user(A2) > K > B > end', { A: 'A2' }),
      { complete: 'A2' },
    ],
    expect: { trace: 'A2 K B', ended: 'completed' },
  },
  {
    id: 'mig-gone',
    source: 'a step that is gone on purpose keeps only those back that stand in it',
    model: 'start > user(A) > user(B) > C > end',
    do: [
      { ...to('start > user(A) > C > end', { B: null }), expect: { active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'A C', ended: 'completed' },
  },
  {
    id: 'mig-gone/kept-back',
    source: 'a step that is gone on purpose keeps only those back that stand in it',
    model: 'start > user(A) > user(B) > C > end',
    do: [
      { complete: 'A' },
      { ...to('start > user(A) > C > end', { B: null }), rejected },
      { modify: [{ move: 'B', to: 'A' }] },
      to('start > user(A) > C > end', { B: null }),
      { complete: 'A' },
    ],
    expect: { trace: 'A A C', cancelled: 'B', ended: 'completed' },
  },
  {
    id: 'mig-type',
    source: 'a person’s task goes on as one, not as a job',
    model: 'start > user(A) > end',
    do: [
      { ...to('start > svc(A) > end'), rejected },
      { ...to('start > svc(S) > end', { A: 'S' }), rejected },
    ],
    expect: { active: 'A', ended: false },
  },
  {
    id: 'mig-scope',
    source: 'an activity stays in the scope that its scope became',
    model: 'start > S{ user(A) > end } > end',
    do: [
      { ...to('start > user(A) > end', { S: null }), rejected },
      to('start > T{ user(A) > K > end } > end', { S: 'T' }),
      { complete: 'A' },
    ],
    expect: { trace: 'A K', ended: 'completed' },
  },
  {
    id: 'mig-undo',
    source: 'the inverse plan brings an instance back',
    model: 'start > user(A) > B > end',
    do: [
      to('start > user(A2) > K > B > end', { A: 'A2' }),
      { undoMigration: true, expect: { active: 'A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'A B', ended: 'completed' },
  },
  {
    id: 'mig-undo/no-way-back',
    source: 'two elements that became one can’t be told apart again',
    model: 'start > and(g); g > user(A) > end; g > user(B) > end',
    do: [
      to('start > user(A) > end', { g: null, B: 'A' }),
      { undoMigration: true, rejected },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'A A', ended: 'completed' },
  },
  {
    id: 'mig-calls',
    source: 'a called process stays on its definition',
    model: 'start > call(Q) > B > end; process Q: start > user(V) > end',
    do: [to('start > call(Q) > C > end'), { complete: 'V' }],
    expect: { trace: 'V C', ended: 'completed' },
  },
];

/** Timers, messages and other waits. */
const waitScripts: readonly Script[] = [
  {
    id: 'mig-timer',
    source: 'a running timer keeps its due instant',
    model: 'start > user(A) ^timer(PT4H) > C > end; A > end',
    do: [
      { advance: 'PT2H' },
      to('start > user(A) ^timer(PT1H) > C > end; A > end'),
      { advance: 'PT1H', expect: { active: 'A' } },
      { advance: 'PT1H' },
    ],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mig-timer/recompute',
    source: 'a timer that the plan recomputes starts anew, by the new rule',
    model: 'start > user(A) ^timer(PT4H) > C > end; A > end',
    do: [
      { advance: 'PT2H' },
      {
        migrate: {
          to: 'start > user(A) ^timer(PT1H) > C > end; A > end',
          recompute: ['A_timer'],
        },
        expect: { timers: 1 },
      },
      { advance: 'PT59M', expect: { active: 'A' } },
      { advance: 'PT1M' },
    ],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mig-message',
    source: 'a subscription is opened anew under its new name',
    model: 'start > recv(R, old, k1) > B > end',
    do: [
      to('start > recv(R, new, k1) > B > end'),
      { message: { name: 'old', key: 'k1' }, outcome: 'not-correlated' },
      { message: { name: 'new', key: 'k1' }, outcome: 'correlated' },
    ],
    expect: { trace: 'R B', ended: 'completed' },
  },
  {
    id: 'mig-message/buffered',
    source: 'a subscription that is opened anew takes what was buffered for it',
    model: 'start > recv(R, old) > B > end',
    do: [
      { message: { name: 'new', ttl: 'PT1H' }, outcome: 'buffered' },
      to('start > recv(R, new) > B > end'),
    ],
    expect: { trace: 'R B', ended: 'completed' },
  },
  {
    id: 'mig-signal',
    source: 'a signal is heard under its new name',
    model: 'start > catch(c, signal old) > B > end',
    do: [
      to('start > catch(c, signal new) > B > end'),
      { signal: { name: 'old' } },
      { signal: { name: 'new' } },
    ],
    expect: { trace: 'B', ended: 'completed' },
  },
  {
    id: 'mig-condition',
    source: 'a condition that is written otherwise is tested at once',
    model: 'start > user(A) ^cond(n > 9) > C > end; A > end',
    start: { n: 5 },
    do: [to('start > user(A) ^cond(n > 3) > C > end; A > end')],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mig-job',
    source: 'a job goes on; what failed stays failed',
    model: 'start > svc(S) > end',
    do: [
      { crashJob: 'S' },
      { crashJob: 'S' },
      to('start > svc(S, other) > K > end'),
      { crashJob: 'S' },
    ],
    expect: { active: 'S', incidents: 'retries-exhausted', ended: false },
  },
  {
    id: 'mig-incident',
    source: 'an incident moves with its element, and is resolved by the new definition',
    model: 'start > xor(x); x >[n > 5] B > end',
    start: { n: 1 },
    do: [
      to('start > xor(y); y >[n > 5] B > end; y >[default] C > end', { x: 'y' }),
      { resolve: 'no-flow-taken' },
    ],
    expect: { trace: 'C', incidents: '', ended: 'completed' },
  },
  {
    id: 'mig-boundary',
    source: 'a boundary event that is new is armed, one that is gone waits no more',
    model: 'start > user(A) ^message(m) > C > end; A > end',
    do: [
      to('start > user(A) ^timer(PT1H) > D > end; A > end'),
      { message: { name: 'm' }, outcome: 'not-correlated' },
      { advance: 'PT1H' },
    ],
    expect: { trace: 'D', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mig-boundary/fired',
    source: 'a boundary event that has fired for the last time is not armed again',
    model: 'start > user(A) ^~timer(PT1H) > C > end; A > end',
    do: [
      { advance: 'PT1H', expect: { trace: 'C', timers: 0 } },
      { ...to('start > user(A) ^~timer(PT1H) > C > end; A > K > end'), expect: { timers: 0 } },
      { complete: 'A' },
    ],
    expect: { trace: 'C A K', ended: 'completed' },
  },
  {
    id: 'mig-gateway',
    source: 'an event-based gateway that waits gets the ways of the new definition',
    model: 'start > evt(e); e > catch(a, message a) > A > end; e > catch(b, message b) > B > end',
    do: [
      to('start > evt(e); e > catch(a, message a) > A > end; e > timer(t, PT1H) > T > end', {
        b: null,
      }),
      { message: { name: 'b' }, outcome: 'not-correlated' },
      { advance: 'PT1H' },
    ],
    expect: { trace: 'T', timers: 0, ended: 'completed' },
  },
];

/** Joins, scopes, repetition, compensation. */
const structureScripts: readonly Script[] = [
  {
    id: 'mig-join',
    source: 'a token at a join moves with its flow',
    model: 'start > and(g); g > A > and(j); g > user(B) > j; j > D > end',
    do: [
      to('start > and(g); g > A > and(k); g > user(B) > X > k; k > E > end', {
        j: 'k',
        'B-j': 'X-k',
      }),
      { complete: 'B' },
    ],
    expect: { trace: 'A B X E', ended: 'completed' },
  },
  {
    id: 'mig-join/unmapped',
    source: 'a token at a join has to go somewhere',
    model: 'start > and(g); g > A > and(j); g > user(B) > j; j > D > end',
    do: [
      { ...to('start > and(g); g > A > Y > and(j); g > user(B) > j; j > D > end'), rejected },
      {
        ...to('start > and(g); g > A > Y > and(j); g > user(B) > j; j > D > end', { 'A-j': null }),
        rejected,
      },
      to('start > and(g); g > A > Y > and(j); g > user(B) > j; j > D > end', { 'A-j': 'Y-j' }),
      { complete: 'B' },
    ],
    expect: { trace: 'A B D', ended: 'completed' },
  },
  {
    id: 'mig-join/fires',
    source: 'a join that needs fewer tokens now fires at once',
    model: 'start > and(g); g > A > and(j); g > B > j; g > user(C) > j; j > D > end',
    do: [
      {
        ...to('start > and(g); g > A > and(j); g > B > j; g > user(C) > E > end; j > D > end', {
          'C-j': null,
        }),
        expect: { trace: 'A B D', active: 'C' },
      },
      { complete: 'C' },
    ],
    expect: { trace: 'A B D C E', ended: 'completed' },
  },
  {
    id: 'mig-join/inclusive',
    source: 'an inclusive join looks anew at what can still come',
    model: 'start > or(o); o >[true] A > or(j); o >[true] user(B) > j; j > D > end',
    do: [
      {
        ...to(
          'start > or(o); o >[true] A > or(j); o >[true] user(B) > end; o >[false] j; j > D > end',
          {
            'B-j': null,
          },
        ),
        expect: { trace: 'A D', active: 'B' },
      },
      { complete: 'B' },
    ],
    expect: { trace: 'A D B', ended: 'completed' },
  },
  {
    id: 'mig-join/deadlock',
    source: 'a join that could never fire is mended by a new definition',
    model: 'start > xor(x); x >[true] A > and(j); x >[default] B > j; j > D > end',
    do: [
      to('start > xor(x); x >[true] A > xor(j); x >[default] B > j; j > D > end', {
        j: null,
        'A-j': 'A-j',
        'B-j': 'B-j',
      }),
    ],
    expect: { trace: 'A D', incidents: '', ended: 'completed' },
  },
  {
    id: 'mig-many',
    source: 'a repeated activity goes on with its iterations',
    model: 'start > user(A)*par(3) ^timer(PT1H) > C > end; A > B > end',
    do: [
      { complete: 'A', at: 1 },
      to('start > user(M)*par(3) ^timer(PT1H) > C > end; M > K > B > end', {
        A: 'M',
        A_timer: 'M_timer',
      }),
      { complete: 'M', at: 0 },
      { complete: 'M', at: 2 },
    ],
    expect: { trace: 'A M M K B', ended: 'completed', timers: 0 },
  },
  {
    id: 'mig-many/type',
    source: 'what is repeated goes on as what is repeated in the same way',
    model: 'start > user(A)*par(2) > end',
    do: [
      { ...to('start > user(A) > end', { A: 'A' }), rejected },
      { ...to('start > user(A)*seq(2) > end', { A: 'A' }), rejected },
    ],
    expect: { active: 'A A', ended: false },
  },
  {
    id: 'mig-esub',
    source: 'an event sub-process that is new is armed in the scope that runs',
    model: 'start > S{ user(A) > end } > B > end',
    do: [
      to('start > S{ user(A) > end; on message(m){ R > end } } > B > end'),
      { message: { name: 'm' }, outcome: 'correlated' },
    ],
    expect: { trace: 'R B', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mig-esub/gone',
    source: 'an event sub-process that is gone waits no more; one that runs goes on',
    model: 'start > S{ user(A) > end; on~ message(m){ user(R) > end } } > B > end',
    do: [
      {
        ...to('start > S{ user(A) > end } > B > end', { on_message_1: null }),
        expect: { active: 'A' },
      },
      { message: { name: 'm' }, outcome: 'not-correlated' },
      { undoMigration: true },
      { message: { name: 'm' }, outcome: 'correlated' },
      { ...to('start > S{ user(A) > end } > B > end', { on_message_1: null }), rejected },
      to('start > S{ user(A) > end; on~ message(m){ user(R) > K > end } } > B > end'),
      { complete: 'R' },
      { complete: 'A' },
    ],
    expect: { trace: 'R K A B', ended: 'completed' },
  },
  {
    id: 'mig-comp',
    source: 'what has completed is undone by the new definition',
    model: 'start > A ^undo cA > user(U) > comp(t) > Z > end',
    do: [to('start > A2 ^undo cB > user(U) > comp(t) > Z > end', { A: 'A2' }), { complete: 'U' }],
    expect: { trace: 'A U cB Z', ended: 'completed' },
  },
  {
    id: 'mig-comp/forgotten',
    source: 'what has completed is forgotten only on purpose',
    model: 'start > A ^undo cA > user(U) > comp(t) > Z > end',
    do: [
      { ...to('start > user(U) > comp(t) > Z > end'), rejected },
      to('start > user(U) > comp(t) > Z > end', { A: null }),
      { complete: 'U' },
    ],
    expect: { trace: 'A U Z', ended: 'completed' },
  },
  {
    id: 'mig-comp/under-way',
    source: 'a throw that waits for handlers goes on',
    model: 'start > A ^undo user(cA) > B ^undo user(cB) > comp(t) > Z > end',
    do: [
      to('start > A ^undo user(dA) > B ^undo user(cB) > comp(t) > K > Z > end', { cA: 'dA' }),
      { complete: 'cB' },
      { complete: 'dA' },
    ],
    expect: { trace: 'A B cB dA K Z', ended: 'completed' },
  },
  {
    id: 'mig-adhoc',
    source: 'an ad-hoc sub-process goes on, with what is still to be started',
    model: 'start > adhoc H{ user(A); user(B); user(C) } > D > end',
    options: { fields: { H: { adHoc: { ordering: 'sequential' } } } },
    do: [
      { activate: 'C' },
      { activate: 'A' },
      {
        migrate: {
          to: 'start > adhoc H{ user(X); user(B); user(C) } > D > end',
          plan: { A: 'X' },
          options: { fields: { H: { adHoc: { ordering: 'sequential' } } } },
        },
      },
      { complete: 'C', expect: { active: 'X' } },
      { complete: 'X' },
    ],
    expect: { trace: 'C X D', ended: 'completed' },
  },
  {
    id: 'mig-suspended',
    source: 'a suspended instance can be moved; its tokens wait until it is resumed',
    model: 'start > and(g); g > A > and(j); g > B > j; g > user(C) > j; j > D > end',
    do: [
      { suspend: true },
      {
        ...to('start > and(g); g > A > and(j); g > B > j; g > user(C) > E > end; j > D > end', {
          'C-j': null,
        }),
        expect: { trace: 'A B' },
      },
      { resume: true, expect: { trace: 'A B D' } },
      { complete: 'C' },
    ],
    expect: { trace: 'A B D C E', ended: 'completed' },
  },
];

const awaitsAll = 'evt(e) > catch(c, message m, k1) > and(j); e > recv(R, n, k1) > j; ';

const parallel = { fields: { e: { instantiate: 'parallel' } } };
const awaiting = (model: string): Command => ({ migrate: { to: model, options: parallel } });

/** A gateway whose first event has started the instance, and that awaits the others. */
const awaitingScripts: readonly Script[] = [
  {
    id: 'mig-awaits-all',
    source: 'it awaits on the new definition what it lacks, and never what it did not await',
    model: `${awaitsAll} j > D > end`,
    options: parallel,
    start: false,
    do: [
      { message: { name: 'n', key: 'k1' }, outcome: 'started' },
      { ...awaiting(`${awaitsAll} e > recv(S, o, k1) > j; j > D > end`), rejected },
      {
        ...awaiting('evt(e) > recv(R, n, k1) > and(j); e > recv(S, o) > j; j > D > end'),
        rejected,
      },
      awaiting(`${awaitsAll} j > K > D > end`),
      { message: { name: 'm', key: 'k1' }, outcome: 'correlated' },
    ],
    expect: { trace: 'R K D', ended: 'completed' },
  },
];

/** The scripts. */
export const migrationScripts: readonly Script[] = [
  ...planScripts,
  ...waitScripts,
  ...structureScripts,
  ...awaitingScripts,
];
