/** What is written into the drawing of a chart: what a state does, when a transition is taken. */
import type { Action, Invocation, TextOrExpr } from '../statechart/chart-model.ts';
import type { CompiledState, CompiledTransition } from '../statechart/compiled-chart.ts';

const MOST = 26;

/** A text that has room in the drawing. */
export const cut = (text: string, most = MOST): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** The name of a state, and what runs while it is active. */
export const linesIn = ({ id, kind, invokes }: CompiledState): string[] =>
  kind === 'final' || kind === 'history'
    ? [id]
    : [cut(id), ...invokes.map(({ definition }) => cut(invocationWords(definition)))];

const SIGNS: Readonly<Record<string, string>> = {
  service: '⚙',
  message: '✉',
  signal: '△',
  process: '⊞',
  scxml: '⊟',
};

/** What a state invokes, by its kind and its name. */
export function invocationWords({ type = 'scxml', src, chart, id }: Invocation): string {
  const sign = typeof type === 'string' ? (SIGNS[type] ?? '⊟') : '⊟';
  return `${sign} ${src === undefined ? (chart?.id ?? id ?? 'computed') : textOf(src)}`;
}

const textOf = (text: TextOrExpr): string => (typeof text === 'string' ? text : text.expr);

/** When a transition is taken, in lines: its events, its condition. */
export function transitionLines({ events, cond }: CompiledTransition): string[] {
  return [
    ...(events === undefined ? [] : [cut(events.join(', '))]),
    ...(cond === undefined ? [] : [`[${cut(cond)}]`]),
  ];
}

/** The same with all that it does, in one line. */
export function transitionWords({ events, cond, targets, source, content }: CompiledTransition) {
  const when = events === undefined ? 'at once' : `on ${events.join(', ')}`;
  const where = targets.length === 0 ? 'stays' : `to ${targets.map(({ id }) => id).join(', ')}`;
  const does = content.map(actionWords).join('; ');
  return [
    `${source.id} ${where} ${when}`,
    ...(cond === undefined ? [] : [`if ${cond}`]),
    ...(does === '' ? [] : [`and does ${does}`]),
  ].join(' ');
}

/** A piece of content, in the shortest words. */
export function actionWords(action: Action): string {
  switch (action.do) {
    case 'raise':
      return `raise ${action.event}`;
    case 'assign':
      return `${action.location} := ${'expr' in action.from ? action.from.expr : '…'}`;
    case 'send':
      return `send ${action.event === undefined ? '' : textOf(action.event)}`.trim();
    case 'cancel':
      return `cancel ${textOf(action.id)}`;
    default:
      return action.do;
  }
}
