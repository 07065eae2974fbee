/**
 * From events as an author tells them to those of a definition.
 */
import type { EventDefinition } from '../event-model.ts';
import { given, membersOf, timerOf } from './draft-fields.ts';
import type { When } from './path-options.ts';
import type { Schemas } from './path-state.ts';

/** An event of several-events.ts, types left behind: one of the kinds is given. */
export interface EventTold {
  readonly message?: string;
  readonly key?: string;
  readonly signal?: string;
  readonly timer?: When;
  readonly condition?: string;
  readonly error?: string;
  readonly escalation?: string;
  readonly compensation?: string | true;
  readonly terminate?: true;
  readonly cancel?: true;
}

/** The event of a definition. */
export function eventOf(told: EventTold): EventDefinition {
  const { message, key, signal, timer, condition, error, escalation, compensation } = told;
  if (message !== undefined) return defined({ type: 'message', name: message, key });
  if (signal !== undefined) return { type: 'signal', name: signal };
  if (timer !== undefined) return timerOf(timer);
  if (condition !== undefined) return { type: 'conditional', condition };
  if (error !== undefined) return { type: 'error', ...codeOf(error) };
  if (escalation !== undefined) return { type: 'escalation', ...codeOf(escalation) };
  if (compensation !== undefined) {
    const activity = compensation === true ? undefined : compensation;
    return defined({ type: 'compensation', activity });
  }
  return told.terminate === true ? { type: 'terminate' } : { type: 'cancel' };
}

const defined = (fields: { type: EventDefinition['type'] } & Record<string, unknown>) =>
  given(fields) as unknown as EventDefinition;

const codeOf = (code: string): { code?: string } => (code === '*' ? {} : { code });

/** Names of the variables that come with events, as far as their schemas tell. */
export const carriedBy = (
  told: readonly EventTold[],
  { messages, signals }: { readonly messages: Schemas; readonly signals: Schemas },
): readonly string[] =>
  told.flatMap(({ message, signal }) => [
    ...membersOf(message === undefined ? undefined : messages[message]),
    ...membersOf(signal === undefined ? undefined : signals[signal]),
  ]);
