/**
 * The 43 workflow control-flow patterns, second half: multiple instances, state, cancellation,
 * iteration, termination and triggers.
 */
import { pattern } from './patterns.ts';
import type { Script } from './script.ts';

const instances: readonly Script[] = [
  pattern(12, 'Multiple Instances without Synchronization', {
    model: `start > xor(r) > S > and(g); g > user(A) > end; g > xor(x); x >[n < 3] r;
      x >[default] B > end`,
    options: { out: { S: 'n + 1 -> n' } },
    start: { n: 0 },
    do: [
      { crash: true, expect: { trace: 'S S S B', active: 'A A A' } },
      { complete: 'A' },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'S S S B A A A', ended: 'completed' },
  }),
  pattern(13, 'Multiple Instances with a Priori Design-Time Knowledge', {
    model: 'start > user(A)*par(3) > B > end',
    do: [{ complete: 'A' }, { complete: 'A' }, { complete: 'A' }],
    expect: { trace: 'A A A B', ended: 'completed' },
  }),
  pattern(14, 'Multiple Instances with a Priori Run-Time Knowledge', {
    model: 'start > user(C) > user(A)*par(n) > B > end',
    do: [
      { complete: 'C', vars: { n: 2 }, expect: { active: 'A A' } },
      { complete: 'A', at: 1 },
      { complete: 'A', at: 0 },
    ],
    expect: { trace: 'C A A B', ended: 'completed' },
  }),
  pattern(15, 'Multiple Instances without a Priori Run-Time Knowledge', {
    model: 'start > adhoc H{ user(A) } > B > end',
    do: [
      { activate: 'A' },
      { activate: 'A', expect: { active: 'A A' } },
      { complete: 'A' },
      { activate: 'A', expect: { trace: 'A', active: 'A A' } },
      { complete: 'A' },
      { complete: 'A' },
    ],
    expect: { trace: 'A A A B', ended: 'completed' },
  }),
  pattern(34, 'Static Partial Join for Multiple Instances', {
    model: 'start > user(A)*par(3, nrOfCompletedInstances >= 2) > D > end',
    options: { fields: { A: { many: { cancelRemaining: false } } } },
    do: [
      { complete: 'A', expect: { trace: 'A' } },
      { complete: 'A', expect: { trace: 'A A D', active: 'A', ended: false } },
      { complete: 'A' },
    ],
    expect: { trace: 'A A D A', cancelled: '', diagnostics: '', ended: 'completed' },
  }),
  pattern(35, 'Cancelling Partial Join for Multiple Instances', {
    model: 'start > user(A)*par(3, nrOfCompletedInstances >= 2) > B > end',
    do: [{ complete: 'A' }, { complete: 'A' }],
    expect: { trace: 'A A B', cancelled: 'A', ended: 'completed' },
  }),
  pattern(36, 'Dynamic Partial Join for Multiple Instances', {
    model: `start > adhoc H{ user(A) } > xor(rest) > end; H ^~cond(n >= 2) > B > end`,
    options: {
      out: { A: 'n + 1 -> n' },
      fields: { H: { adHoc: { until: 'n >= 2', cancelRemaining: false } } },
    },
    start: { n: 0 },
    do: [
      { activate: 'A' },
      { complete: 'A', expect: { trace: 'A', ended: false } },
      { activate: 'A' },
      { activate: 'A' },
      { activate: 'A', expect: { active: 'A A A' } },
      // The second is enough: B follows at once, while the others are still at work.
      { complete: 'A', expect: { trace: 'A A B', active: 'A A', ended: false } },
      { activate: 'A', rejected: 'BPM_INVALID_COMMAND' },
      { crash: true },
      { complete: 'A', expect: { trace: 'A A B A', active: 'A', ended: false } },
      { complete: 'A' },
    ],
    expect: { trace: 'A A B A A', cancelled: '', ended: 'completed' },
  }),
  pattern(36, 'Dynamic Partial Join for Multiple Instances', {
    variant: 'the rest is stopped',
    model: 'start > adhoc H{ user(A) } > B > end',
    options: {
      out: { A: 'n + 1 -> n' },
      fields: { H: { adHoc: { until: 'n >= 2' } } },
    },
    start: { n: 0 },
    do: [
      { activate: 'A' },
      { complete: 'A', expect: { trace: 'A', ended: false } },
      { activate: 'A' },
      { activate: 'A', expect: { active: 'A A' } },
      { complete: 'A' },
    ],
    expect: { trace: 'A A B', cancelled: 'A', ended: 'completed' },
  }),
];

const sequential = { fields: { H: { adHoc: { ordering: 'sequential' } } } };

const states: readonly Script[] = [
  pattern(16, 'Deferred Choice', {
    model: 'start > evt(e); e > recv(A, yes) > B > end; e > recv(C, no) > D > end',
    do: [{ message: { name: 'no' } }, { message: { name: 'yes' }, outcome: 'not-correlated' }],
    expect: { trace: 'C D', ended: 'completed' },
  }),
  pattern(17, 'Interleaved Parallel Routing', {
    model: 'start > adhoc H{ user(A) > user(B); user(C) } > D > end',
    options: sequential,
    do: [
      { activate: 'A' },
      { activate: 'C', expect: { active: 'A' } },
      { complete: 'A', expect: { active: 'B' } },
      { complete: 'B', expect: { active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'A B C D', ended: 'completed' },
  }),
  pattern(18, 'Milestone', {
    model: `start > and(g); g > user(A) > user(C) > end;
      g > catch(m, cond reached) > user(B) ^cond(not(reached)) > X > end; B > end`,
    options: { out: { A: 'true -> reached', C: 'false -> reached' } },
    start: { reached: false },
    do: [{ complete: 'A', expect: { active: 'B C' } }, { complete: 'B' }, { complete: 'C' }],
    expect: { trace: 'A B C', ended: 'completed' },
  }),
  pattern(18, 'Milestone', {
    variant: 'its deadline has passed',
    model: `start > and(g); g > user(A) > user(C) > end;
      g > catch(m, cond reached) > user(B) ^cond(not(reached)) > X > end; B > end`,
    options: { out: { A: 'true -> reached', C: 'false -> reached' } },
    start: { reached: false },
    do: [{ complete: 'A' }, { complete: 'C' }],
    expect: { trace: 'A C X', cancelled: 'B', ended: 'completed' },
  }),
  pattern(39, 'Critical Section', {
    model: `start > adhoc H{ S1{ start > user(A) > user(B) > end }; S2{ start > user(C) > end } } > D
      > end`,
    options: sequential,
    do: [
      { activate: 'S1' },
      { activate: 'S2', expect: { active: 'A' } },
      { complete: 'A', expect: { active: 'B' } },
      { complete: 'B', expect: { active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'A B C D', ended: 'completed' },
  }),
  pattern(40, 'Interleaved Routing', {
    model: 'start > adhoc H{ user(A); user(B); user(C) } > D > end',
    options: sequential,
    do: [
      { activate: 'C' },
      { activate: 'A' },
      { activate: 'B', expect: { active: 'C' } },
      { complete: 'C', expect: { active: 'A' } },
      { complete: 'A', expect: { active: 'B' } },
      { complete: 'B' },
    ],
    expect: { trace: 'C A B D', ended: 'completed' },
  }),
];

const cancellation: readonly Script[] = [
  pattern(19, 'Cancel Task', {
    model: 'start > user(A) ^message(stop) > C > end; A > B > end',
    do: [{ message: { name: 'stop' } }],
    expect: { trace: 'C', cancelled: 'A', ended: 'completed' },
  }),
  pattern(20, 'Cancel Case', {
    model: 'start > user(A) > B > end; on message(stop){ start > terminate }',
    do: [{ message: { name: 'stop' } }],
    expect: { trace: '', cancelled: 'A', ended: 'completed' },
  }),
  pattern(20, 'Cancel Case', {
    variant: 'by command',
    model: 'start > and(g); g > user(A) > end; g > user(B) > end',
    do: [{ terminate: true }],
    expect: { trace: '', cancelled: 'A B', ended: 'cancelled' },
  }),
  pattern(25, 'Cancel Region', {
    model: `start > and(g); g > S{ start > and(h); h > user(A) > end; h > user(B) > end }
      ^signal(stop) > X > end; S > end; g > user(C) > end`,
    do: [
      { signal: { name: 'stop' }, expect: { trace: 'X', cancelled: 'A B', active: 'C' } },
      { complete: 'C' },
    ],
    expect: { trace: 'X C', ended: 'completed' },
  }),
  pattern(26, 'Cancel Multiple Instance Activity', {
    model: 'start > user(A)*par(3) ^message(stop) > X > end; A > B > end',
    do: [{ complete: 'A' }, { message: { name: 'stop' } }],
    expect: { trace: 'A X', cancelled: 'A A', ended: 'completed' },
  }),
  pattern(27, 'Complete Multiple Instance Activity', {
    model: 'start > user(A)*par(3, enough = true) > B > end',
    do: [{ complete: 'A' }, { complete: 'A', vars: { enough: true } }],
    expect: { trace: 'A A B', cancelled: 'A', ended: 'completed' },
  }),
];

const iteration: readonly Script[] = [
  pattern(10, 'Arbitrary Cycles', {
    model: `start > xor(s); s >[n > 0] xor(a); s >[default] xor(b); a > A > b; b > B > xor(x);
      x >[n < 2] a; x >[default] C > end`,
    options: { out: { B: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'B A B C', ended: 'completed' },
  }),
  pattern(21, 'Structured Loop', {
    model: 'start > user(A)*loop(n < 2) > B > end',
    options: { fields: { A: { loop: { testBefore: true } } } },
    start: { n: 0 },
    do: [
      { complete: 'A', vars: { n: 1 } },
      { complete: 'A', vars: { n: 2 } },
    ],
    expect: { trace: 'A A B', ended: 'completed' },
  }),
  pattern(21, 'Structured Loop', {
    variant: 'repeat',
    model: 'start > user(A)*loop(n < 2) > B > end',
    start: { n: 9 },
    do: [{ complete: 'A' }],
    expect: { trace: 'A B', ended: 'completed' },
  }),
  pattern(22, 'Recursion', {
    model: `start > A > xor(x); x >[n < 3] call(R, main) > xor(y); x >[default] y; y > B > end`,
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'A A A B B B', vars: { n: 3 }, ended: 'completed' },
  }),
];

const termination: readonly Script[] = [
  pattern(11, 'Implicit Termination', {
    model: 'start > and(g); g > user(A) > end; g > user(B)',
    do: [{ complete: 'A', expect: { ended: false } }, { complete: 'B' }],
    expect: { trace: 'A B', ended: 'completed' },
  }),
  pattern(43, 'Explicit Termination', {
    model: 'start > and(g); g > user(A) > terminate; g > user(B) > end',
    do: [{ complete: 'A' }],
    expect: { trace: 'A', cancelled: 'B', ended: 'terminated' },
  }),
  pattern(23, 'Transient Trigger', {
    model: 'start > user(A) > catch(c, signal s) > B > end',
    do: [
      { signal: { name: 's' } },
      { complete: 'A', expect: { trace: 'A', active: 'c' } },
      { signal: { name: 's' } },
    ],
    expect: { trace: 'A B', ended: 'completed' },
  }),
  pattern(24, 'Persistent Trigger', {
    model: 'start > user(A) > catch(c, message m) > B > end',
    do: [{ message: { name: 'm', ttl: 'P7D' } }, { advance: 'P6D' }, { complete: 'A' }],
    expect: { trace: 'A B', ended: 'completed' },
  }),
];

/** Multiple instances, state, cancellation, iteration, termination and triggers. */
export const statePatterns: readonly Script[] = [
  ...instances,
  ...states,
  ...cancellation,
  ...iteration,
  ...termination,
];
