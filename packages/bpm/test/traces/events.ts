/** Messages, signals, conditions, links, several events at once, and timers between. */
import { type Script, variants } from './script.ts';

const received = 'start > user(A) > recv(R, m, k1) > B > end';

const messageScripts: readonly Script[] = [
  ...variants(
    {
      id: 'msg-1',
      source: 'a buffered message lives while now < publishedAt + ttl',
      model: received,
    },
    {
      do: [
        { message: { name: 'm', key: 'k1', ttl: 'PT1M' }, outcome: 'buffered' },
        { advance: 'PT30S' },
        { complete: 'A' },
      ],
      expect: { trace: 'A R B', ended: 'completed' },
    },
    {
      name: 'too late',
      do: [
        { message: { name: 'm', key: 'k1', ttl: 'PT1M' } },
        { advance: 'PT1M' },
        { complete: 'A' },
      ],
      expect: { trace: 'A', active: 'R', ended: false },
    },
    {
      name: 'another key',
      do: [
        { complete: 'A' },
        { message: { name: 'm', key: 'k2' }, outcome: 'not-correlated' },
        { message: { name: 'm' }, outcome: 'not-correlated' },
      ],
      expect: { trace: 'A', active: 'R' },
    },
    {
      name: 'the oldest first',
      model: 'start > user(A) > recv(R, m, k1) > recv(Q, m, k1) > end',
      options: { out: { R: 'v -> r', Q: 'v -> q' } },
      do: [
        { message: { name: 'm', key: 'k1', ttl: 'PT1H', vars: { v: 1 } } },
        { message: { name: 'm', key: 'k1', ttl: 'PT1M', vars: { v: 2 } } },
        { complete: 'A' },
      ],
      expect: { trace: 'A R Q', vars: { r: 1, q: 2 }, ended: 'completed' },
    },
  ),
  {
    id: 'msg-2',
    source: 'an id that was seen has no effect, also after a crash and for another instance',
    model: received,
    do: [
      { complete: 'A' },
      { message: { name: 'm', key: 'k1', id: '7' }, outcome: 'correlated' },
      { crash: true },
      {
        message: { name: 'm', key: 'k1', id: '7' },
        outcome: 'correlated',
        expect: { trace: 'A R B' },
      },
      { start: {} },
      { complete: 'A', expect: { active: 'R' } },
      { message: { name: 'm', key: 'k1', id: '7' }, outcome: 'correlated' },
    ],
    expect: { trace: 'A R B A', active: 'R', instances: 1 },
  },
  {
    id: 'msg-3',
    source: 'one running instance for each start message and key; more are buffered',
    model: 'start(s, message m) > user(A) > end',
    start: false,
    do: [
      { message: { name: 'm', key: 'k1' }, outcome: 'started' },
      { message: { name: 'm', key: 'k1', ttl: 'PT1H' }, outcome: 'buffered' },
      { message: { name: 'm', key: 'k2' }, outcome: 'started', expect: { instances: 2 } },
      { complete: 'A', expect: { trace: 'A', instances: 2, active: 'A A' } },
    ],
    expect: { trace: 'A', instances: 2 },
  },
  {
    id: 'msg-4',
    source: 'several instances wait and there is no key: nobody may guess',
    model: 'start > recv(R, m) > B > end',
    do: [{ start: {} }, { message: { name: 'm' }, rejected: 'BPM_AMBIGUOUS_CORRELATION' }],
    expect: { trace: '', instances: 2 },
  },
  {
    id: 'msg-5',
    source: 'a message goes to one subscription, also within an instance',
    model: 'start > and(g); g > recv(R, m) > end; g > recv(Q, m) > end',
    do: [
      { message: { name: 'm' }, expect: { trace: 'R', active: 'Q' } },
      { message: { name: 'm' } },
    ],
    expect: { trace: 'R Q', ended: 'completed' },
  },
  {
    id: 'msg-6',
    source: 'a message that a process throws reaches who waits',
    model: `start > and(g); g > recv(R, m, k1) > end; g > user(A) > throw(t, message m, k1) > end;
      g > user(B) > send(S, m, k2) > end; g > catch(c, message m, k2) > C > end`,
    do: [{ complete: 'A', expect: { trace: 'A R' } }, { complete: 'B' }],
    expect: { trace: 'A R B S C', ended: 'completed' },
  },
];

const signalScripts: readonly Script[] = [
  {
    id: 'sig-1',
    source: 'a signal goes to all who wait',
    model: `start > and(g); g > catch(c1, signal s) > A > end; g > catch(c2, signal s) > B > end;
      g > user(go) > throw(t, signal s) > end`,
    do: [{ complete: 'go' }],
    expect: { trace: 'go A B', ended: 'completed' },
  },
  {
    id: 'sig-2',
    source: 'a signal is never buffered',
    model: 'start > throw(t, signal s) > catch(c, signal s) > A > end',
    expect: { trace: '', active: 'c', ended: false },
  },
  {
    id: 'sig-3',
    source: 'a signal reaches other instances too, and starts those that it starts',
    model: 'start > user(A) > throw(t, signal s) > catch(c, signal s) > B > end',
    do: [
      { start: {} },
      { complete: 'A', expect: { trace: 'A', active: 'c A' } },
      { complete: 'A', expect: { trace: 'A A B', active: 'c' } },
    ],
    expect: { instances: 1 },
  },
  {
    id: 'sig-4',
    source: 'a signal carries variables',
    model: 'start > catch(c, signal s) > A > end',
    do: [{ signal: { name: 's', vars: { n: 4 } } }],
    expect: { trace: 'A', vars: { n: 4 }, ended: 'completed' },
  },
  {
    id: 'sig-5',
    source: 'an interrupted wait does not hear the signal any more',
    model: `start > S{ start > and(g); g > catch(c, signal s) > A > end; g > user(V) > end }
      ^signal(s) > B > end; S > C > end`,
    do: [{ signal: { name: 's' } }],
    expect: { trace: 'B', cancelled: 'V', ended: 'completed' },
  },
];

const conditionScripts: readonly Script[] = [
  {
    id: 'cond-1',
    source: 'a condition fires on its edge, and again after it was false',
    model: 'start > user(A) ^~cond(n > 3) > C > end; A > end',
    start: { n: 0 },
    do: [
      { set: { n: 5 }, expect: { trace: 'C' } },
      { set: { n: 6 }, expect: { trace: 'C' } },
      { set: { n: 0 } },
      { set: { n: 4 }, expect: { trace: 'C C' } },
    ],
    expect: { trace: 'C C', active: 'A' },
  },
  {
    id: 'cond-2',
    source: 'true at arming is an edge',
    model: 'start > catch(c, cond n > 3) > A > end',
    start: { n: 4 },
    expect: { trace: 'A', ended: 'completed' },
  },
  {
    id: 'cond-3',
    source: 'a condition of an event sub-process interrupts its owner',
    model: 'start > user(A) > B > end; on cond(n > 3){ start > C > end }',
    start: { n: 0 },
    do: [{ set: { n: 3 }, expect: { trace: '' } }, { set: { n: 4 } }],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'cond-4',
    source: 'what a task of another branch changes is seen',
    model: 'start > and(g); g > catch(c, cond n > 3) > A > end; g > user(B) > end',
    start: { n: 0 },
    do: [{ complete: 'B', vars: { n: 9 } }],
    expect: { trace: 'B A', ended: 'completed' },
  },
];

const otherScripts: readonly Script[] = [
  {
    id: 'link-1',
    source: 'throw and catch of a link are one flow',
    model: 'start > A > throw(t, link L); catch(c, link L) > B > end',
    expect: { trace: 'A B', ended: 'completed' },
  },
  {
    id: 'link-2',
    source: 'several throws of a link lead to one catch; a loop by a link',
    model: `start > A > xor(x); x >[n<2] throw(t, link L); x >[default] throw(u, link M);
      catch(c, link L) > B > A; catch(d, link M) > C > end`,
    options: { out: { B: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'A B A B A C', ended: 'completed' },
  },
  {
    id: 'link-3',
    source: 'each throw of a link brings its own token, and an OR join counts links as paths',
    model: `start > and(g); g > A > or(j); g > user(B) > throw(t, link L); catch(c, link L) > j;
      j > D > end`,
    do: [{ complete: 'B' }],
    expect: { trace: 'A B D', ended: 'completed' },
  },
  ...variants(
    {
      id: 'multi-1',
      source: 'a multiple event: one of its events is enough',
      model: 'start > catch(c, message m) > A > end',
      options: {
        fields: {
          c: {
            on: [
              { type: 'message', name: 'm' },
              { type: 'signal', name: 's' },
            ],
          },
        },
      },
    },
    {
      do: [{ signal: { name: 's' } }, { message: { name: 'm' }, outcome: 'not-correlated' }],
      expect: { trace: 'A', ended: 'completed' },
    },
    {
      name: 'the other',
      do: [{ message: { name: 'm' } }],
      expect: { trace: 'A', ended: 'completed' },
    },
  ),
  {
    id: 'multi-2',
    source: 'a parallel multiple event: all of its events must come, in any order',
    model: 'start > catch(c, message m) > A > end',
    options: {
      fields: {
        c: {
          all: true,
          on: [
            { type: 'message', name: 'm' },
            { type: 'signal', name: 's' },
          ],
        },
      },
    },
    do: [
      { signal: { name: 's' }, expect: { trace: '', active: 'c' } },
      { signal: { name: 's' }, expect: { trace: '' } },
      { message: { name: 'm' } },
    ],
    expect: { trace: 'A', ended: 'completed' },
  },
  {
    id: 'multi-3',
    source: 'a non-interrupting parallel multiple boundary is armed again after all have come',
    model: 'start > user(A) ^~message(m) > C > end; A > end',
    options: {
      fields: {
        A_message: {
          all: true,
          on: [
            { type: 'message', name: 'm' },
            { type: 'signal', name: 's' },
          ],
        },
      },
    },
    do: [
      { message: { name: 'm' } },
      { signal: { name: 's' }, expect: { trace: 'C' } },
      { message: { name: 'm' }, expect: { trace: 'C' } },
      { signal: { name: 's' }, expect: { trace: 'C C' } },
      { complete: 'A' },
    ],
    expect: { trace: 'C C A', ended: 'completed' },
  },
  {
    id: 'timer-1',
    source: 'an intermediate timer holds its token until it is due',
    model: 'start > timer(t, PT1H) > A > end',
    do: [
      { advance: 'PT59M59S', expect: { trace: '', timers: 1, active: 't' } },
      { advance: 'PT1S' },
    ],
    expect: { trace: 'A', timers: 0, ended: 'completed' },
  },
  {
    id: 'timer-2',
    source: 'a date that is past when it is armed is missed: fired once, at once',
    model: 'start > timer(t, 2025-06-01T00:00:00Z) > A > end',
    expect: { trace: 'A', timers: 0, ended: 'completed' },
  },
  {
    id: 'timer-3',
    source: 'equal due instants by the number of the job',
    model: 'start > and(g); g > timer(t1, PT1H) > A > end; g > timer(t2, PT1H) > B > end',
    do: [{ advance: 'PT1H' }],
    expect: { trace: 'A B', ended: 'completed' },
  },
  {
    id: 'timer-4',
    source: 'a duration may be computed',
    model: 'start > timer(t, PT1H) > A > end',
    options: { fields: { t: { on: [{ type: 'timer', duration: { expression: 'pause' } }] } } },
    start: { pause: 'PT5M' },
    do: [{ advance: 'PT5M' }],
    expect: { trace: 'A', ended: 'completed' },
  },
  {
    id: 'timer-5',
    source: 'what is no time is an incident; mended, it is tried again',
    model: 'start > timer(t, PT1H) > A > end',
    options: { fields: { t: { on: [{ type: 'timer', duration: { expression: 'pause' } }] } } },
    start: { pause: 'soon' },
    do: [
      { set: { pause: 'PT5M' }, expect: { incidents: 'bad-timer', active: 't', timers: 0 } },
      { resolve: 'bad-timer', expect: { incidents: '', timers: 1 } },
      { advance: 'PT5M' },
    ],
    expect: { trace: 'A', ended: 'completed' },
  },
];

/** The scripts. */
export const eventScripts: readonly Script[] = [
  ...messageScripts,
  ...signalScripts,
  ...conditionScripts,
  ...otherScripts,
];
