/**
 * What processes and statecharts have in common for the shell: a snapshot with an id, a state and a
 * number of events, that waits for things, and a history of the same shape.
 */
import { BpmError } from '../errors.ts';
import type { HistoryEvent } from '../history.ts';
import type { Instance, Wait } from '../instance.ts';
import type { ChartHistoryEvent } from '../statechart/chart-history.ts';
import type { ChartInstance } from '../statechart/chart-instance.ts';
import { chartWaits } from '../statechart/chart-waits.ts';

/** An instance of a process or of a statechart. */
export type Snapshot = Instance | ChartInstance;

/** An instance, or the id of a new one with the hash of its definition. */
export type SnapshotSubject = Snapshot | { readonly id: string; readonly process: string };

/** What happened to one. */
export type PastEvent = HistoryEvent | ChartHistoryEvent;

/** Whether it is one of a statechart. */
export const isChart = (snapshot: Snapshot): snapshot is ChartInstance => 'sessions' in snapshot;

/**
 * An instance that must be one of a process.
 *
 * @throws BpmError BPM_INVALID_COMMAND — it is one of a statechart
 */
export function asProcess(snapshot: Snapshot): Instance {
  if (!isChart(snapshot)) return snapshot;
  throw misfit(snapshot, 'is that of a statechart: use the commands under `charts`');
}

/**
 * An instance that must be one of a statechart.
 *
 * @throws BpmError BPM_INVALID_COMMAND — it is one of a process
 */
export function asChart(snapshot: Snapshot): ChartInstance {
  if (isChart(snapshot)) return snapshot;
  throw misfit(snapshot, 'is that of a process: use the commands of the engine itself');
}

const misfit = ({ id: instance }: Snapshot, reason: string): BpmError =>
  new BpmError('BPM_INVALID_COMMAND', { instance, path: 'instance', reason });

/** The hash of its definition. */
export const definitionOf = (snapshot: Snapshot): string =>
  isChart(snapshot) ? snapshot.chart : snapshot.process;

/** What it waits for from outside. */
export const waitsOf = (snapshot: Snapshot): readonly Wait[] =>
  isChart(snapshot) ? chartWaits(snapshot) : snapshot.waits;

/** Whether its step was cut, so that there is more to do at once. */
export function isUnderWay(snapshot: Snapshot): boolean {
  if (!isChart(snapshot)) return snapshot.queue !== undefined;
  const { state, mail, sessions } = snapshot;
  return state === 'active' && (mail !== undefined || sessions.some(({ busy }) => busy === true));
}
