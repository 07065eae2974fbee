/**
 * Events for statecharts: addressed to an instance or to what it is for, and taken once by their
 * id.
 */
import type { Transaction } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import type { JsonValue } from '../expression.ts';
import type { ChartInstance } from '../statechart/chart-instance.ts';
import { deliveries, instances } from './engine-collections.ts';
import { stepInstance, type StepResult } from './engine-step.ts';
import { deliveryId, REMEMBERED_MS } from './messages.ts';
import { asChart } from './snapshot.ts';
import type { StepContext } from './step-context.ts';

/** Who gets an event: an instance by its id, or the running one of a chart by its key. */
export type EventAddress = string | { readonly chart: string; readonly key: string };

/** An event from outside. */
export interface EventInput {
  readonly name: string;
  readonly data?: JsonValue | undefined;
  /** Its own id, for a second delivery: remembered for a week, by address. */
  readonly id?: string | undefined;
}

/** The instance after the event; `repeated`: it was taken before, and nothing was done now. */
export interface EventTaken {
  readonly instance: ChartInstance;
  readonly repeated?: true;
}

/** What came of an event, for the shell. */
export type EventResult = EventTaken & Pick<StepResult, 'isSending'>;

/**
 * Brings an event to a statechart.
 *
 * @throws BpmError BPM_UNKNOWN_INSTANCE, BPM_AMBIGUOUS_CORRELATION — none, or several, run for the
 * key; BPM_INVALID_COMMAND — the instance has ended, or is one of a process
 */
export async function sendEvent(
  tx: Transaction,
  context: StepContext,
  to: EventAddress,
  { name, data, id }: EventInput,
): Promise<EventResult> {
  const row = id === undefined ? undefined : deliveryId(`event:${addressText(to)}`, id);
  const before = row === undefined ? undefined : await tx.get(deliveries, row);
  if (before !== undefined && before.forgetAt > context.now) {
    const { instance } = before.outcome as { readonly instance: string };
    const stored = await tx.get(instances, instance);
    if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance });
    return { instance: asChart(stored.snapshot), repeated: true, isSending: false };
  }
  const instance = typeof to === 'string' ? to : await findRunning(tx, to, name);
  if (row !== undefined) {
    tx.put(deliveries, { id: row, outcome: { instance }, forgetAt: context.now + REMEMBERED_MS });
  }
  const trigger = { kind: 'event', name, ...(data !== undefined && { data }) } as const;
  const step = await stepInstance(tx, context, instance, trigger);
  return { instance: asChart(step.instance), isSending: step.isSending };
}

const addressText = (to: EventAddress): string =>
  typeof to === 'string' ? to : JSON.stringify([to.chart, to.key]);

/** The one instance that runs for a key. */
async function findRunning(
  tx: Transaction,
  { chart, key }: Exclude<EventAddress, string>,
  event: string,
): Promise<string> {
  const running: string[] = [];
  for (const row of await tx.scan(instances, { index: 'byKey', equals: [key] })) {
    if (row.process === chart && row.state === 'active') running.push(row.id);
  }
  const [first, ...others] = running;
  if (first === undefined) {
    throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: `${chart} for '${key}'` });
  }
  if (others.length === 0) return first;
  throw new BpmError('BPM_AMBIGUOUS_CORRELATION', { message: event, candidates: running });
}
