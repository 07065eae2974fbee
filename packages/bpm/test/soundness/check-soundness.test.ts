/** Findings about processes that practitioners draw, and those that textbooks warn of. */
import { describe, expect, test } from 'vitest';
import { checkSoundness } from '../../src/soundness/check-soundness.ts';
import { type NotationOptions, readNotation } from '../notation.ts';

/** The verdict, and findings as `code element: witness`. */
function checked(text: string, states?: number, options: NotationOptions = {}): string[] {
  const { verdict, findings } = checkSoundness(
    readNotation(text, options).main,
    states === undefined ? {} : { states },
  );
  return [
    verdict,
    ...findings.map(({ code, path, witness }) => {
      const way = witness.map(({ node }) => node).join(' ');
      return `${code} ${path}${way === '' ? '' : `: ${way}`}`;
    }),
  ];
}

test.each([
  ['a line', 'start > A > user(B) > end'],
  ['parallel, joined', 'start > and(g); g > user(A) > and(j); g > user(B) > j; j > D > end'],
  ['a choice, merged', 'start > xor(x); x >[n>1] A > xor(m); x >[default] B > m; m > C > end'],
  ['an inclusive block', 'start > or(o); o >[a] user(A) > or(j); o >[b] B > j; j > D > end'],
  ['a loop', 'start > xor(m) > user(A) > xor(x); x >[again] m; x >[default] end'],
  ['several ends', 'start > and(g); g > user(A) > end; g > user(B) > end'],
  [
    'a branch that dies before an inclusive join',
    'start > or(o); o >[true] A > or(j); o >[true] user(B) > xor(x); x >[n] j; x >[default] end; j > D > end',
  ],
  ['a boundary event that goes its own way', 'start > user(A) ^timer(PT1H) > C > end; A > B > end'],
  ['one that leaves its host', 'start > user(A) ^~timer(PT1H) > C > end; A > B > end'],
  [
    'an event-based gateway',
    'start > evt(e); e > timer(t, PT1H) > A > end; e > catch(c, message m) > B > end',
  ],
  [
    'a terminate end beside others',
    'start > and(g); g > user(A) > terminate; g > user(V) > B > end',
  ],
  ['a link', 'start > A > throw(t, link L); catch(c, link L) > B > end'],
  [
    'blocks in a sub-process',
    'start > S{ start > and(g); g > user(A) > and(j); g > user(B) > j; j > end } > end',
  ],
])('%s is sound', (_, text) => expect(checked(text)).toEqual(['sound']));

describe('events that start instances', () => {
  const withGateway = (instantiate: 'exclusive' | 'parallel', text: string): string[] =>
    checked(text, undefined, { fields: { e: { instantiate } } });
  const meeting = (join: string): string =>
    `evt(e) > catch(c, message m) > ${join}(j); e > recv(R, n) > j; j > user(D) > end`;

  test('a gateway that awaits all brings a token by each of its events', () => {
    expect(withGateway('parallel', meeting('and'))).toEqual(['sound']);
    expect(withGateway('parallel', meeting('or'))).toEqual(['sound']);
    expect(withGateway('parallel', meeting('xor'))).toEqual(['sound', 'unsafe D: e c j R j']);
  });

  test('one that awaits the first brings a token by it alone', () => {
    expect(withGateway('exclusive', meeting('xor'))).toEqual(['sound']);
    expect(withGateway('exclusive', meeting('and'))).toEqual([
      'unsound',
      'deadlock j: e c',
      'dead-element j',
      'dead-element D',
      'dead-element end_1',
    ]);
  });

  test('a receive task that starts instances starts them by itself', () => {
    const fields = { R: { instantiate: true } };
    const text = 'start > A > and(j); recv(R, m) > j; j > D > end';
    expect(checked(text, undefined, { fields })[1]).toBe('deadlock j: R');
  });
});

describe('what is not sound is told with the shortest way to it', () => {
  test('a choice that a parallel join waits for (trace and-4)', () => {
    expect(checked('start > xor(x); x >[n] A > and(j); x >[default] B > j; j > D > end')).toEqual([
      'unsound',
      'deadlock j: start_1 x A',
      'dead-element j',
      'dead-element end_1',
      'dead-element D',
    ]);
  });

  test('a task that only one of two branches leads to: the join lacks the other', () => {
    const text = `start > and(g); g > user(A) > xor(x); x >[bad] user(C) > end;
      x >[default] and(j); g > user(B) > j; j > D > end`;
    expect(checked(text)).toEqual(['unsound', 'deadlock j: start_1 g A x C end_1 B']);
  });

  test('two inclusive joins that wait for each other (trace or-8)', () => {
    const text = `start > and(g); g > A > or(j1); g > B > or(j2);
      j1 > C > xor(x1); x1 >[n] j2; x1 >[default] end;
      j2 > D > xor(x2); x2 >[n] j1; x2 >[default] end`;
    expect(checked(text)[0]).toBe('unsound');
    expect(checked(text)[1]).toMatch(/^deadlock j1/u);
  });

  test('a token too many is left at a join that has fired', () => {
    const text = `start > and(g); g > user(A) > and(j); g > user(B) > xor(m); g > user(C) > m;
      m > j; j > D > end`;
    expect(checked(text)[0]).toBe('unsound');
    expect(checked(text)[1]).toMatch(/^stranded-token j/u);
  });

  test('a split inside a loop multiplies tokens', () => {
    const text = 'start > xor(m) > user(A) > and(g); g > m; g > user(B) > end';
    expect(checked(text)[0]).toBe('unsound');
    expect(checked(text)[1]).toMatch(/^unbounded /u);
  });

  test('people that send a thing round for ever', () => {
    const text = 'start > xor(x); x >[n] end; x >[default] xor(m); m > user(A) > user(B) > m';
    expect(checked(text)).toEqual(['unsound', 'endless m: start_1 x']);
  });

  test('the fault of a sub-process is told there, not around it', () => {
    const text = `start > S{ start > xor(x); x >[n] A > and(j); x >[default] B > j; j > end } > end`;
    expect(checked(text).slice(0, 2)).toEqual(['unsound', 'deadlock j: start_2 x A']);
  });
});

test('parallel branches that meet without a join are a warning: BPMN allows them', () => {
  expect(
    checked('start > and(g); g > user(A) > xor(m); g > user(B) > m; m > user(C) > end'),
  ).toEqual(['sound', 'unsafe C: start_1 g A m B m']);
});

describe('where it can not be said, the verdict is unknown', () => {
  test('a complex join depends on its expression', () => {
    const text = 'start > and(g); g > A > cx(j, activationCount >= 2); g > B > j; j > D > end';
    expect(checked(text)).toEqual(['unknown', 'not-analysed j']);
  });

  test('more states than are allowed', () => {
    const branches = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => `g > user(${id}) > j`).join('; ');
    const text = `start > or(x); x >[n] and(g); x >[default] user(X) > or(j); ${branches}; j > end`;
    expect(checked(text)).toEqual(['sound']);
    expect(checked(text, 20)).toEqual(['unknown', 'not-analysed main']);
  });
});

test('a finding names the join, what it has and lacks, the way there, and a remedy', () => {
  const { findings } = checkSoundness(
    readNotation('start > xor(x); x >[n] A > and(j); x >[default] B > j; j > D > end', {
      fields: { A: { name: 'Check stock' }, B: { name: 'Order parts' }, x: { name: 'in stock?' } },
    }).main,
  );
  expect(findings[0]!.message).toBe(
    "the parallel gateway has a token by the flow from 'Check stock', but none can come by the " +
      "flow from 'Order parts': the instance can not go on, after 'in stock?' chose 'to Check " +
      "stock' → 'Check stock'. Merge with an exclusive or inclusive gateway, or split with a " +
      'parallel one',
  );
});

test('a process of blocks is reduced to a line, however many branches it has', () => {
  const ids = Array.from({ length: 500 }, (_, at) => `T${at}`);
  const branches = ids
    .map((id, at) => `o >[a] user(${id}) > ${at === 0 ? 'or(j)' : 'j'}`)
    .join('; ');
  expect(checked(`start > or(o); ${branches}; j > end`, 10)).toEqual(['sound']);
});

test('a definition with faults of structure is refused: those come first', () => {
  const faulty = {
    id: 'p',
    nodes: [{ kind: 'start' as const, id: 's' }],
    flows: [{ id: 'f', from: 's', to: 'x' }],
  };
  expect(() => checkSoundness(faulty)).toThrow('Mend');
});
