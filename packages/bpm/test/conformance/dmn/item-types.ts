/**
 * Item definitions of a model as types of FEEL, with their allowed values.
 */
import type { NameScope } from '../../../src/expression.ts';
import { evaluateFeel, readFeel } from '../../../src/feel/language.ts';
import { FEEL_LIMITS, Run } from '../../../src/feel/run.ts';
import { type FeelType, simpleType } from '../../../src/feel/type.ts';
import type { FeelValue } from '../../../src/feel/value.ts';
import { childOf, childrenOf, type XmlElement } from './xml.ts';

/** Types by name; undefined where there is none of that name. */
export type Types = (name: string) => FeelType | undefined;

const ALIASES: Readonly<Record<string, string>> = {
  dateTime: 'date and time',
  dayTimeDuration: 'days and time duration',
  yearMonthDuration: 'years and months duration',
};

/** The types that a model defines, and those that every model has. */
export function typesOf(definitions: XmlElement): Types {
  const items = new Map(
    childrenOf(definitions, 'itemDefinition').map((item) => [item.attributes['name']!, item]),
  );
  const lookup: Types = (written) => {
    const name = written.trim().replace(/^feel:/, '');
    const [first, ...path] = name.split('.');
    const item =
      items.get(name) ?? path.reduce<XmlElement | undefined>(component, items.get(first!));
    return item === undefined ? simpleType(ALIASES[name] ?? name) : itemType(item, lookup);
  };
  return lookup;
}

function component(item: XmlElement | undefined, name: string): XmlElement | undefined {
  return item && childrenOf(item, 'itemComponent').find((it) => it.attributes['name'] === name);
}

function itemType(item: XmlElement, types: Types): FeelType {
  const type = allowedType(item, baseType(item, types));
  return item.attributes['isCollection'] === 'true' ? { kind: 'list', of: type } : type;
}

function baseType(item: XmlElement, types: Types): FeelType {
  const components = childrenOf(item, 'itemComponent');
  if (components.length > 0) {
    const entries = components.map((it) => [it.attributes['name']!, itemType(it, types)] as const);
    return { kind: 'context', entries: new Map(entries) };
  }
  if (childOf(item, 'functionItem') !== undefined) return { kind: 'function' };
  const name = childOf(item, 'typeRef')?.text;
  return (name === undefined ? undefined : types(name)) ?? { kind: 'Any' };
}

function allowedType(item: XmlElement, of: FeelType): FeelType {
  const text = childOf(childOf(item, 'allowedValues') ?? item, 'text')?.text;
  const test = text === undefined ? undefined : readFeel(text, { kind: 'unaryTests' });
  if (test === undefined || 'issue' in test) return of;
  const allows = (value: FeelValue): boolean => {
    const run = new Run((name) => (name === '?' ? value : undefined), undefined, FEEL_LIMITS);
    return evaluateFeel(test, run) === true;
  };
  return { kind: 'allowed', of, allows };
}

/** The names within values of a type, for the reader of expressions. */
export function shapeOf(type: FeelType | undefined): true | NameScope {
  if (type === undefined || !('of' in type || 'entries' in type)) return true;
  if ('of' in type) return shapeOf(type.of);
  return Object.fromEntries([...type.entries].map(([name, of]) => [name, shapeOf(of)]));
}
