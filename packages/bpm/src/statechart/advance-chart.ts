/**
 * The one run of a statechart: a trigger, and all that follows from it until every session rests.
 *
 * Pure: charts, the instance, the trigger and the time are arguments. The algorithm is that of the
 * SCXML recommendation, appendix D, with its queue of outside events made one for the instance:
 * first in, first out, so that a trace is unique.
 */
import { BpmError } from '../errors.ts';
import { applyChartEvent } from './apply-chart-event.ts';
import {
  type ChartOf,
  closeChartDraft,
  emptyChartDraft,
  isAtRest,
  isHalted,
  MAIN,
  openChartDraft,
} from './chart-draft.ts';
import type { ChartHistoryEvent } from './chart-history.ts';
import type { ChartInstance } from './chart-instance.ts';
import { pullChart } from './chart-pull.ts';
import type { ChartTrigger } from './chart-trigger.ts';
import {
  type ChartEffect,
  type ChartLibrary,
  type ChartRun,
  isCut,
  note,
  openRun,
  STEPS_MOST,
} from './chart-run.ts';
import { deliverMail } from './due.ts';
import { chartOfSession } from './invoke.ts';

/** What came of a step. */
export interface ChartStep {
  readonly instance: ChartInstance;
  /** What happened, in order; replaying it on the instance before gives the instance after. */
  readonly events: readonly ChartHistoryEvent[];
  readonly effects: readonly ChartEffect[];
}

/** An instance, or the id of one that is to be started. */
export type ChartSubject = ChartInstance | { readonly id: string };

/**
 * Advances an instance of a statechart by one trigger. The instance that was handed in stays as it
 * is. An instance that has ended takes no notice of events.
 *
 * @param now - milliseconds since 1970
 * @throws BpmError BPM_INVALID_COMMAND, BPM_UNKNOWN_DEFINITION — nothing was done
 */
export function advanceChart(
  library: ChartLibrary,
  subject: ChartSubject,
  trigger: ChartTrigger,
  now: number,
): ChartStep {
  const isNew = !('sessions' in subject);
  if (isNew !== (trigger.kind === 'start')) throw refused(subject.id, isNew);
  const chartOf = chartsOf(library);
  const draft = isNew ? emptyChartDraft(subject.id, chartOf) : openChartDraft(subject, chartOf);
  const run = openRun(library, draft, now);
  if (isNew || subject.state === 'active') {
    pullChart(run, trigger);
    if (!isHalted(draft) && !draft.suspended) deliverMail(run);
    if (isCut(run)) cut(run);
  }
  return { instance: closeChartDraft(draft), events: run.events, effects: run.effects };
}

function chartsOf(library: ChartLibrary): ChartOf {
  return (as, parent) => chartOfSession(library, as, parent);
}

const refused = (instance: string, isNew: boolean): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', {
    instance,
    path: 'trigger',
    reason: isNew ? 'comes before its start' : 'starts it a second time',
  });

/** The instance after events: what `advanceChart` gave for them. */
export function replayChart(
  library: ChartLibrary,
  id: string,
  events: readonly ChartHistoryEvent[],
  before?: ChartInstance,
): ChartInstance {
  const chartOf = chartsOf(library);
  const draft =
    before === undefined ? emptyChartDraft(id, chartOf) : openChartDraft(before, chartOf);
  for (const event of events) applyChartEvent(draft, event);
  return closeChartDraft(draft);
}

/** The next moment at which something is due, in milliseconds. */
export const nextDue = ({ delayed = [] }: ChartInstance): number | undefined =>
  delayed.length === 0 ? undefined : Math.min(...delayed.map(({ due }) => due));

/** Steps that may be cut one after the other, before a person must look at it. */
const CUTS_MAX = 100;

/** Enough for one step: what is left goes on in the next one. */
function cut(run: ChartRun): void {
  const { draft } = run;
  if (isAtRest(draft)) return;
  note(run, { type: 'cut' });
  if (draft.cuts < CUTS_MAX) {
    run.effects.push({ kind: 'continue' });
    return;
  }
  const steps = CUTS_MAX * (run.library.stepsMost ?? STEPS_MOST);
  const message = `it took ${steps} steps and did not come to rest: transitions without end?`;
  const id = draft.serial + 1;
  const place = { frame: MAIN, node: '', stage: 'burst' } as const;
  note(run, { type: 'incident', incident: { id, code: 'burst-limit', message, ...place } });
}
