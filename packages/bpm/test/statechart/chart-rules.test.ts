/**
 * The rules of the recommendation, a table each: a chart, what happens to it, where it stands then,
 * and what was left and entered on the way.
 *
 * Source: SCXML 1.0, chapters 3 to 6 and appendix D.
 */
import { describe, expect, test } from 'vitest';
import { readChart } from './chart-notation.ts';
import { expectChart } from './play-chart.ts';

describe('selection', () => {
  test('the innermost state that may answer answers, else one around it', () =>
    expectChart(
      `
      p
        e -> around
        f -> around
        a
          e -> b
        b
      around
      `,
      `
      start | a      | +p +a
      e     | b      | -a +b
      f     | around | -b -p +around
      `,
    ));

  test('of one state, the first that may in document order', () =>
    expectChart(
      `
      data n = 1
      a
        e [n > 1] -> b
        e -> c
        e -> d
      b
      c
      d
      `,
      `
      start | a n=1
      e     | c n=1 | -a +c
      `,
    ));

  test('what needs no event goes before what is raised, that before what comes from outside', () =>
    expectChart(
      `
      a
        entry !out; ^in
        -> b
      b
        in -> c
        out -> wrong
      c
        out -> d
      d
      wrong
      `,
      'start | d | +a -a +b -b +c -c +d',
    ));
});

describe('conflicts', () => {
  test('a transition from further inside preempts one from outside', () =>
    expectChart(
      `
      p ||
        e -> out
        one
          a
            e -> b
          b
        other
          c
      out
      `,
      `
      start | a c | +p +one +a +other +c
      e     | b c | -a +b
      `,
    ));

  test('of two from regions side by side that leave the same states, the earlier wins', () =>
    expectChart(
      `
      p ||
        one
          e -> left
        other
          e -> right
      left
      right
      `,
      'start | one other\ne | left | -other -one -p +left',
    ));

  test('transitions of regions that do not meet are both taken', () =>
    expectChart(
      `
      p ||
        one
          a
            e -> b
          b
        other
          c
            e -> d
          d
      `,
      'start | a c\ne | b d | -c -a +b +d',
    ));
});

describe('domain', () => {
  test('a region that is left and entered again leaves its parallel state in place', () =>
    expectChart(
      `
      p ||
        one
          e -> one
        other
      `,
      'start | one other\ne | one other | -other -one +one +other',
    ));

  test('states are left from the inside out, then content, then entered from the outside in', () =>
    expectChart(
      `
      p
        exit "leaves p"
        a
          exit "leaves a"
          e -> b / "goes"
      q
        entry "enters q"
        b
          entry "enters b"
      `,
      'start | a\ne | b | "leaves a" -a "leaves p" -p "goes" +q "enters q" +b "enters b"',
    ));

  test('a transition without a target leaves nothing', () =>
    expectChart(
      `
      data n = 0
      a
        e / n := n + 1
      `,
      'start | a n=0 | +a\ne | a n=1 |',
    ));
});

describe('history', () => {
  const chart = (mark: string) => `
      initial a
      p
        h ${mark} a / "for the first time"
        a
          next -> d
        b
          c
          d
        away -> out
      out
        back -> h
      `;

  test('leads by its default the first time, with the content of the default', () =>
    expectChart(
      chart('~').replace('initial a', 'initial out'),
      'start | out\nback | a | -out +p "for the first time" +a',
    ));

  test('shallow: the child is entered again, and begins as it does', () =>
    expectChart(chart('~'), 'start | a\nnext | d\naway | out\nback | c | -out +p +b +c'));

  test('deep: the leaves are entered again', () =>
    expectChart(chart('~~'), 'start | a\nnext | d\naway | out\nback | d | -out +p +b +d'));
});

describe('internal transitions', () => {
  const chart = (arrow: string) => `
      p
        entry "p"
        e ${arrow} b
        a
        b
      `;

  test('do not leave their compound source', () =>
    expectChart(chart('=>'), 'start | a\ne | b | -a +b'));

  test('external ones do', () => expectChart(chart('->'), 'start | a\ne | b | -a -p +p "p" +b'));

  test('of a parallel source leave it all the same', () =>
    expectChart(
      `
      p ||
        entry "p"
        e => a
        a
        b
      `,
      'start | a b\ne | a b | -b -a -p +p "p" +a +b',
    ));
});

describe('done events', () => {
  test('come after what the final state does on entry', () =>
    expectChart(
      `
      p
        done.state.p -> after
        next -> sooner
        a
          e -> f
        f !
          entry "f"; ^next
      after
      sooner
      `,
      'start | a\ne | sooner | -a +f "f" -f -p +sooner',
    ));

  test('of a parallel state come when all regions are final', () =>
    expectChart(
      `
      p ||
        done.state.p -> after
        one
          a
            e -> x
          x !
        other
          b
            f -> y
          y !
      after
      `,
      'start | a b\ne | x b\nf | after | -b +y -y -other -x -one -p +after',
    ));

  test('a final state of the chart itself ends it: what is left runs its exit, events do nothing', () =>
    expectChart(
      `
      a
        e -> f / ^never
      f !
        exit "bye"
      `,
      'start | a\ne | f completed | -a +f "bye" -f\ne | f completed |',
    ));
});

describe('event matching', () => {
  test.each([
    ['a.b', 'a.b', true],
    ['a', 'a.b', true],
    ['a.*', 'a.b.c', true],
    ['a.', 'a', true],
    ['*', 'any.thing', true],
    ['a', 'ab', false],
    ['a.b', 'a', false],
    ['x a', 'a', true],
  ])('%s takes %s: %s', (descriptor, event, isTaken) =>
    expectChart(
      `
      s
        ${descriptor} -> t
      t
      `,
      `start | s\n${event} | ${isTaken ? 't' : 's'}`,
    ),
  );
});

describe('errors in content', () => {
  test('end their block, and no other, and raise an event', () =>
    expectChart(
      `
      data n = 0
      a
        entry n := 1 + n; nowhere := 1; n := 9
        entry "second block"
        error.execution -> b
      b
      `,
      'start | b n=1 | +a "second block" -a +b',
    ));

  test('a condition that fails counts as false, and raises one', () =>
    expectChart(
      `
      a
        e [nowhere.x > "a"] -> b
        e / "took the next"
        error -> c
      b
      c
      `,
      'start | a\ne | c | "took the next" -a +c',
    ));

  test('a send that reaches nobody raises an error of communication', () =>
    expectChart(
      `
      a
        entry !e to #_nobody
        error.communication -> b
        error.execution -> c
      b
      c
      `,
      'start | b',
    ));
});

describe('binding', () => {
  const chart = (binding: string) => `
      data m = 0${binding}
      a
        e -> b
      b
        data n = 5
      `;

  test('early: all data have their values at the start', () =>
    expectChart(chart(''), 'start | a m=0 n=5\ne | b m=0 n=5'));

  test('late: those of a state when it is first entered', () =>
    expectChart(chart(' late'), 'start | a m=0 n=null\ne | b m=0 n=5'));
});

describe('names of the system', () => {
  test.each(['_event', '_sessionid', '_name', '_ioprocessors', '_x'])('%s is read only', (name) =>
    expectChart(
      `
      a
        e -> b / ${name} := 1
      b
        error.execution -> c
      c
      `,
      'start | a\ne | c',
    ),
  );
});

describe('delayed sends', () => {
  const chart = `
      a
        entry !late 2s #timer; !early 1s
        late -> b
        stop / -timer
        early / "early"
      b
      `;

  test('come when their time has come, in that order', () =>
    expectChart(chart, 'start | a\n+1.5s | a | "early"\n+1s | b | -a +b'));

  test('are taken back by their id', () =>
    expectChart(chart, 'start | a\nstop | a\n+9s | a | "early"'));
});

describe('invocations', () => {
  test('start when nothing is left to do, in the order of entry', () =>
    expectChart(
      `
      p ||
        entry ^e
        invoke outer
        a
          invoke inner
          e / "first"
        b
      `,
      'start | a b | +p +a +b "first" job outer job inner',
    ));

  test('of a state that is left before do not start at all', () =>
    expectChart(
      `
      a
        invoke never
        -> b
      b
        invoke once
      `,
      'start | b | +a -a +b job once',
    ));
});

test('a chart in notation is the definition that it looks like', () => {
  expect(readChart('data n = 0\na\n  e f [n < 2] => b / n := 1; !g 2s #id\nb !')).toMatchObject({
    data: [{ id: 'n', from: { expr: '0' } }],
    states: [
      {
        id: 'a',
        kind: 'state',
        transitions: [
          {
            events: ['e', 'f'],
            cond: 'n < 2',
            targets: ['b'],
            internal: true,
            content: [
              { do: 'assign', location: 'n', from: { expr: '1' } },
              { do: 'send', event: 'g', delay: '2s', id: 'id' },
            ],
          },
        ],
      },
      { id: 'b', kind: 'final' },
    ],
  });
});
