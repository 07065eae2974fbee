/**
 * The rules of XES that a log can break, checked without the code that writes logs.
 *
 * @source IEEE Std 1849-2016: 4 (components, globals, classifiers, extensions), 5 and annex A (the
 * XML schema of logs), 7 (standard extensions, with the transitions of the lifecycle)
 */
import { readXml, type XmlElement } from '../../src/dmn/xml.ts';

/** The elements of a log in their order; attributes stand where the star is. */
const LOG_ORDER = ['extension', 'global', 'classifier', '*', 'trace', 'event'];
const NAME = /^[\p{L}_:][\p{L}\p{N}_:.-]*$/u;
const NC_NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;

/** What a value of each type looks like. */
const VALUES: Readonly<Record<string, RegExp>> = {
  string: /^/u,
  date: /^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/u,
  int: /^[+-]?\d{1,19}$/u,
  float: /^([+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?|-?INF|NaN)$/iu,
  boolean: /^(true|false|0|1)$/u,
  id: /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/iu,
};

/** Attributes of the standard extensions: their type, and what may carry them. */
const STANDARD: Readonly<Record<string, readonly [type: string, on: string]>> = {
  'concept:name': ['string', 'log trace event'],
  'concept:instance': ['string', 'event'],
  'lifecycle:model': ['string', 'log'],
  'lifecycle:transition': ['string', 'event'],
  'lifecycle:state': ['string', 'event'],
  'time:timestamp': ['date', 'event'],
  'org:resource': ['string', 'event'],
  'org:role': ['string', 'event'],
  'org:group': ['string', 'event'],
};

const TRANSITIONS = new Set(
  (
    'assign ate_abort autoskip complete manualskip pi_abort reassign resume schedule start ' +
    'suspend unknown withdraw'
  ).split(' '),
);

/** All that is wrong with a log, a line each; none: it keeps the rules. */
export function xesFaults(text: string): string[] {
  const log = readXml(text, 4);
  return [
    ...(/="[^"]*[\t\n\r]/u.test(text)
      ? ['a tab or an end of line stands in a value, where it reads as a space']
      : []),
    ...rootFaults(log),
    ...orderFaults(log, LOG_ORDER),
    ...log.children.filter(({ name }) => name === 'extension').flatMap(extensionFaults),
    ...classifierFaults(log),
    ...componentFaults(log, log, 'log'),
    ...log.children.filter(({ name }) => name === 'global').flatMap(globalFaults(log)),
    ...log.children.filter(({ name }) => name === 'trace').flatMap((one) => traceFaults(log, one)),
  ];
}

/** A log that keeps the rules, as far as it is of interest: values by key, trace by trace. */
export function readXes(text: string): Record<string, string>[][] {
  const valuesOf = ({ children }: XmlElement): Record<string, string> =>
    Object.fromEntries(
      children
        .filter(isAttribute)
        .map(({ attributes }) => [attributes['key'], attributes['value']]),
    );
  return readXml(text, 4)
    .children.filter(({ name }) => name === 'trace')
    .map((trace) => {
      const { 'concept:name': instance = '' } = valuesOf(trace);
      const events = trace.children.filter(({ name }) => name === 'event');
      return events.map((event) => ({ ...valuesOf(event), case: instance }));
    });
}

const isAttribute = ({ name }: XmlElement): boolean => name in VALUES || name === 'list';

function rootFaults({ name, attributes }: XmlElement): string[] {
  const version = attributes['xes.version'] ?? '';
  return [
    ...(name === 'log' ? [] : [`the root is ${name}, not log`]),
    ...(/^\d+(\.\d+)?$/u.test(version) ? [] : [`xes.version '${version}' is no decimal`]),
  ];
}

function orderFaults({ name: of, children }: XmlElement, order: readonly string[]): string[] {
  let last = 0;
  return children.flatMap((child) => {
    const place = order.indexOf(isAttribute(child) ? '*' : child.name);
    if (place === -1) return [`${child.name} has no place in ${of}`];
    const isLate = place < last;
    last = Math.max(last, place);
    return isLate ? [`${child.name} comes after ${order[last]} in ${of}`] : [];
  });
}

function extensionFaults({ attributes }: XmlElement): string[] {
  const { name = '', prefix = '', uri = '' } = attributes;
  return [
    ...(NC_NAME.test(name) ? [] : [`extension name '${name}'`]),
    ...(NC_NAME.test(prefix) ? [] : [`extension prefix '${prefix}'`]),
    ...(URL.canParse(uri) ? [] : [`extension uri '${uri}'`]),
  ];
}

/** The keys that are global in a scope. */
const globalsOf = (log: XmlElement, scope: string): string[] =>
  log.children
    .filter(({ name, attributes }) => name === 'global' && attributes['scope'] === scope)
    .flatMap(({ children }) => children.map(({ attributes }) => attributes['key']!));

const globalFaults =
  (log: XmlElement) =>
  (global: XmlElement): string[] => {
    const scope = global.attributes['scope'] ?? '';
    if (scope !== 'trace' && scope !== 'event') return [`global scope '${scope}'`];
    return [...orderFaults(global, ['*']), ...componentFaults(log, global, scope)];
  };

function classifierFaults(log: XmlElement): string[] {
  const classifiers = log.children.filter(({ name }) => name === 'classifier');
  return classifiers.flatMap(({ attributes }) => {
    const { name = '', keys = '', scope = 'event' } = attributes;
    const globals = globalsOf(log, scope);
    const lost = keys.split(' ').filter((key) => !globals.includes(key));
    return [
      ...(NC_NAME.test(name) ? [] : [`classifier name '${name}'`]),
      ...lost.map((key) => `classifier key '${key}' is no global of ${scope}`),
    ];
  });
}

/** The attributes of a component: each key once, declared, and of its type. */
function componentFaults(log: XmlElement, of: XmlElement, kind: string): string[] {
  const attributes = of.children.filter(isAttribute);
  const keys = attributes.map((one) => one.attributes['key'] ?? '');
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
  return [
    ...twice.map((key) => `${kind} has '${key}' twice`),
    ...attributes.flatMap((one) => attributeFaults(log, one, kind)),
  ];
}

function attributeFaults(log: XmlElement, { name, attributes }: XmlElement, kind: string) {
  const { key = '', value } = attributes;
  const prefix = key.includes(':') ? key.slice(0, key.indexOf(':')) : undefined;
  const prefixes = log.children
    .filter((one) => one.name === 'extension')
    .map((one) => one.attributes['prefix']);
  const [type, on] = STANDARD[key] ?? [name, kind];
  return [
    ...(NAME.test(key) ? [] : [`key '${key}' is no name`]),
    ...(prefix === undefined || prefixes.includes(prefix) ? [] : [`'${key}' is not declared`]),
    ...(prefix === undefined || key in STANDARD ? [] : [`no extension defines '${key}'`]),
    ...(type === name ? [] : [`'${key}' is a ${name}, not a ${type}`]),
    ...(on.split(' ').includes(kind) ? [] : [`'${key}' on a ${kind}`]),
    ...(value !== undefined && VALUES[name]!.test(value) ? [] : [`'${key}' is '${value}'`]),
    ...(name === 'date' && Number.isNaN(Date.parse(value ?? '')) ? [`no date: '${value}'`] : []),
    ...(key === 'lifecycle:transition' && !TRANSITIONS.has(value ?? '')
      ? [`no transition: '${value}'`]
      : []),
  ];
}

/** A trace: its own attributes first; global ones everywhere; events in the order of time. */
function traceFaults(log: XmlElement, trace: XmlElement): string[] {
  const events = trace.children.filter(({ name }) => name === 'event');
  const times = events.map((event) => {
    const time = event.children.find(({ attributes }) => attributes['key'] === 'time:timestamp');
    return Date.parse(time?.attributes['value'] ?? '');
  });
  return [
    ...orderFaults(trace, ['*', 'event']),
    ...componentFaults(log, trace, 'trace'),
    ...lackFaults(log, trace, 'trace'),
    ...events.flatMap((event) => [
      ...orderFaults(event, ['*']),
      ...componentFaults(log, event, 'event'),
      ...lackFaults(log, event, 'event'),
    ]),
    ...(times.some((time, at) => time < times[at - 1]!) ? ['events are not in time'] : []),
  ];
}

function lackFaults(log: XmlElement, { children }: XmlElement, scope: string): string[] {
  const keys = new Set(children.map(({ attributes }) => attributes['key']));
  const lost = globalsOf(log, scope).filter((key) => !keys.has(key));
  return lost.map((key) => `a ${scope} lacks the global '${key}'`);
}
