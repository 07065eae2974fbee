/** Compensation and transactions. */
import { type Script, variants } from './script.ts';

/** What was completed is undone. */
export const compensationScripts: readonly Script[] = [
  {
    id: 'comp-1',
    source: 'last completed, first undone',
    model: 'start > A ^undo cA > B ^undo cB > comp(t) > Z > end',
    expect: { trace: 'A B cB cA Z', ended: 'completed' },
  },
  {
    id: 'comp-2',
    source: 'each completion is undone, of a loop too',
    model: 'start > xor(r) > A ^undo cA > xor(x); x >[n<2] r; x >[default] comp(t) > Z > end',
    options: { out: { A: 'n + 1 -> n' } },
    start: { n: 0 },
    expect: { trace: 'A A cA cA Z', ended: 'completed' },
  },
  {
    id: 'comp-3',
    source: 'each completion once, ever',
    model: 'start > A ^undo cA > comp(t1) > comp(t2) > Z > end',
    expect: { trace: 'A cA Z', ended: 'completed' },
  },
  {
    id: 'comp-4',
    source: 'only what has completed',
    model: `start > and(g); g > A ^undo cA > end; g > user(V) ^undo cV > end;
      g > user(go) > comp(t) > Z > end`,
    do: [{ complete: 'go', expect: { trace: 'A go cA Z', active: 'V' } }, { complete: 'V' }],
    expect: { trace: 'A go cA Z V', ended: 'completed' },
  },
  {
    id: 'comp-5',
    source: 'one activity by name',
    model: 'start > A ^undo cA > B ^undo cB > comp(t, A) > Z > end',
    expect: { trace: 'A B cA Z', ended: 'completed' },
  },
  {
    id: 'comp-6',
    source: 'a completed sub-process is one unit at its place in the order around',
    model: `start > A ^undo cA > S{ start > B ^undo cB > C ^undo cC > end } > D ^undo cD > comp(t)
      > Z > end`,
    expect: { trace: 'A B C D cD cC cB cA Z', ended: 'completed' },
  },
  {
    id: 'comp-7',
    source: 'its place is that of its completion, not of what is in it',
    model: `start > and(g); g > S{ start > A ^undo cA > user(V) > end } > and(j);
      g > user(B) ^undo cB > j; j > comp(t) > Z > end`,
    do: [{ complete: 'B' }, { complete: 'V' }],
    expect: { trace: 'A B V cA cB Z', ended: 'completed' },
  },
  {
    id: 'comp-8',
    source: 'a compensation event sub-process undoes its owner, instead of what is in it',
    model: `start > S{ start > A ^undo cA > end; on compensation{ start > X > end } } > comp(t)
      > Z > end`,
    expect: { trace: 'A X Z', ended: 'completed' },
  },
  {
    id: 'comp-9',
    source: 'which may ask for what is in it',
    model: `start > S{ start > A ^undo cA > end; on compensation{ start > X > comp(u) > Y > end } }
      > comp(t) > Z > end`,
    expect: { trace: 'A X cA Y Z', ended: 'completed' },
  },
  {
    id: 'comp-10',
    source: 'a handler of the sub-process itself undoes it, instead of what is in it',
    model: 'start > S{ start > A ^undo cA > end } ^undo cS > comp(t) > Z > end',
    expect: { trace: 'A cS Z', ended: 'completed' },
  },
  {
    id: 'comp-11',
    source: 'multi-instance: last completed iteration first; each sees its own variables',
    model: 'start > user(A)*par(3) ^undo cA > comp(t) > Z > end',
    options: { out: { cA: 'loopCounter -> last' } },
    do: [
      { complete: 'A', at: 1 },
      { complete: 'A', at: 0 },
      { complete: 'A', at: 2 },
    ],
    expect: { trace: 'A A A cA cA cA Z', vars: { last: 1 }, ended: 'completed' },
  },
  {
    id: 'comp-12',
    source: 'a repeated sub-process, iteration by iteration, last first',
    model: 'start > S{ start > A ^undo cA > B ^undo cB > end }*seq(2) > comp(t) > Z > end',
    expect: { trace: 'A B A B cB cA cB cA Z', ended: 'completed' },
  },
  {
    id: 'comp-13',
    source: 'a handler reads variables as they were when its activity completed',
    model: 'start > A ^undo cA > B > comp(t) > Z > end',
    options: { out: { A: 'n + 1 -> n', B: 'n + 10 -> n', cA: 'n -> was' } },
    start: { n: 1 },
    expect: { trace: 'A B cA Z', vars: { was: 2, n: 12 }, ended: 'completed' },
  },
  {
    id: 'comp-14',
    source: 'of a sub-process, as they were when that completed',
    model: 'start > S{ start > A ^undo cA > B > end } > C > comp(t) > Z > end',
    options: { out: { B: 'n + 1 -> n', C: 'n + 10 -> n', cA: 'n -> was' } },
    start: { n: 1 },
    expect: { trace: 'A B C cA Z', vars: { was: 2, n: 12 }, ended: 'completed' },
  },
  {
    id: 'comp-15',
    source: 'the throw waits until all handlers have ended',
    model: 'start > A ^undo user(cA) > B ^undo user(cB) > comp(t) > Z > end',
    do: [
      { crash: true, expect: { trace: 'A B', active: 'cB' } },
      { complete: 'cB', expect: { active: 'cA' } },
      { complete: 'cA' },
    ],
    expect: { trace: 'A B cB cA Z', ended: 'completed' },
  },
  {
    id: 'comp-16',
    source: 'a sub-process that was interrupted has not completed',
    model: `start > S{ start > A ^undo cA > user(V) > end } ^message(m) > comp(t) > Z > end;
      S > end`,
    do: [{ message: { name: 'm' } }],
    expect: { trace: 'A Z', cancelled: 'V', ended: 'completed' },
  },
  ...variants(
    {
      id: 'comp-17',
      source: 'a called process takes part if the call says so',
      model: 'start > call(Q) > comp(t) > Z > end; process Q: start > A ^undo cA > end',
    },
    {
      options: { fields: { Q: { compensates: true } } },
      expect: { trace: 'A cA Z', ended: 'completed' },
    },
    { name: 'else not', expect: { trace: 'A Z', ended: 'completed' } },
  ),
  {
    id: 'comp-18',
    source: 'a process may have a compensation event sub-process',
    model: `start > call(Q) > comp(t) > Z > end;
      process Q: start > A ^undo cA > end; on compensation{ start > X > end }`,
    options: { fields: { Q: { compensates: true } } },
    expect: { trace: 'A X Z', ended: 'completed' },
  },
  {
    id: 'comp-19',
    source: 'an error event sub-process may undo what its owner has done',
    model: `start > S{ start > A ^undo cA > error(E); on error(E){ start > comp(t) > R > end } } > B
      > end`,
    expect: { trace: 'A cA R B', ended: 'completed' },
  },
  {
    id: 'comp-20',
    source: 'an end event may ask for compensation, of its own scope only',
    model: `start > A ^undo cA > S{ start > B ^undo cB > end(comp) } > Z > end`,
    expect: { trace: 'A B cB Z', ended: 'completed' },
  },
  {
    id: 'comp-21',
    source: 'with nothing to undo the throw goes on at once',
    model: 'start > comp(t) > Z > end',
    expect: { trace: 'Z', ended: 'completed' },
  },
  {
    id: 'comp-22',
    source: 'an interrupted throw stops its running handler',
    model: `start > A ^undo user(cA) > S{ start > B ^undo user(cB) > comp(t) > end } ^message(m)
      > C > end; S > Z > end`,
    do: [{ message: { name: 'm' } }],
    expect: { trace: 'A B C', cancelled: 'cB', ended: 'completed' },
  },
  {
    id: 'comp-23',
    source: 'compensation boundaries give a token no path: the OR join does not wait for them',
    model: `start > and(g); g > user(A) ^undo cA > end; g > B > or(j); g > C > j; j > D > end`,
    do: [{ crash: true, expect: { trace: 'B C D', active: 'A' } }, { complete: 'A' }],
    expect: { trace: 'B C D A', ended: 'completed' },
  },
  {
    id: 'comp-24',
    source: 'several of one event are undone in the order they are told, and what ends comes last',
    model: `start > and(g); g > user(V) > end; g > A ^undo user(cA) > B ^undo cB > terminate`,
    options: {
      fields: {
        terminate_1: {
          throws: [
            { type: 'compensation', activity: 'A' },
            { type: 'compensation', activity: 'B' },
            { type: 'terminate' },
          ],
        },
      },
    },
    do: [{ crash: true, expect: { trace: 'A B', active: 'V cA' } }, { complete: 'cA' }],
    expect: { trace: 'A B cA cB', cancelled: 'V', ended: 'terminated' },
  },
  {
    id: 'comp-25',
    source: 'an error climbs when all is undone, also when there was nothing to undo',
    model: `start > S{ start > A ^undo cA > error(E) } ^error(E) > S2{ start > error(E) } ^error(E)
      > Z > end; S > end; S2 > end`,
    options: {
      fields: {
        error_1: { throws: [{ type: 'compensation' }, { type: 'error', code: 'E' }] },
        error_2: { throws: [{ type: 'compensation' }, { type: 'error', code: 'E' }] },
      },
    },
    expect: { trace: 'A cA Z', ended: 'completed' },
  },
];

/** Transactions and their cancel. */
export const transactionScripts: readonly Script[] = [
  {
    id: 'tx-1',
    source: 'an error out of a transaction does not compensate',
    model: 'start > tx T{ start > A ^undo cA > error(E) } ^error(E) > X > end; T > N > end',
    expect: { trace: 'A X', ended: 'completed' },
  },
  {
    id: 'tx-2',
    source: 'a cancel end undoes the transaction and leaves by the cancel boundary only',
    model: `start > tx T{ start > A ^undo cA > B ^undo cB > cancelEnd } ^cancel > X > end;
      T > N > end`,
    expect: { trace: 'A B cB cA X', ended: 'completed' },
  },
  {
    id: 'tx-3',
    source: 'first all other tokens of the transaction are cancelled',
    model: `start > tx T{ start > and(g); g > A ^undo cA > user(go) > cancelEnd;
      g > user(V) ^undo cV > end } ^cancel > X > end; T > N > end`,
    do: [{ complete: 'go' }],
    expect: { trace: 'A go cA X', cancelled: 'V', ended: 'completed' },
  },
  {
    id: 'tx-4',
    source: 'the boundary waits until all is undone',
    model: `start > tx T{ start > A ^undo user(cA) > cancelEnd } ^cancel > X > end; T > N > end`,
    do: [{ crash: true, expect: { trace: 'A', active: 'cA' } }, { complete: 'cA' }],
    expect: { trace: 'A cA X', ended: 'completed' },
  },
  {
    id: 'tx-5',
    source: 'a transaction that is not cancelled is a sub-process, and can be undone from outside',
    model: `start > tx T{ start > A ^undo cA > end } ^cancel > X > end; T > comp(t) > Z > end`,
    expect: { trace: 'A cA Z', ended: 'completed' },
  },
  {
    id: 'tx-6',
    source: 'what a cancel has undone is not undone again',
    model: `start > tx T{ start > A ^undo cA > cancelEnd } ^cancel > comp(t) > Z > end; T > end`,
    expect: { trace: 'A cA Z', ended: 'completed' },
  },
  {
    id: 'tx-7',
    source: 'a cancel end further inside cancels the transaction around',
    model: `start > tx T{ start > A ^undo cA > S{ start > B > cancelEnd } > end } ^cancel > X > end;
      T > N > end`,
    expect: { trace: 'A B cA X', ended: 'completed' },
  },
];
