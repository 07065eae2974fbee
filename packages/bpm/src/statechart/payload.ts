/**
 * What goes with an event or into an invoked chart: one content, or values by name.
 *
 * @source SCXML 1.0, 5.5 to 5.7
 */
import type { JsonValue } from '../expression.ts';
import type { SessionDraft } from './chart-draft.ts';
import { type ChartRun, dataOf, raiseError } from './chart-run.ts';
import type { Payload, TextOrExpr, ValueSource } from './chart-model.ts';

/** The value of a source; it may throw. */
export function valueOf(
  run: ChartRun,
  session: SessionDraft,
  from: ValueSource,
): JsonValue | undefined {
  if ('value' in from) return from.value;
  const data = dataOf(run, session);
  return 'expr' in from ? data.value(from.expr) : data.literal(from.text);
}

/** A text, computed where it has to be; it may throw. */
export function textOf(
  run: ChartRun,
  session: SessionDraft,
  from: TextOrExpr | undefined,
): string | undefined {
  if (from === undefined || typeof from === 'string') return from;
  const value = dataOf(run, session).value(from.expr);
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Error(`'${from.expr}' gives no text`);
}

/** Names with values, where each must be there; it may throw. */
export function strictPayload(
  run: ChartRun,
  session: SessionDraft,
  { params = [], namelist = [], content }: Payload,
): JsonValue | undefined {
  if (content !== undefined) return valueOf(run, session, content);
  if (params.length + namelist.length === 0) return undefined;
  const data = dataOf(run, session);
  const pairs = [
    ...namelist.map((name) => [name, data.value(name)] as const),
    ...params.map(({ name, expr }) => [name, data.value(expr)] as const),
  ];
  return objectOf(pairs);
}

/** The same for a done event: what fails is left out and raised. */
export function payloadOf(
  run: ChartRun,
  session: SessionDraft,
  { params = [], content }: Payload,
): JsonValue | undefined {
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      raiseError(run, session, error, 'donedata');
      return undefined;
    }
  };
  if (content !== undefined) return attempt(() => valueOf(run, session, content));
  const pairs = params.map(
    ({ name, expr }) => [name, attempt(() => dataOf(run, session).value(expr))] as const,
  );
  return pairs.some(([, value]) => value !== undefined) ? objectOf(pairs) : undefined;
}

/** An object of JSON; of a name that comes twice, the last value counts. */
function objectOf(pairs: readonly (readonly [string, JsonValue | undefined])[]): JsonValue {
  const values = new Map<string, JsonValue>();
  for (const [name, value] of pairs) if (value !== undefined) values.set(name, value);
  return Object.fromEntries(values);
}
