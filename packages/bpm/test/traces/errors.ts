/** Errors and escalations: how they climb, and who catches them. */
import { type Script, variants } from './script.ts';

const climbing = 'start > S{ start > svc(A) > end; on error(*){ X }; on error(E1){ Y } } > B > end';
const escalating = 'start > S{ start > throw(t, escalation x) > user(A) > end }';
const owner = 'start > S{ start > user(V) > end; on~ message(m){ start > svc(R) > end }';

/** Errors. */
export const errorScripts: readonly Script[] = [
  {
    id: 'err-1',
    source: 'an error event sub-process interrupts its owner, which then completes normally',
    model: `start > S{ start > and(g); g > user(V) > end; g > A > error(X);
      on error(X){ start > R > end } } > B > end`,
    expect: { trace: 'A R B', cancelled: 'V', ended: 'completed' },
  },
  ...variants(
    {
      id: 'err-2',
      source: 'on one level an exact code before a catch-all',
      model: 'start > svc(S) ^error(*) > C > end; S ^error(E1) > D > end; S > B > end',
    },
    { do: [{ fail: 'S', error: 'E1' }], expect: { trace: 'D', ended: 'completed' } },
    { name: 'E9', do: [{ fail: 'S', error: 'E9' }], expect: { trace: 'C', ended: 'completed' } },
  ),
  {
    id: 'err-3',
    source: 'an inner catch-all beats an outer exact code',
    model: `start > P{ start > S1{ start > svc(S) > end } ^error(*) > C > end } ^error(E1) > D > end;
      P > end`,
    do: [{ fail: 'S', error: 'E1' }],
    expect: { trace: 'C', ended: 'completed' },
  },
  {
    id: 'err-4',
    source: 'an error that nobody catches is an incident at its thrower; the rest goes on',
    model: 'start > and(g); g > svc(S) > B > end; g > user(A) > end',
    do: [
      { fail: 'S', error: 'E1', expect: { incidents: 'uncaught-error', ended: false } },
      { complete: 'A', expect: { trace: 'A', active: 'S' } },
      { resolve: 'uncaught-error', expect: { incidents: '' } },
      { complete: 'S' },
    ],
    expect: { trace: 'A S B', ended: 'completed' },
  },
  {
    id: 'err-5',
    source: 'a technical failure uses up an attempt, and never triggers an error event',
    model: 'start > svc(S) ^error(*) > C > end; S > B > end',
    do: [
      { crashJob: 'S' },
      { crashJob: 'S', expect: { incidents: '' } },
      { crashJob: 'S', expect: { trace: '', incidents: 'retries-exhausted', active: 'S' } },
      { resolve: 'retries-exhausted', expect: { incidents: '' } },
      { complete: 'S' },
    ],
    expect: { trace: 'S B', ended: 'completed' },
  },
  {
    id: 'err-6',
    source: 'an error out of an event sub-process goes to the boundary of its owner',
    model: `${owner} } ^error(E) > C > end; S > B > end`,
    do: [{ message: { name: 'm' } }, { fail: 'R', error: 'E' }],
    expect: { trace: 'C', cancelled: 'R V', ended: 'completed' },
  },
  {
    id: 'err-7',
    source: 'before that, to another error event sub-process of its owner',
    model: `${owner}; on error(E){ start > H > end } } ^error(E) > C > end; S > B > end`,
    do: [{ message: { name: 'm' } }, { fail: 'R', error: 'E' }],
    expect: { trace: 'H B', cancelled: 'R V', ended: 'completed' },
  },
  {
    id: 'err-8',
    source: 'but not to the running one itself',
    model: `start > S{ start > svc(A) > end; on error(E){ start > svc(R) > end } } ^error(E) > C > end;
      S > B > end`,
    do: [
      { fail: 'A', error: 'E', expect: { active: 'R' } },
      { fail: 'R', error: 'E' },
    ],
    expect: { trace: 'C', cancelled: 'A R', ended: 'completed' },
  },
  ...variants(
    { id: 'err-9', source: 'exact before catch-all among event sub-processes', model: climbing },
    { do: [{ fail: 'A', error: 'E1' }], expect: { trace: 'Y B', ended: 'completed' } },
    { name: 'E2', do: [{ fail: 'A', error: 'E2' }], expect: { trace: 'X B', ended: 'completed' } },
  ),
  {
    id: 'err-10',
    source: 'the event sub-processes of a scope come before its boundary',
    model: `start > S{ start > svc(A) > end; on error(*){ X } } ^error(E1) > C > end; S > B > end`,
    do: [{ fail: 'A', error: 'E1' }],
    expect: { trace: 'X B', ended: 'completed' },
  },
  {
    id: 'err-11',
    source: 'the activity’s own boundary comes before all',
    model: `start > S{ start > svc(A) ^error(*) > C > end; A > end; on error(E1){ X } } > B > end`,
    do: [{ fail: 'A', error: 'E1' }],
    expect: { trace: 'C B', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'err-12',
    source: 'an error of one iteration stops all of them, one token leaves',
    model: 'start > svc(A)*par(3) ^error(E) > C > end; A > B > end',
    do: [
      { complete: 'A', at: 0 },
      { fail: 'A', error: 'E', at: 1 },
    ],
    expect: { trace: 'A C', cancelled: 'A A', ended: 'completed' },
  },
  {
    id: 'err-13',
    source: 'an error crosses call activities',
    model: `start > call(Q) ^error(E) > C > end; Q > B > end;
      process Q: start > and(g); g > user(V) > end; g > svc(A) > end`,
    do: [{ fail: 'A', error: 'E' }],
    expect: { trace: 'C', cancelled: 'V A', ended: 'completed' },
  },
  {
    id: 'err-14',
    source: 'a process may catch by an event sub-process of its own',
    model: 'start > A > error(X); on error(X){ start > R > end }',
    expect: { trace: 'A R', ended: 'completed' },
  },
  {
    id: 'err-15',
    source: 'an error carries variables to who catches it',
    model: 'start > svc(S) ^error(E) > C > end; S > B > end',
    do: [{ fail: 'S', error: 'E', vars: { reason: 'sold out' } }],
    expect: { trace: 'C', vars: { reason: 'sold out' }, ended: 'completed' },
  },
  {
    id: 'err-16',
    source: 'an error end event stands still when nobody catches it, and all else goes on',
    model: 'start > and(g); g > A > error(X); g > user(B) > end',
    do: [{ complete: 'B', expect: { trace: 'A B', incidents: 'uncaught-error' } }],
    expect: { active: 'error_1', ended: false },
  },
  {
    id: 'err-17',
    source: 'an attempt that fails is repeated without anybody',
    model: 'start > svc(S) > B > end',
    do: [{ crashJob: 'S' }, { crashJob: 'S' }, { complete: 'S' }],
    expect: { trace: 'S B', incidents: '', ended: 'completed' },
  },
];

/** Escalations. */
export const escalationScripts: readonly Script[] = [
  {
    id: 'esc-1',
    source: 'an escalation climbs; its thrower goes on when the catcher does not interrupt',
    model: `${escalating} ^~escalation(x) > X > end; S > B > end`,
    do: [{ complete: 'A' }],
    expect: { trace: 'X A B', ended: 'completed' },
  },
  {
    id: 'esc-2',
    source: 'an interrupting catcher stops it',
    model: `${escalating} ^escalation(x) > X > end; S > B > end`,
    expect: { trace: 'X', cancelled: '', ended: 'completed' },
  },
  {
    id: 'esc-3',
    source: 'an escalation that nobody catches is only noted',
    model: 'start > A > throw(t, escalation x) > B > end',
    expect: { trace: 'A B', diagnostics: 'uncaught-escalation', incidents: '', ended: 'completed' },
  },
  ...variants(
    {
      id: 'esc-4',
      source: 'an end event escalates before its scope ends',
      model: 'start > S{ start > A > end(escalation x) } ^~escalation(*) > X > end; S > B > end',
    },
    { expect: { trace: 'A X B', ended: 'completed' } },
    {
      name: 'interrupting',
      model: 'start > S{ start > A > end(escalation x) } ^escalation(*) > X > end; S > B > end',
      expect: { trace: 'A X', ended: 'completed' },
    },
  ),
  {
    id: 'esc-5',
    source: 'an inner catch-all beats an outer exact code',
    model: `start > P{ start > S{ throw(t, escalation x) > A } ^~escalation(*) > X > end; S > end }
      ^escalation(x) > Y > end; P > B > end`,
    expect: { trace: 'X A B', ended: 'completed' },
  },
  ...variants(
    {
      id: 'esc-6',
      source: 'an event sub-process catches; its token comes before the thrower’s own',
      model: `start > S{ start > throw(t, escalation x) > A > end; on~ escalation(x){ R } } > B > end`,
    },
    { expect: { trace: 'R A B', ended: 'completed' } },
    {
      name: 'interrupting',
      model: `start > S{ start > throw(t, escalation x) > A > end; on escalation(x){ R } } > B > end`,
      expect: { trace: 'R B', ended: 'completed' },
    },
  ),
  {
    id: 'esc-7',
    source: 'out of an event sub-process an escalation climbs from its owner',
    model: `start > S{ start > user(V) > end; on~ message(m){ throw(t, escalation x) > R } }
      ^~escalation(x) > X > end; S > B > end`,
    do: [{ message: { name: 'm' }, expect: { trace: 'X R', active: 'V' } }, { complete: 'V' }],
    expect: { trace: 'X R V B', ended: 'completed' },
  },
  {
    id: 'esc-8',
    source: 'an escalation crosses call activities',
    model: `start > call(Q) ^~escalation(x) > X > end; Q > B > end;
      process Q: start > throw(t, escalation x) > A > end`,
    expect: { trace: 'X A B', ended: 'completed' },
  },
  {
    id: 'esc-9',
    source: 'who does a task may escalate, and goes on',
    model: 'start > user(A) ^~escalation(x) > X > end; A > B > end',
    do: [
      { escalate: 'A', code: 'x', expect: { trace: 'X', active: 'A' } },
      { escalate: 'A', code: 'y', expect: { trace: 'X', diagnostics: 'uncaught-escalation' } },
      { complete: 'A' },
    ],
    expect: { trace: 'X A B', ended: 'completed' },
  },
];
