/**
 * Functions of contexts. A context is never changed: `context put` gives another one.
 *
 * @source DMN 1.5, 10.3.4.10
 */
import {
  anyParameter,
  builtin,
  contextParameter,
  listParameter,
  signature,
  textParameter,
} from '../builtin.ts';
import { memberOf } from '../member.ts';
import type { Site } from '../run.ts';
import {
  EntriesContext,
  FeelContext,
  type FeelFunction,
  type FeelList,
  type FeelValue,
} from '../value.ts';

function entriesOf(context: FeelContext, site: Site): Map<string, FeelValue> {
  const keys = context.keys();
  site.run.spend(keys.length);
  return new Map(keys.map((key) => [key, context.get(key) ?? null]));
}

function entryList(context: FeelContext, site: Site): FeelList {
  return [...entriesOf(context, site)].map(
    ([key, value]) =>
      new EntriesContext(
        new Map<string, FeelValue>([
          ['key', key],
          ['value', value],
        ]),
      ),
  );
}

/** Follows keys inwards; null where one leads nowhere. */
function valueAt(context: FeelContext, keys: FeelList): FeelValue {
  return keys.reduce<FeelValue>(
    (value, key) =>
      typeof key === 'string' && value instanceof FeelContext
        ? (memberOf(value, key) ?? null)
        : null,
    context,
  );
}

function put(context: FeelContext, keys: FeelList, value: FeelValue, site: Site): FeelValue {
  const [key, ...inner] = keys;
  if (typeof key !== 'string') {
    return site.run.report('wrong-type', 'keys are strings, and one at least', site.at);
  }
  const entries = entriesOf(context, site);
  if (inner.length === 0) return new EntriesContext(entries.set(key, value));
  const within = entries.get(key);
  if (!(within instanceof FeelContext)) {
    return site.run.report('unknown-name', `there is no context '${key}' to put into`, site.at);
  }
  const changed = put(within, inner, value, site);
  return changed === null ? null : new EntriesContext(entries.set(key, changed));
}

function fromEntries(list: FeelList, site: Site): FeelValue {
  const entries = new Map<string, FeelValue>();
  for (const entry of list) {
    const key = entry instanceof FeelContext ? entry.get('key') : undefined;
    const value = entry instanceof FeelContext ? entry.get('value') : undefined;
    if (typeof key !== 'string' || value === undefined || entries.has(key)) {
      const message = 'entries are contexts of a key, which comes once, and a value';
      return site.run.report('wrong-arguments', message, site.at);
    }
    entries.set(key, value);
  }
  return new EntriesContext(entries);
}

function merged(contexts: FeelList, site: Site): FeelValue {
  const known = contexts.filter((context) => context instanceof FeelContext);
  if (known.length < contexts.length) {
    return site.run.report('wrong-type', 'only contexts are merged', site.at);
  }
  return new EntriesContext(new Map(known.flatMap((context) => [...entriesOf(context, site)])));
}

/** The specification's tables call the context `m`, its examples `context`. */
const getValue = ['m', 'context'].flatMap((name) => [
  signature([contextParameter(name), textParameter('key')], ([context, key]) =>
    valueAt(context, [key]),
  ),
  signature([contextParameter(name), listParameter('keys')], ([context, keys]) =>
    valueAt(context, keys),
  ),
]);

/** Functions of contexts by name. */
export const contextBuiltins: readonly [string, FeelFunction][] = [
  builtin('get value', ...getValue),
  builtin(
    'get entries',
    signature([contextParameter('m')], ([context], site) => entryList(context, site)),
  ),
  builtin(
    'context put',
    signature(
      [contextParameter('context'), textParameter('key'), anyParameter('value')],
      ([context, key, value], site) => put(context, [key], value, site),
    ),
    signature(
      [contextParameter('context'), listParameter('keys'), anyParameter('value')],
      ([context, keys, value], site) => put(context, keys, value, site),
    ),
  ),
  builtin(
    'context merge',
    signature([listParameter('contexts')], ([contexts], site) => merged(contexts, site)),
  ),
  builtin(
    'context',
    signature([listParameter('entries')], ([entries], site) => fromEntries(entries, site)),
  ),
];
