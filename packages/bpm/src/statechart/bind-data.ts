/**
 * When data get their first values: all at the start (early binding), or those of a state when it
 * is first entered (late binding).
 *
 * @source SCXML 1.0, 5.3
 */
import type { JsonValue } from '../expression.ts';
import type { SessionDraft } from './chart-draft.ts';
import { type ChartRun, dataToChange, note, raiseError } from './chart-run.ts';
import type { Datum } from './chart-model.ts';
import type { CompiledState } from './compiled-chart.ts';

/**
 * Gives the data of a session their values at its start.
 *
 * @param given - values from outside, for data of the chart itself
 */
export function bindAtStart(
  run: ChartRun,
  session: SessionDraft,
  given: Readonly<Record<string, JsonValue>>,
): void {
  const { definition, states } = session.chart;
  for (const datum of definition.data ?? []) {
    const value = Object.hasOwn(given, datum.id) ? given[datum.id] : undefined;
    bindOne(run, session, value === undefined ? datum : { id: datum.id, from: { value } });
  }
  const isLate = definition.binding === 'late';
  for (const { data } of states) {
    for (const datum of data) bindOne(run, session, isLate ? { id: datum.id } : datum);
  }
}

/** First values of data that a session did not have before: it goes on on another chart. */
export function bindAdded(run: ChartRun, session: SessionDraft, added: ReadonlySet<string>): void {
  const { definition, states } = session.chart;
  for (const datum of definition.data ?? []) if (added.has(datum.id)) bindOne(run, session, datum);
  const isLate = definition.binding === 'late';
  for (const { id, data } of states) {
    for (const datum of data) {
      if (!added.has(datum.id)) continue;
      bindOne(run, session, isLate && !session.bound.has(id) ? { id: datum.id } : datum);
    }
  }
  for (const state of session.active) bindData(run, session, state);
}

/** Late binding: the data of a state that is entered for the first time. */
export function bindData(run: ChartRun, session: SessionDraft, state: CompiledState): void {
  if (session.chart.definition.binding !== 'late' || state.data.length === 0) return;
  if (session.bound.has(state.id)) return;
  note(run, { type: 'bound', session: session.id, state: state.id });
  for (const datum of state.data) bindOne(run, session, datum);
}

function bindOne(run: ChartRun, session: SessionDraft, { id, from }: Datum): void {
  const data = dataToChange(run, session);
  try {
    data.declare(id, from);
  } catch (error) {
    data.declare(id, undefined);
    raiseError(run, session, error, 'data');
  }
}
