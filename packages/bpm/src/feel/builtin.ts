/**
 * How a built-in function is written down: its parameters, each of which reads one kind of value,
 * and a body that is called with values of those kinds only.
 *
 * A function may have several signatures; the first whose parameters fit is taken. Where none fits,
 * the result is null and the diagnostic names the argument at fault.
 */
import { bound } from './binding.ts';
import { type FeelNumber, isNumber, isWhole } from './number.ts';
import type { Site } from './run.ts';
import {
  type Arguments,
  DaysDuration,
  FeelContext,
  FeelDate,
  FeelDateTime,
  FeelFunction,
  type FeelList,
  FeelRange,
  FeelTime,
  type FeelValue,
  isList,
  kindOf,
  MonthsDuration,
  single,
} from './value.ts';

/** A parameter: `read` gives the value as the body wants it, undefined when it does not fit. */
export interface Parameter<T> {
  readonly name: string;
  /** What fits, for the message. */
  readonly expects: string;
  readonly isOptional: boolean;
  readonly read: (value: FeelValue) => T | undefined;
}

/** The values a body is called with; an optional parameter may be absent. */
type Read<P extends readonly Parameter<unknown>[]> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** One way to invoke a function. */
export interface Signature {
  readonly parameters: readonly Parameter<unknown>[];
  /** Whether further arguments are elements of the last parameter, a list. */
  readonly isRest: boolean;
  readonly body: (values: readonly unknown[], site: Site) => FeelValue;
}

/** A way to invoke a function: what it takes, and what it gives. */
export function signature<const P extends readonly Parameter<unknown>[]>(
  parameters: P,
  body: (values: Read<P>, site: Site) => FeelValue,
): Signature {
  return { parameters, isRest: false, body: body as unknown as Signature['body'] };
}

/** A way to invoke a function with the elements of its only list as arguments: `max(1, 2, 3)`. */
export function spread(body: (list: FeelList, site: Site) => FeelValue): Signature {
  return {
    parameters: [listParameter('list')],
    isRest: true,
    body: ([list], site) => body(list as FeelList, site),
  };
}

/** A built-in function with its name. */
export function builtin(name: string, ...signatures: Signature[]): [string, FeelFunction] {
  const parameters = signatures[0]!.parameters.map((parameter) => parameter.name);
  return [
    name,
    new FeelFunction(parameters, (given, site) => invoke(name, signatures, given, site)),
  ];
}

function invoke(
  name: string,
  signatures: readonly Signature[],
  given: Arguments,
  site: Site,
): FeelValue {
  site.run.spend(textSize(given) >> 6);
  let fault = '';
  for (const { parameters, isRest, body } of signatures) {
    const values = isRest ? restValues(given) : fitted(given, parameters, site);
    if (values === null) continue;
    const misfit = readAll(values, parameters);
    if (typeof misfit !== 'string') return body(misfit, site);
    fault ||= misfit;
  }
  if (fault !== '') return site.run.report('wrong-type', `${name}(): ${fault}`, site.at);
  const forms = signatures.map((form) => written(name, form)).join(' or ');
  return site.run.report('wrong-arguments', `it is invoked as ${forms}`, site.at);
}

/** Units of the texts among the arguments: most functions look at all of them. */
function textSize(given: Arguments): number {
  let size = 0;
  const values = 'named' in given ? given.named.values() : given.positional;
  for (const value of values) if (typeof value === 'string') size += value.length;
  return size;
}

function written(name: string, { parameters, isRest }: Signature): string {
  const names = parameters.map((parameter) => parameter.name + (parameter.isOptional ? '?' : ''));
  return `${name}(${names.join(', ')}${isRest ? ', …' : ''})`;
}

/** Two arguments or more are the elements of the list. */
function restValues(given: Arguments): FeelValue[] | null {
  if ('named' in given || given.positional.length < 2) return null;
  return [[...given.positional]];
}

/**
 * The arguments in the order of the parameters; absent optional ones are left off, or undefined.
 */
function fitted(
  given: Arguments,
  parameters: readonly Parameter<unknown>[],
  site: Site,
): (FeelValue | undefined)[] | null {
  if ('positional' in given) {
    const count = given.positional.length;
    const isEnough = parameters.every(({ isOptional }, index) => isOptional || index < count);
    return isEnough && count <= parameters.length ? [...given.positional] : null;
  }
  const present = parameters.filter(({ name, isOptional }) => !isOptional || given.named.has(name));
  const names = present.map(({ name }) => name);
  const values = site.run.muted(() => bound(given, names, site));
  return values && parameters.map((parameter) => values[present.indexOf(parameter)]);
}

/** The values as the parameters read them, or what is wrong with one. */
function readAll(
  values: readonly (FeelValue | undefined)[],
  parameters: readonly Parameter<unknown>[],
): readonly unknown[] | string {
  const read: unknown[] = [];
  for (const [index, { name, expects, read: readOne }] of parameters.entries()) {
    const value = values[index];
    const fits = value === undefined ? undefined : readOne(value);
    if (value !== undefined && fits === undefined) {
      return `'${name}' is ${expects}, no ${kindOf(value)}`;
    }
    read.push(fits);
  }
  return read;
}

/** A parameter that may be left out; it is undefined then. */
export function optional<T>(parameter: Parameter<T>): Parameter<T | undefined> {
  return { ...parameter, isOptional: true };
}

/** A parameter that may be left out or null. */
export function nullable<T>(parameter: Parameter<T>): Parameter<T | null | undefined> {
  const read = (value: FeelValue): T | null | undefined =>
    value === null ? null : parameter.read(value);
  return { ...parameter, isOptional: true, read };
}

function parameterOf<T>(
  expects: string,
  read: (value: FeelValue) => T | undefined,
): (name: string) => Parameter<T> {
  return (name) => ({ name, expects, isOptional: false, read });
}

/** Reads an instance of a class of values, or a list of one. */
function instanceParameter<T extends FeelValue>(
  expects: string,
  is: (value: FeelValue) => value is T,
): (name: string) => Parameter<T> {
  return parameterOf(expects, (value) => {
    const one = single(value);
    return is(one) ? one : undefined;
  });
}

/** A number. */
export const numberParameter = instanceParameter('a number', (value): value is FeelNumber =>
  isNumber(value),
);
/** A whole number that a double holds: a position, a count, a scale. */
export const wholeParameter = parameterOf<number>('a whole number', (value) => {
  const one = single(value);
  return typeof one === 'number' && isWhole(one) ? one : undefined;
});
/** A text. */
export const textParameter = instanceParameter(
  'a string',
  (value): value is string => typeof value === 'string',
);
/** A boolean. */
export const booleanParameter = instanceParameter(
  'a boolean',
  (value): value is boolean => typeof value === 'boolean',
);
/** Anything, null too. */
export const anyParameter = parameterOf<FeelValue>('anything', (value) => value);
/** A list, or a single value as a list of one. */
export const listParameter = parameterOf<FeelList>('a list', (value) => {
  if (value === null) return undefined;
  return isList(value) ? value : [value];
});
/** A context. */
export const contextParameter = instanceParameter(
  'a context',
  (value): value is FeelContext => value instanceof FeelContext,
);
/** A range. */
export const rangeParameter = instanceParameter(
  'a range',
  (value): value is FeelRange => value instanceof FeelRange,
);
/** A function. */
export const functionParameter = instanceParameter(
  'a function',
  (value): value is FeelFunction => value instanceof FeelFunction,
);
/** A date. */
export const dateParameter = instanceParameter(
  'a date',
  (value): value is FeelDate => value instanceof FeelDate,
);
/** A time of day. */
export const timeParameter = instanceParameter(
  'a time',
  (value): value is FeelTime => value instanceof FeelTime,
);
/** A date, with or without a time. */
export const dayParameter = instanceParameter(
  'a date or date and time',
  (value): value is FeelDate | FeelDateTime =>
    value instanceof FeelDate || value instanceof FeelDateTime,
);
/** A date with a time. */
export const dateTimeParameter = instanceParameter(
  'a date and time',
  (value): value is FeelDateTime => value instanceof FeelDateTime,
);
/** A days and time duration. */
export const daysParameter = instanceParameter(
  'a days and time duration',
  (value): value is DaysDuration => value instanceof DaysDuration,
);
/** A value with a place in an order: no list, no context, no range. */
export const pointParameter = instanceParameter(
  'a single value',
  (value): value is Exclude<FeelValue, FeelList | FeelContext | FeelRange | null> =>
    !['list', 'context', 'range', 'null', 'function'].includes(kindOf(value)),
);
/** A duration of either kind. */
export const durationParameter = instanceParameter(
  'a duration',
  (value): value is MonthsDuration | DaysDuration =>
    value instanceof MonthsDuration || value instanceof DaysDuration,
);
