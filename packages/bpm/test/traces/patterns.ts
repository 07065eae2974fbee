/**
 * The 43 workflow control-flow patterns, each with one runnable script or more, first half: basic
 * control flow, branching and synchronization.
 *
 * @source Russell, ter Hofstede, van der Aalst, Mulyar: Workflow Control-Flow Patterns, A Revised
 * View, BPM-06-22
 */
import type { Script } from './script.ts';

/** A script of a pattern, by its number and name. */
export const pattern = (
  number: number,
  name: string,
  script: Omit<Script, 'id' | 'source'> & { readonly variant?: string },
): Script => {
  const { variant, ...rest } = script;
  return {
    id: `wcp-${number}${variant === undefined ? '' : `/${variant}`}`,
    source: `${number} ${name}`,
    ...rest,
  };
};

const users = (join: string): string =>
  `start > and(g); g > user(A) > ${join}; g > user(B) > j; g > user(C) > j; j`;

const basic: readonly Script[] = [
  pattern(1, 'Sequence', {
    model: 'start > A > user(B) > C > end',
    do: [{ complete: 'B' }],
    expect: { trace: 'A B C', ended: 'completed' },
  }),
  pattern(2, 'Parallel Split', {
    model: 'start > A > and(g); g > user(B) > end; g > user(C) > end',
    do: [{ crash: true, expect: { active: 'B C' } }, { complete: 'C' }, { complete: 'B' }],
    expect: { trace: 'A C B', ended: 'completed' },
  }),
  pattern(3, 'Synchronization', {
    model: 'start > and(g); g > user(A) > and(j); g > user(B) > j; j > C > end',
    do: [{ complete: 'B', expect: { trace: 'B' } }, { complete: 'A' }],
    expect: { trace: 'B A C', ended: 'completed' },
  }),
  pattern(4, 'Exclusive Choice', {
    model: 'start > xor(x); x >[n > 1] A > end; x >[n > 0] B > end; x >[default] C > end',
    start: { n: 2 },
    expect: { trace: 'A', ended: 'completed' },
  }),
  pattern(5, 'Simple Merge', {
    model: 'start > xor(x); x >[n > 1] A > xor(m); x >[default] B > m; m > C > end',
    start: { n: 1 },
    expect: { trace: 'B C', ended: 'completed' },
  }),
];

const branching: readonly Script[] = [
  pattern(6, 'Multi-Choice', {
    model: 'start > or(o); o >[n > 1] A > end; o >[n > 2] B > end; o >[n > 3] C > end',
    start: { n: 3 },
    expect: { trace: 'A B', ended: 'completed' },
  }),
  pattern(7, 'Structured Synchronizing Merge', {
    model: `start > or(o); o >[n > 1] user(A) > or(j); o >[n > 2] user(B) > j;
      o >[n > 3] user(C) > j; j > D > end`,
    start: { n: 3 },
    do: [{ complete: 'A', expect: { trace: 'A' } }, { complete: 'B' }],
    expect: { trace: 'A B D', ended: 'completed' },
  }),
  pattern(8, 'Multi-Merge', {
    model: 'start > and(g); g > user(A) > xor(m); g > user(B) > m; m > C > end',
    do: [{ complete: 'B', expect: { trace: 'B C' } }, { complete: 'A' }],
    expect: { trace: 'B C A C', ended: 'completed' },
  }),
  pattern(9, 'Structured Discriminator', {
    model: `${users('cx(j, activationCount >= 1)')} >[waitingForStart] D > end`,
    do: [{ complete: 'B', expect: { trace: 'B D' } }, { complete: 'A' }, { complete: 'C' }],
    expect: { trace: 'B D A C', incidents: '', ended: 'completed' },
  }),
  pattern(28, 'Blocking Discriminator', {
    model: `start > T > and(g); g > user(A) > cx(j, activationCount >= 1); g > user(B) > j;
      j >[waitingForStart] D > end`,
    options: { fields: { T: { completionQuantity: 2 } } },
    do: [
      { complete: 'A', expect: { trace: 'T A D' } },
      { complete: 'A', expect: { trace: 'T A D A' } },
      { complete: 'B', expect: { trace: 'T A D A B D' } },
      { complete: 'B' },
    ],
    expect: { trace: 'T A D A B D B', incidents: '', ended: 'completed' },
  }),
  pattern(29, 'Cancelling Discriminator', {
    model: `start > S{ start > and(g); g > user(A) > xor(m); g > user(B) > m; g > user(C) > m;
      m > terminate } > D > end`,
    do: [{ complete: 'B' }],
    expect: { trace: 'B D', cancelled: 'A C', ended: 'completed' },
  }),
  pattern(30, 'Structured Partial Join', {
    model: `${users('cx(j, activationCount >= 2)')} >[waitingForStart] D > end`,
    do: [
      { complete: 'C', expect: { trace: 'C' } },
      { complete: 'A', expect: { trace: 'C A D' } },
      { complete: 'B' },
    ],
    expect: { trace: 'C A D B', incidents: '', ended: 'completed' },
  }),
  pattern(31, 'Blocking Partial Join', {
    model: `start > T > and(g); g > user(A) > cx(j, activationCount >= 2); g > user(B) > j;
      g > user(C) > j; j >[waitingForStart] D > end`,
    options: { fields: { T: { completionQuantity: 2 } } },
    do: [
      { complete: 'A' },
      { complete: 'A', expect: { trace: 'T A A' } },
      { complete: 'B', expect: { trace: 'T A A B D' } },
      { complete: 'B', expect: { trace: 'T A A B D B' } },
      { complete: 'C', expect: { trace: 'T A A B D B C D' } },
      { complete: 'C' },
    ],
    expect: { trace: 'T A A B D B C D C', incidents: '', ended: 'completed' },
  }),
  pattern(32, 'Cancelling Partial Join', {
    model: `start > S{ ${users('cx(j, activationCount >= 2)')} >[waitingForStart] terminate } > D > end`,
    do: [{ complete: 'C', expect: { cancelled: '' } }, { complete: 'B' }],
    expect: { trace: 'C B D', cancelled: 'A', ended: 'completed' },
  }),
  pattern(33, 'Generalized AND-Join', {
    model: `start > T > and(g); g > user(A) > and(j); g > user(B) > j; j > C > end`,
    options: { fields: { T: { completionQuantity: 2 } } },
    do: [
      { complete: 'A' },
      { complete: 'A', expect: { trace: 'T A A' } },
      { complete: 'B', expect: { trace: 'T A A B C' } },
      { complete: 'B' },
    ],
    expect: { trace: 'T A A B C B C', diagnostics: '', ended: 'completed' },
  }),
  pattern(37, 'Local Synchronizing Merge', {
    model: `start > or(o); o >[true] user(A) > xor(x); o >[true] user(B) > or(j); x >[n > 1] j;
      x >[default] C > end; j > D > end`,
    start: { n: 1 },
    do: [{ complete: 'B', expect: { trace: 'B' } }, { complete: 'A' }],
    expect: { trace: 'B A C D', ended: 'completed' },
  }),
  pattern(38, 'General Synchronizing Merge', {
    model: `start > and(g); g > xor(r) > user(A) > xor(x); x >[again] r; x >[default] or(j);
      g > user(B) > j; j > D > end`,
    do: [
      { complete: 'B', expect: { trace: 'B' } },
      { complete: 'A', vars: { again: true }, expect: { trace: 'B A', active: 'A' } },
      { complete: 'A', vars: { again: false } },
    ],
    expect: { trace: 'B A A D', ended: 'completed' },
  }),
  pattern(41, 'Thread Merge', {
    model: 'start > T > user(A) > M > end',
    options: { fields: { T: { completionQuantity: 3 }, M: { startQuantity: 3 } } },
    do: [{ complete: 'A' }, { complete: 'A', expect: { trace: 'T A A' } }, { complete: 'A' }],
    expect: { trace: 'T A A A M', diagnostics: '', ended: 'completed' },
  }),
  pattern(41, 'Thread Merge', {
    variant: 'tokens of several flows count together',
    model: 'start > and(g); g > user(A) > M; g > user(B) > M; M > end',
    options: { fields: { M: { startQuantity: 2 } } },
    do: [{ complete: 'B', expect: { trace: 'B' } }, { complete: 'A' }],
    expect: { trace: 'B A M', ended: 'completed' },
  }),
  pattern(42, 'Thread Split', {
    model: 'start > T > A > end',
    options: { fields: { T: { completionQuantity: 3 } } },
    expect: { trace: 'T A A A', ended: 'completed' },
  }),
];

/** Basic control flow, branching and synchronization. */
export const branchingPatterns: readonly Script[] = [...basic, ...branching];
