/** Receive tasks and event-based gateways that start a process. BPMN 2.0.2, 10.3.3.1 and 10.6.6. */
import { type Script, variants } from './script.ts';

const R = { instantiate: true };
const one = { fields: { e: { instantiate: 'exclusive' } } };
const all = { fields: { e: { instantiate: 'parallel' } } };

/** The scripts. */
export const instantiationScripts: readonly Script[] = [
  {
    id: 'inst-receive',
    source: 'its message starts an instance, in which the receive task is done; one runs for a key',
    model: 'recv(R, m) > user(A) > end',
    options: { fields: { R }, out: { R: 'x * 2 -> y' } },
    start: false,
    do: [
      {
        message: { name: 'm', key: 'k1', vars: { x: 4 } },
        outcome: 'started',
        expect: { trace: 'R', active: 'A', vars: { y: 8 } },
      },
      { message: { name: 'm', key: 'k1' }, outcome: 'not-correlated', expect: { instances: 1 } },
      { message: { name: 'm', key: 'k2', vars: { x: 1 } }, outcome: 'started' },
      { complete: 'A', expect: { trace: 'R R A', instances: 1 } },
      { complete: 'A' },
    ],
    expect: { trace: 'R R A A', ended: 'completed' },
  },
  {
    id: 'inst-beside',
    source: 'beside a start event: each starts instances by itself',
    model: 'start > A > xor(x) > user(B) > end; recv(R, m) > x',
    options: { fields: { R } },
    do: [{ message: { name: 'm' }, outcome: 'started', expect: { instances: 2 } }],
    expect: { trace: 'A R', active: 'B B' },
  },
  {
    id: 'inst-exclusive',
    source: 'any event after the gateway starts an instance, and the others are not awaited in it',
    model: 'evt(e) > catch(c, message m) > user(A) > end; e > recv(R, n) > B > end',
    options: one,
    start: false,
    do: [
      { message: { name: 'm' }, outcome: 'started', expect: { active: 'A', instances: 1 } },
      {
        message: { name: 'n' },
        outcome: 'started',
        expect: { trace: 'R B', active: 'A', instances: 1 },
      },
      { complete: 'A' },
    ],
    expect: { trace: 'R B A', incidents: '', ended: 'completed' },
  },
  {
    id: 'inst-signal',
    source: 'a signal starts one, too',
    model: 'evt(e) > catch(c, signal s) > A > end; e > recv(R, n) > B > end',
    options: one,
    start: false,
    do: [{ signal: { name: 's' } }, { signal: { name: 's' } }],
    expect: { trace: 'A A', ended: 'completed' },
  },
  ...variants(
    {
      id: 'inst-parallel',
      source: 'the first event starts the instance, which awaits the others, each once',
      model: 'evt(e) > catch(c, message m, k1) > user(A) > end; e > recv(R, n, k1) > B > end',
      options: all,
      start: false,
    },
    {
      do: [
        {
          message: { name: 'n', key: 'k1' },
          outcome: 'started',
          expect: { trace: 'R B', ended: false, instances: 1 },
        },
        { message: { name: 'n', key: 'k1' }, outcome: 'not-correlated' },
        { message: { name: 'm', key: 'k1' }, outcome: 'correlated', expect: { active: 'A' } },
        { complete: 'A' },
      ],
      expect: { trace: 'R B A', ended: 'completed' },
    },
    {
      name: 'other way round',
      do: [
        { message: { name: 'm', key: 'k1' }, outcome: 'started' },
        { complete: 'A', expect: { trace: 'A', ended: false } },
        { message: { name: 'n', key: 'k1' }, outcome: 'correlated' },
      ],
      expect: { trace: 'A R B', ended: 'completed' },
    },
    {
      name: 'another key',
      do: [
        { message: { name: 'n', key: 'k1' }, outcome: 'started' },
        { message: { name: 'm', key: 'k2' }, outcome: 'started', expect: { instances: 2 } },
      ],
      expect: { trace: 'R B', incidents: '' },
    },
  ),
  {
    id: 'inst-keys',
    source: 'the others are awaited by keys that the first has brought, through its mapping',
    model: `evt(e) > catch(c, message m) > A > and(j); e > recv(R, n) > j;
      e > recv(S, o) > j; j > D > end`,
    options: {
      out: { R: 'nr -> order' },
      fields: {
        e: { instantiate: 'parallel' },
        c: { on: [{ type: 'message', name: 'm', key: 'order' }] },
        S: { key: 'order' },
      },
    },
    start: false,
    do: [
      { message: { name: 'n', key: 'x', vars: { nr: 'o-7' } }, outcome: 'started' },
      { message: { name: 'o', key: 'o-7' }, outcome: 'correlated', expect: { trace: 'R S' } },
      { message: { name: 'm', key: 'o-7' }, outcome: 'correlated' },
    ],
    expect: { trace: 'R S A D', ended: 'completed' },
  },
  {
    id: 'inst-or',
    source: 'an inclusive join does not wait for an event that has come already',
    model: `evt(e) > catch(c, message m) > xor(x); x >[to] or(j); x >[default] end;
      e > recv(R, n) > j; j > D > end`,
    options: all,
    start: false,
    do: [
      { message: { name: 'm', vars: { to: false } }, outcome: 'started', expect: { trace: '' } },
      { message: { name: 'n' }, outcome: 'correlated' },
    ],
    expect: { trace: 'R D', ended: 'completed' },
  },
];
