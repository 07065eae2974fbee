/** What a person does to a running instance: move tokens, suspend, resume. */
import type { Script } from './script.ts';

const rejected = 'BPM_INVALID_COMMAND';

const modificationScripts: readonly Script[] = [
  {
    id: 'mod-before',
    source: 'a token comes to a node',
    model: 'start > user(A) > B > user(C) > end',
    do: [
      { modify: [{ startBefore: 'B' }], expect: { trace: 'B', active: 'A C' } },
      { complete: 'C', expect: { ended: false } },
      { complete: 'A', expect: { active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'B C A B C', ended: 'completed' },
  },
  {
    id: 'mod-after',
    source: 'a token leaves a node as if it were done',
    model: 'start > user(A) > B > end',
    do: [{ modify: [{ startAfter: 'A' }, { cancel: 'A' }] }],
    expect: { trace: 'B', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mod-after/several',
    source: 'a node with several flows needs the name of one',
    model: 'start > user(A) > xor(x); x >[n = 1] B > end; x >[default] C > end',
    do: [
      { modify: [{ startAfter: 'x' }], rejected },
      { modify: [{ startFlow: 'x-B' }], expect: { trace: 'B' } },
      { complete: 'A' },
    ],
    expect: { trace: 'B A C', ended: 'completed' },
  },
  {
    id: 'mod-cancel',
    source: 'an instance in which nothing is left has ended',
    model: 'start > user(A) > B > end',
    do: [{ modify: [{ cancel: 'A' }] }],
    expect: { trace: '', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mod-move',
    source: 'a token is moved; variables are set in the same command',
    model: 'start > user(A) > user(B) > xor(x); x >[n > 1] C > end; x >[default] D > end',
    start: { n: 0 },
    do: [
      { complete: 'A' },
      { modify: [{ move: 'B', to: 'A' }, { set: { n: 5 } }], expect: { active: 'A' } },
      { complete: 'A' },
      { complete: 'B' },
    ],
    expect: { trace: 'A A B C', cancelled: 'B', vars: { n: 5 }, ended: 'completed' },
  },
  {
    id: 'mod-scope',
    source: 'scopes that are missing are opened, with their events, without their starts',
    model:
      'start > user(A) > S{ X > T{ Y > user(B) > end } > end } ^message(m) > C > end; S > D > end',
    do: [
      { modify: [{ move: 'A', to: 'B' }], expect: { trace: '', active: 'B' } },
      { message: { name: 'm' }, outcome: 'correlated' },
    ],
    expect: { trace: 'C', cancelled: 'A B', ended: 'completed' },
  },
  {
    id: 'mod-scope/leaves',
    source: 'out of a scope: it is cancelled whole; one that runs is used',
    model: 'start > S{ user(A) > user(B) > end } > D > end',
    do: [
      { modify: [{ startBefore: 'B' }], expect: { active: 'A B' } },
      { modify: [{ move: 'S', to: 'D' }] },
    ],
    expect: { trace: 'D', cancelled: 'A B', ended: 'completed' },
  },
  {
    id: 'mod-join',
    source: 'by its flow a token waits at a join; before the join it passes',
    model: 'start > and(g); g > user(A) > and(j); g > user(B) > j; j > D > end',
    do: [
      { modify: [{ move: 'A', to: 'B' }, { startFlow: 'A-j' }], expect: { active: 'B B' } },
      { complete: 'B', expect: { trace: 'B D', active: 'B' } },
      { modify: [{ move: 'B', to: 'j' }] },
    ],
    expect: { trace: 'B D D', cancelled: 'A B', ended: 'completed' },
  },
  {
    id: 'mod-many',
    source: 'in a repeated activity the iteration must be named',
    model: 'start > S{ user(A) > user(B) > end }*par(2) > D > end',
    do: [
      { modify: [{ startBefore: 'B' }], rejected },
      { modify: [{ startBefore: 'B', in: { activity: 'S', at: 1 } }], expect: { active: 'A A B' } },
      { modify: [{ move: { activity: 'A', at: 0 }, to: 'B' }], expect: { active: 'A B B' } },
      { complete: 'B', at: 0 },
      { complete: 'B', at: 1 },
      { complete: 'A', at: 1 },
      { complete: 'B', at: 1 },
    ],
    expect: { trace: 'B B A B D', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mod-many/new',
    source: 'a repeated activity that does not run is started as a whole, not inside',
    model: 'start > user(A) > S{ user(B) > end }*par(2) > D > end',
    do: [
      { modify: [{ move: 'A', to: 'B' }], rejected },
      { modify: [{ move: 'A', to: 'S' }] },
      { complete: 'B' },
      { complete: 'B' },
    ],
    expect: { trace: 'B B D', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'mod-refused',
    source: 'what can’t be started is refused, with nothing done',
    model:
      'start > user(A) ^message(m) > C > end; A ^undo cA > end; on~ message(e){ R > end }; ' +
      'A > adhoc H{ user(P) } > end',
    do: [
      { modify: [], rejected },
      { modify: [{ set: { n: 1 } }, { startBefore: 'nowhere' }], rejected },
      { modify: [{ startBefore: 'A_message' }], rejected },
      { modify: [{ startBefore: 'cA' }], rejected },
      { modify: [{ startBefore: 'on_message_1' }], rejected },
      { modify: [{ startBefore: 'R' }], rejected },
      { modify: [{ startBefore: 'P' }], rejected },
      { modify: [{ cancel: 'C' }], rejected: 'BPM_ACTIVITY_NOT_ACTIVE' },
      { modify: [{ startAfter: 'A_message' }] },
    ],
    expect: { trace: 'C', active: 'A', ended: false },
  },
  {
    id: 'mod-call',
    source: 'in a called process its own nodes are meant',
    model: 'start > call(Q) > B > end; process Q: start > user(V) > user(W) > end',
    do: [
      { modify: [{ startBefore: 'W' }], rejected },
      { modify: [{ move: 'V', to: 'W' }], expect: { active: 'W' } },
      { complete: 'W' },
    ],
    expect: { trace: 'W B', cancelled: 'V', ended: 'completed' },
  },
  {
    id: 'mod-comp',
    source: 'a handler that is cancelled does not keep the others from undoing',
    model: 'start > A ^undo user(cA) > B ^undo user(cB) > comp(t) > Z > end',
    do: [{ modify: [{ cancel: 'cB' }], expect: { active: 'cA' } }, { complete: 'cA' }],
    expect: { trace: 'A B cA Z', cancelled: 'cB', ended: 'completed' },
  },
];

const suspended = 'BPM_SUSPENDED';

const suspensionScripts: readonly Script[] = [
  {
    id: 'sus-complete',
    source: 'a suspended instance takes no completion; after it is resumed it does',
    model: 'start > user(A) > B > end',
    do: [
      { suspend: true },
      { suspend: true, rejected: suspended },
      { complete: 'A', rejected: suspended },
      { resume: true },
      { resume: true, rejected },
      { complete: 'A' },
    ],
    expect: { trace: 'A B', ended: 'completed' },
  },
  {
    id: 'sus-timer',
    source: 'a timer that came due meanwhile is a missed one: by its policy it fires once',
    model: 'start > user(A) ^~timer(R3/PT1H) > C > end; A > end',
    do: [
      { suspend: true },
      { advance: 'PT10H', expect: { trace: '', timers: 1 } },
      { resume: true, expect: { trace: 'C', timers: 0 } },
      { complete: 'A' },
    ],
    expect: { trace: 'C A', ended: 'completed' },
  },
  {
    id: 'sus-timer/later',
    source: 'a timer that is not due yet goes on',
    model: 'start > user(A) ^timer(PT4H) > C > end; A > end',
    do: [
      { suspend: true },
      { advance: 'PT2H' },
      { resume: true, expect: { timers: 1 } },
      { advance: 'PT2H' },
    ],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'sus-message',
    source: 'a message for a suspended instance waits for it, whatever its time to live',
    model: 'start > recv(R, m, k) > B > end',
    do: [
      { suspend: true },
      { message: { name: 'm', key: 'k' }, outcome: 'buffered', expect: { trace: '' } },
      { advance: 'PT10H' },
      { resume: true },
    ],
    expect: { trace: 'R B', ended: 'completed' },
  },
  {
    id: 'sus-signal',
    source: 'a signal is never buffered: who is suspended does not hear it',
    model: 'start > catch(c, signal s) > B > end',
    do: [
      { suspend: true },
      { signal: { name: 's' } },
      { resume: true, expect: { trace: '' } },
      { signal: { name: 's' } },
    ],
    expect: { trace: 'B', ended: 'completed' },
  },
  {
    id: 'sus-condition',
    source: 'variables can be set meanwhile; conditions are tested on resuming',
    model: 'start > user(A) ^cond(n > 3) > C > end; A > end',
    start: { n: 0 },
    do: [{ suspend: true }, { set: { n: 5 }, expect: { trace: '' } }, { resume: true }],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'sus-modify',
    source: 'tokens can be put elsewhere meanwhile; they move on resuming',
    model: 'start > user(A) > B > user(C) > end',
    do: [
      { suspend: true },
      { modify: [{ move: 'A', to: 'B' }], expect: { trace: '' } },
      { resume: true, expect: { trace: 'B', active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'B C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'sus-terminate',
    source: 'a suspended instance can be stopped',
    model: 'start > user(A) ^timer(PT1H) > C > end; A > end',
    do: [{ suspend: true }, { terminate: true }, { resume: true, rejected }],
    expect: { cancelled: 'A', ended: 'cancelled', timers: 0 },
  },
  {
    id: 'sus-claim',
    source: 'a job is not given out meanwhile; who had it before may end it afterwards',
    model: 'start > svc(S) > B > end',
    needs: ['fence'],
    do: [
      { claim: 'S', owner: 'w1' },
      { suspend: true },
      { complete: 'S', fence: 1, rejected: suspended },
      { resume: true },
      { complete: 'S', fence: 1 },
    ],
    expect: { trace: 'S B', ended: 'completed' },
  },
];

/** The scripts. */
export const commandScripts: readonly Script[] = [...modificationScripts, ...suspensionScripts];
