/**
 * What extensions say, whoever's they are: fields of a definition, by what they stand on.
 */
import type { TextOrExpression } from '../event-model.ts';
import type { NodeOf } from '../model.ts';

/** The dialects that can be asked for. */
export type DialectName = 'bpmn' | 'camunda7' | 'zeebe' | 'flowable';

/** What is said of an activity of any kind. */
export type ActivityFields = Partial<
  Pick<NodeOf<'task'>, 'in' | 'out' | 'startQuantity' | 'completionQuantity'>
>;
/** What is said of a repetition. */
export type RepetitionFields = Partial<NonNullable<NodeOf<'task'>['many']>>;
/** What a task turns out to be by its extensions: `{ kind: 'service', type: 'charge' }`. */
export type TaskFields =
  | Pick<NodeOf<'service'>, 'kind' | 'type' | 'retry'>
  | Pick<NodeOf<'script'>, 'kind' | 'script' | 'result'>
  | Pick<NodeOf<'businessRule'>, 'kind' | 'decision' | 'result'>;
/** What is said of a call. */
export type CallFields = Pick<NodeOf<'call'>, 'version' | 'compensates' | 'in' | 'out'> & {
  readonly process?: string | undefined;
};
/** What is said of a timer. */
export type TimerFields = Partial<{
  readonly cron: TextOrExpression;
  readonly zone: string;
  readonly missed: 'fireOnce' | 'fireAll' | 'skip';
  readonly calendar: string;
}>;

/** Prefixes the local name of an extension: `topic` → `camunda:topic`. */
export type Prefixed = (local: string) => string;
