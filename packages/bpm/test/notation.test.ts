/** The notation of models: what each of its signs means. */
import { describe, expect, test } from 'vitest';
import { checkStructure } from '../src/check-model.ts';
import { readDefinition } from '../src/compile.ts';
import type { ProcessDefinition } from '../src/model.ts';
import { readNotation } from './notation.ts';

const main = (text: string): ProcessDefinition => readNotation(text).main;

const arrows = ({ flows }: Pick<ProcessDefinition, 'flows'>): string =>
  flows
    .map(
      ({ from, to, condition }) =>
        `${from}>${condition === undefined ? '' : `[${String(condition)}]`}${to}`,
    )
    .join(' ');

const nodeOf = (process: ProcessDefinition, id: string): unknown =>
  process.nodes.find((node) => node.id === id);

describe('readNotation', () => {
  test('statements are flows in document order, nodes in the order of their first mention', () => {
    const process = main('start > and(g); g > A > and(j); g > B > j; j > D > end');
    expect(arrows(process)).toBe('start_1>g g>A A>j g>B B>j j>D D>end_1');
    expect(process.nodes.map(({ id, kind }) => `${id}:${kind}`).join(' ')).toBe(
      'start_1:start g:parallel A:task j:parallel B:task D:task end_1:end',
    );
  });

  test('each mention of an end is another node', () => {
    const { nodes } = main('start > xor(x); x >[a] A > end; x >[b] error(E); x >[default] end');
    expect(nodes.filter(({ kind }) => kind === 'end').map(({ id }) => id)).toEqual([
      'end_1',
      'error_1',
      'end_2',
    ]);
  });

  test('conditions may hold brackets, and a default flow is named in its gateway', () => {
    const process = main('start > xor(x); x >[list[1] = "a"] A; x >[default] B');
    expect(arrows(process)).toBe('start_1>x x>[list[1] = "a"]A x>B');
    expect(nodeOf(process, 'x')).toMatchObject({ default: 'x-B' });
  });

  test('a chain goes on from a boundary event, and past an undo from its activity', () => {
    const process = main('start > user(A) ^~timer(R3/PT1H) > C > end; A ^undo cA > B > end');
    expect(arrows(process)).toBe('start_1>A A_timer>C C>end_1 A>B B>end_2');
    expect(nodeOf(process, 'A_timer')).toEqual({
      kind: 'boundary',
      id: 'A_timer',
      on: [{ type: 'timer', cycle: 'R3/PT1H' }],
      attachedTo: 'A',
      interrupting: false,
    });
    expect(nodeOf(process, 'cA')).toEqual({ kind: 'task', id: 'cA', undoes: true });
    expect(nodeOf(process, 'A_undo')).toMatchObject({ handler: 'cA', attachedTo: 'A' });
  });

  test('braces are sub-processes, and event sub-processes start by their event', () => {
    const process = main(
      'start > tx T{ start > A > end; on~ message(m, k){ start > R > end } } > end',
    );
    expect(nodeOf(process, 'T')).toMatchObject({
      type: 'transaction',
      nodes: [
        { kind: 'start' },
        { id: 'A' },
        { kind: 'end' },
        {
          id: 'on_message_1',
          type: 'event',
          nodes: [
            {
              kind: 'start',
              on: [{ type: 'message', name: 'm', key: '"k"' }],
              interrupting: false,
            },
            { id: 'R' },
            { kind: 'end' },
          ],
        },
      ],
    });
  });

  test('repetitions, keys and fields by id', () => {
    const text =
      'start > user(A)*par(list: [1, 2], x >= 2) > B*loop(n < 3, max 10) > recv(R, m, k1)';
    const fields = { A: { many: { output: { from: 'r', to: 'rs' } } } };
    const { main: process } = readNotation(text, {
      fields,
      out: { B: [{ from: 'n + 1', to: 'n' }] },
    });
    expect(process.nodes.slice(1)).toEqual([
      {
        kind: 'user',
        id: 'A',
        many: {
          mode: 'parallel',
          collection: '[1, 2]',
          until: 'x >= 2',
          output: { from: 'r', to: 'rs' },
        },
      },
      {
        kind: 'task',
        id: 'B',
        loop: { while: 'n < 3', max: 10 },
        out: [{ from: 'n + 1', to: 'n' }],
      },
      { kind: 'receive', id: 'R', message: 'm', key: '"k1"' },
    ]);
  });

  test('a scope without start begins at its first node, also where a flow leads back to it', () => {
    expect(arrows(main('A > B'))).toBe('A>B');
    expect(arrows(main('xor(r) > A > xor(x); x >[again] r; x >[default] end'))).toMatch(
      /^start_1>r /u,
    );
  });

  test('called processes have definitions of their own', () => {
    const { called } = readNotation('start > call(Q) > end; process Q: start > A > end');
    expect(arrows(called['Q']!)).toBe('start_1>A A>end_1');
  });

  test('what it can’t read is shown where it stands', () => {
    expect(() => main('start > user(A; end')).toThrow('a bracket is not closed: start > user');
    expect(() => main('start > A > user(A)')).toThrow('its kind is known already');
    expect(() => main('start > nonsense(A)')).toThrow("'nonsense' is no kind of node");
    expect(() => readNotation('A', { fields: { B: {} } })).toThrow('unknown nodes: B');
  });

  test('a model of every sign has no faults', () => {
    const text = `start > user(A)*par(2) ^~timer(PT1H) > C > end; A ^undo cA > adhoc H{ X; Y } > evt(e);
      e > timer(t1, 2030-01-01) > cx(c, activationCount >= 1); e > catch(c1, cond n > 1) > c;
      c > throw(t, escalation x) > comp(t2, A) > throw(l, link L); catch(m, link L) > end(signal s);
      on error(*){ R > terminate }`;
    expect(checkStructure(readDefinition(main(text)))).toEqual([]);
  });
});
