/** Joins and conditional flows where it gets fine: surplus tokens, dying tokens, loops. */
import { type Script, variants } from './script.ts';

const flows = 'start > A; A >[n>1] B > end; A >[n>2] C > end';
const beside = 'start > and(g); g > B > or(j); g >';

const parallelScripts: readonly Script[] = [
  {
    id: 'and-5',
    source: 'surplus tokens at a join that has fired are taken away, with a diagnostic',
    model: `start > and(g); g > A > xor(m); g > B > m; m > and(j); g > C > j; j > D > end`,
    expect: { trace: 'A B C D', diagnostics: 'stranded-token', incidents: '', ended: 'completed' },
  },
  {
    id: 'and-6',
    source: 'two tokens on one flow do not fire it: flows are counted, not tokens',
    model: `start > and(g); g > A > xor(m); g > B > m; m > and(j); g > user(C) > j; j > D > end`,
    do: [{ crash: true, expect: { trace: 'A B', active: 'C' } }, { complete: 'C' }],
    expect: { trace: 'A B C D', diagnostics: 'stranded-token', ended: 'completed' },
  },
  {
    id: 'and-7',
    source: 'surplus tokens count for the next firing',
    model: `start > and(g); g > A > xor(m); g > B > m; m > and(j); g > user(C) > xor(k);
      g > user(E) > k; k > j; j > D > end`,
    do: [{ complete: 'C', expect: { trace: 'A B C D' } }, { complete: 'E' }],
    expect: { trace: 'A B C D E D', diagnostics: '', ended: 'completed' },
  },
  {
    id: 'and-8',
    source: 'a deadlock in a sub-process leaves the rest of the instance going',
    model: `start > and(g); g > S{ start > xor(x); x >[true] A > and(j); x >[default] B > j; j > end };
      g > user(V) > end; S > end`,
    do: [{ complete: 'V' }],
    expect: { trace: 'A V', incidents: 'join-deadlock', ended: false },
  },
  {
    id: 'and-9',
    source: 'an AND join and split in one gateway',
    model: 'start > and(g); g > A > and(j); g > B > j; j > C > end; j > D > end',
    expect: { trace: 'A B C D', ended: 'completed' },
  },
];

const conditionalScripts: readonly Script[] = [
  ...variants(
    {
      id: 'flow-1',
      source: 'out of an activity all true flows, default only if none',
      model: `${flows}; A >[default] D > end`,
    },
    { start: { n: 3 }, expect: { trace: 'A B C', ended: 'completed' } },
    { name: 'n = 2', start: { n: 2 }, expect: { trace: 'A B', ended: 'completed' } },
    { name: 'n = 0', start: { n: 0 }, expect: { trace: 'A D', ended: 'completed' } },
  ),
  {
    id: 'flow-2',
    source: 'none true and no default: incident; its outputs are not given twice',
    model: flows,
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 0 },
    do: [
      { set: { n: 2 }, expect: { incidents: 'no-flow-taken', active: 'A' } },
      { resolve: 'no-flow-taken' },
    ],
    expect: { trace: 'A B', vars: { n: 2 }, ended: 'completed' },
  },
  {
    id: 'flow-3',
    source: 'a condition on a default flow is ignored',
    model: 'start > xor(x); x >[n>1] A > end; x >[n>2] B > end',
    options: { fields: { x: { default: 'x-B' } } },
    start: { n: 0 },
    expect: { trace: 'B', ended: 'completed' },
  },
  {
    id: 'flow-4',
    source: 'two flows to one target are two tokens',
    model: 'start > A; A > B; A > B; B > end',
    expect: { trace: 'A B B', ended: 'completed' },
  },
  {
    id: 'flow-5',
    source: 'a condition that is neither true nor false is an incident',
    model: 'start > xor(x); x >[n > 1] A > end; x >[default] B > end',
    start: { n: 'many' },
    do: [
      { set: { n: 2 }, expect: { incidents: 'expression-failed', active: 'x', trace: '' } },
      { resolve: 'expression-failed' },
    ],
    expect: { trace: 'A', ended: 'completed' },
  },
  ...variants(
    {
      id: 'or-9',
      source: 'OR split: none true takes the default flow, else incident',
      model: 'start > or(o); o >[n>1] A > end; o >[n>2] B > end; o >[default] C > end',
    },
    { start: { n: 0 }, expect: { trace: 'C', ended: 'completed' } },
    { name: 'n = 3', start: { n: 3 }, expect: { trace: 'A B', ended: 'completed' } },
    {
      name: 'no default',
      model: 'start > or(o); o >[n>1] A > end; o >[n>2] B > end',
      start: { n: 0 },
      expect: { trace: '', incidents: 'no-flow-taken', active: 'o', ended: false },
    },
  ),
];

const inclusiveScripts: readonly Script[] = [
  {
    id: 'or-10',
    source: 'surplus tokens make a second firing when nothing else can come',
    model: `start > and(g); g > A > xor(m); g > B > m; m > or(j); g > user(C) > j; j > D > end`,
    do: [{ crash: true, expect: { trace: 'A B', active: 'C' } }, { complete: 'C' }],
    expect: { trace: 'A B C D D', ended: 'completed' },
  },
  {
    id: 'or-11',
    source: 'a token in a sub-process counts through the sub-process',
    model: `${beside} S{ start > user(A) > end } > j; j > D > end`,
    do: [{ complete: 'A' }],
    expect: { trace: 'B A D', ended: 'completed' },
  },
  ...variants(
    {
      id: 'or-12',
      source: 'a boundary event that can still fire is a path',
      model: `${beside} user(A) ^timer(PT1H) > j; A > end; j > D > end`,
    },
    {
      do: [{ complete: 'A' }],
      expect: { trace: 'B A D', ended: 'completed' },
    },
    {
      name: 'it fires',
      do: [{ advance: 'PT1H' }],
      expect: { trace: 'B D', cancelled: 'A', ended: 'completed' },
    },
    {
      name: 'one that is used up is none',
      model: `${beside} user(A) ^~timer(PT1H) > j; A > end; j > D > end`,
      do: [{ advance: 'PT1H', expect: { trace: 'B D', active: 'A' } }, { complete: 'A' }],
      expect: { trace: 'B D A', ended: 'completed' },
    },
  ),
  {
    id: 'or-13',
    source: 'an interrupted scope frees the join',
    model: `${beside} S{ start > user(A) > end } ^message(m) > X > end; S > j; j > D > end`,
    do: [{ message: { name: 'm' } }],
    expect: { trace: 'B X D', cancelled: 'A', ended: 'completed' },
  },
  {
    id: 'or-14',
    source: 'a cancelled activity frees the join',
    model: `${beside} user(A) > j; j > D > end`,
    do: [{ cancel: 'A' }],
    expect: { trace: 'B D', ended: 'completed' },
  },
  {
    id: 'or-15',
    source: 'a token at another join counts from there onward',
    model: `start > and(g); g > A > and(k); g > user(B) > k; k > or(j); g > C > j; j > D > end`,
    do: [{ complete: 'B' }],
    expect: { trace: 'A C B D', ended: 'completed' },
  },
  {
    id: 'or-16',
    source: 'joins that are ready at once fire in document order, one at a time',
    model: `start > or(o); o >[true] user(A) > xor(x); x >[false] or(j1); x >[false] or(j2);
      x >[default] end; o >[true] B > j1; o >[true] C > j2; j1 > D > end; j2 > E > end`,
    do: [{ complete: 'A' }],
    expect: { trace: 'B C A D E', ended: 'completed' },
  },
  {
    id: 'or-17',
    source: 'one OR join after another, in one scope',
    model: `start > or(o); o >[true] A > or(j); o >[true] B > j; o >[true] user(C) > or(k); j > D > k;
      k > E > end`,
    do: [{ crash: true, expect: { trace: 'A B D', active: 'C' } }, { complete: 'C' }],
    expect: { trace: 'A B D C E', ended: 'completed' },
  },
  {
    id: 'or-18',
    source: 'iterations of a sub-process have joins of their own',
    model: `start > S{ start > or(o); o >[true] A > or(j); o >[true] user(B) > j; j > D > end }*par(2)
      > E > end`,
    do: [
      { complete: 'B', at: 1, expect: { trace: 'A A B D' } },
      { complete: 'B', at: 0 },
    ],
    expect: { trace: 'A A B D B D E', ended: 'completed' },
  },
];

const complexScripts: readonly Script[] = [
  {
    id: 'cx-2',
    source: 'a complex gateway begins anew after its reset, in a loop',
    model: `start > xor(r) > and(g); g > A > cx(j, activationCount >= 1); g > B > j;
      j >[waitingForStart] D > xor(x); x >[n<2] r; x >[default] end`,
    options: { out: { D: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'A B D A B D', incidents: '', ended: 'completed' },
  },
  {
    id: 'cx-3',
    source: 'it is reset when the others can come no more',
    model: `start > and(g); g > A > cx(j, activationCount >= 1); g > user(B) > xor(x); x >[false] j;
      x >[default] end; j >[waitingForStart] D > end; j >[not(waitingForStart)] E > end;
      g > user(V) > end`,
    do: [
      { crash: true, expect: { trace: 'A D', active: 'B V' } },
      { complete: 'B', expect: { trace: 'A D B E' } },
      { complete: 'V' },
    ],
    expect: { trace: 'A D B E V', ended: 'completed' },
  },
  {
    id: 'cx-4',
    source: 'in the first phase no true condition is an incident, at the reset it is not',
    model: `start > and(g); g > A > cx(j, activationCount >= 2); g > B > j;
      j >[waitingForStart and n > 1] D > end`,
    start: { n: 0 },
    do: [
      { set: { n: 2 }, expect: { incidents: 'no-flow-taken', trace: 'A B' } },
      { resolve: 'no-flow-taken' },
    ],
    expect: { trace: 'A B D', incidents: '', ended: 'completed' },
  },
  {
    id: 'cx-5',
    source: 'the activation expression may count tokens by flow',
    model: `start > and(g); g > A > xor(m); g > B > m; m > cx(j, tokens["m-j"] >= 2); g > user(C) > j;
      j >[waitingForStart] D > end`,
    options: { fields: { j: { activation: 'get value(tokens, "m-j") >= 2' } } },
    do: [{ crash: true, expect: { trace: 'A B D', active: 'C' } }, { complete: 'C' }],
    expect: { trace: 'A B D C', ended: 'completed' },
  },
  {
    id: 'cx-6',
    source: 'a complex gateway that can never fire is a deadlock',
    model: `start > xor(x); x >[true] A > cx(j, activationCount >= 2); x >[default] B > j; j > D > end`,
    expect: { trace: 'A', incidents: 'join-deadlock', ended: false },
  },
];

/** The scripts. */
export const joinScripts: readonly Script[] = [
  ...parallelScripts,
  ...conditionalScripts,
  ...inclusiveScripts,
  ...complexScripts,
];
