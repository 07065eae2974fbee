/**
 * The way back of a plan: names turned round, where each became one of its own.
 */
import type { DefinitionIssue } from '../errors.ts';

/** What became what, the other way round. */
export const turned = (map: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(map).map(([old, next]) => [next, old]));

/** Names that became one: of those there is no way back. */
export function twins(map: Readonly<Record<string, string>>): DefinitionIssue[] {
  const seen = new Map<string, string>();
  return Object.entries(map).flatMap(([old, next]) => {
    const first = seen.get(next);
    seen.set(next, old);
    if (first === undefined) return [];
    const message = `'${first}' and '${old}' both became '${next}': there is no way back`;
    return [{ code: 'not-one-to-one', path: old, message }];
  });
}
