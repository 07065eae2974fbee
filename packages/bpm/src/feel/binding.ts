/**
 * Arguments to parameters, by position or by name. What is missing, too much or unknown is refused:
 * a misspelt name never becomes a null in silence.
 */
import type { Site } from './run.ts';
import { canonicalName } from './syntax.ts';
import type { Arguments, FeelValue } from './value.ts';

/** A value for each parameter; null, reported, when they don't fit. */
export function bound(
  given: Arguments,
  parameters: readonly string[],
  site: Site,
): FeelValue[] | null {
  const message =
    'named' in given
      ? namedFault(given.named, parameters)
      : positionalFault(given.positional.length, parameters);
  if (message !== undefined) return site.run.report('wrong-arguments', message, site.at);
  if ('positional' in given) return [...given.positional];
  const byName = new Map([...given.named].map(([name, value]) => [canonicalName(name), value]));
  return parameters.map((name) => byName.get(canonicalName(name)) ?? null);
}

function namedFault(
  named: ReadonlyMap<string, FeelValue>,
  parameters: readonly string[],
): string | undefined {
  const known = new Set(parameters.map(canonicalName));
  const unknown = [...named.keys()].find((name) => !known.has(canonicalName(name)));
  if (unknown !== undefined) return `there is no parameter '${unknown}'`;
  const given = new Set([...named.keys()].map(canonicalName));
  const missing = parameters.find((name) => !given.has(canonicalName(name)));
  return missing === undefined ? undefined : `the argument '${missing}' is missing`;
}

function positionalFault(count: number, parameters: readonly string[]): string | undefined {
  if (count === parameters.length) return undefined;
  return `it takes ${parameters.length} argument(s), and got ${count}`;
}
