/**
 * What an event waits for: from its definition to an open wait.
 *
 * Messages, signals, timers and conditions have waits. Errors, escalations, cancel and compensation
 * have none: they are looked for when one is thrown (climb.ts).
 */
import { type Burst, frameOf, openWait } from '../burst.ts';
import type { CompiledEvent, CompiledNode } from '../compiled.ts';
import { Halt, textOf } from '../halt.ts';
import { processAround } from '../instance-draft.ts';
import type { TimerEvent } from '../event-model.ts';
import { isTimerIssue } from '../timer/timer-issue.ts';
import { readTimer } from '../timer/timer-rule.ts';
import { activate, type TimerState } from '../timer/timer-state.ts';

/**
 * Opens the waits of an event.
 *
 * @param frame - what holds them: the event itself, the host of a boundary, the scope of a start
 * @throws Halt expression-failed, bad-timer
 */
export function openEvents(burst: Burst, frame: number, node: CompiledNode): void {
  const isInside = node.kind === 'start';
  node.events.forEach((event, at) => {
    const place = {
      frame,
      node: node.id,
      ...(isInside && { inside: true as const }),
      ...(at > 0 && { event: at }),
    };
    openEvent(burst, place, event);
  });
}

/** Where an event is waited for. */
export interface Place {
  readonly frame: number;
  readonly node: string;
  readonly inside?: true;
  readonly event?: number;
}

/** Opens the wait of one event of an element; see `openEvents`. */
export function openEvent(burst: Burst, place: Place, event: CompiledEvent): void {
  const { definition, expression } = event;
  switch (definition.type) {
    case 'message': {
      const key = expression === undefined ? '' : textOf(burst, place.frame, expression);
      openWait(burst, { ...place, kind: 'message', name: definition.name, key });
      return;
    }
    case 'signal':
      openWait(burst, { ...place, kind: 'signal', name: definition.name });
      return;
    case 'timer':
      openWait(burst, { ...place, kind: 'timer', timer: startTimer(burst, place.frame, event) });
      return;
    case 'conditional':
      openWait(burst, { ...place, kind: 'condition', was: false });
      return;
    default:
  }
}

/**
 * A timer that starts now.
 *
 * @throws Halt expression-failed, bad-timer
 */
export function startTimer(
  burst: Burst,
  frame: number,
  { definition, text }: CompiledEvent,
): TimerState {
  const { type: _, ...given } = definition as TimerEvent;
  const written = typeof text === 'object' ? textOf(burst, frame, text) : text;
  const spec: Record<string, unknown> = { ...given };
  for (const kind of ['date', 'duration', 'cycle', 'cron'] as const) {
    if (spec[kind] !== undefined) spec[kind] = written;
  }
  const zone = zoneOf(burst, frame);
  const { calendars } = burst.library;
  const rule = readTimer(spec, { zone, calendars });
  if (isTimerIssue(rule)) throw new Halt('bad-timer', rule.message, { text: written ?? null });
  const timer = activate(rule, burst.now);
  if (timer.due !== undefined) return timer;
  throw new Halt('bad-timer', `'${rule.text}' is not due before the year 10000`);
}

/** The zone of the process that a frame runs in. */
export const zoneOf = (burst: Burst, frame: number): string | undefined =>
  processAround(burst.draft, frameOf(burst, frame).id).definition.zone;
