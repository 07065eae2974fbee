/**
 * A small notation of statecharts, for tables that can be read beside the recommendation.
 *
 * A line is a state or something of the state around it; what is indented is inside.
 *
 *     data n = 0                a variable; `data n = 0 late` makes binding late
 *     work ||                   parallel; `done !` is final, `last ~ a` a history, `last ~~ a` deep
 *       e f [n < 3] -> a, b     events, condition, targets; `=>` is internal, no arrow: no target
 *       [n < 3] -> a / n := 1   without an event; content behind the slash
 *       entry n := n + 1; ^e    content: assign, raise `^e`, send `!e`, later `!e 2s #id`,
 *       exit -id; "text"          take back `-id`, log
 *       initial b / "text"      where it begins, when that is not its first state
 *       invoke rate             runs the service `rate`
 */
import type { Action, ChartDefinition, ChartState, ChartTransition } from '@kontor/bpm';

interface Line {
  readonly text: string;
  readonly inner: Line[];
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads a chart. */
export function readChart(notation: string): ChartDefinition {
  const lines = outline(notation);
  const data = lines.filter(({ text }) => text.startsWith('data ')).map(({ text }) => text);
  const initial = lines.find(({ text }) => text.startsWith('initial '));
  const states = lines.filter((line) => !/^(?:data|initial) /.test(line.text)).map(stateOf);
  return {
    id: 'chart',
    ...(data.some((text) => text.endsWith(' late')) && { binding: 'late' }),
    ...(data.length > 0 && { data: data.filter((text) => text.includes('=')).map(datumOf) }),
    ...(initial && { initial: initialOf(initial.text.slice(8)) }),
    states,
  };
}

function outline(notation: string): Line[] {
  const top: Line[] = [];
  const path: { readonly depth: number; readonly into: Line[] }[] = [{ depth: -1, into: top }];
  for (const raw of notation.split('\n')) {
    const text = raw.trim();
    if (text === '') continue;
    const depth = raw.search(/\S/);
    while (path.at(-1)!.depth >= depth) path.pop();
    const line: Line = { text, inner: [] };
    path.at(-1)!.into.push(line);
    path.push({ depth, into: line.inner });
  }
  return top;
}

function datumOf(text: string) {
  const [, id = '', expr = ''] = /^data (\S+) = (.*?)(?: late)?$/.exec(text)!;
  return { id, from: { expr } };
}

function initialOf(text: string) {
  const [targets = '', content] = text.split(' / ');
  return { targets: targets.split(', '), ...(content && { content: contentOf(content) }) };
}

const STATE = /^([\w.]+)(?: (\|\||!|~~?)(?: (.*))?)?$/;

function stateOf({ text, inner }: Line): ChartState {
  const [, id = '', mark, to = ''] = STATE.exec(text)!;
  const state: Mutable<ChartState> = { id, kind: 'state' };
  if (mark === '||') state.kind = 'parallel';
  if (mark === '!') state.kind = 'final';
  if (mark?.startsWith('~')) {
    const deep = mark === '~~' && ({ deep: true } as const);
    return { ...state, kind: 'history', ...deep, initial: initialOf(to) };
  }
  const rows = inner.map((line) => line.text);
  const after = (word: string): string[] =>
    rows.filter((row) => row.startsWith(`${word} `)).map((row) => row.slice(word.length + 1));
  const [initial] = after('initial');
  if (initial !== undefined) state.initial = initialOf(initial);
  return {
    ...state,
    data: after('data').map((row) => datumOf(`data ${row}`)),
    onentry: after('entry').map(contentOf),
    onexit: after('exit').map(contentOf),
    invokes: after('invoke').map((src) => ({ id: src, type: 'service', src })),
    transitions: rows.filter(isTransition).map(transitionOf),
    states: inner.filter((line) => STATE.test(line.text)).map(stateOf),
  };
}

const isTransition = (row: string): boolean =>
  !/^(?:data|initial|entry|exit|invoke) /.test(row) && !STATE.test(row);

function transitionOf(row: string): ChartTransition {
  const [head = '', content] = row.split(' / ');
  const [, when = '', arrow, targets] = /^(.*?)(?:(->|=>) (.*))?$/.exec(head)!;
  const [, events = '', cond] = /^([^[]*)(?:\[(.*)\])?\s*$/.exec(when)!;
  return {
    ...(events.trim() && { events: events.trim().split(' ') }),
    ...(cond && { cond }),
    ...(targets && { targets: targets.trim().split(', ') }),
    ...(arrow === '=>' && { internal: true }),
    ...(content && { content: contentOf(content) }),
  };
}

const contentOf = (text: string): Action[] => text.split('; ').map(actionOf);

function actionOf(text: string): Action {
  const [location, expr] = text.split(' := ');
  if (expr !== undefined) return { do: 'assign', location: location!, from: { expr } };
  const mark = text[0];
  if (mark === '^') return { do: 'raise', event: text.slice(1) };
  if (mark === '"') return { do: 'log', label: text.slice(1, -1) };
  if (mark === '-') return { do: 'cancel', id: text.slice(1) };
  const [, event = '', delay, id, target] = /^!(\S+)(?: (\d+m?s))?(?: #(\w+))?(?: to (\S+))?$/.exec(
    text,
  )!;
  const more = { ...(delay && { delay }), ...(id && { id }), ...(target && { target }) };
  return { do: 'send', event, ...more };
}
