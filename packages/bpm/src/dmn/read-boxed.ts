/**
 * Boxed expressions of DMN XML: one reader an element.
 */
import type { Boxed, ContextEntry, FunctionBox, NamedBox, TableBox } from '../decision/model.ts';
import { readTable } from './read-table.ts';
import type { Reading } from './reading.ts';
import { childOf, childrenOf, type XmlElement } from './xml.ts';

type BoxReader = (element: XmlElement, reading: Reading) => Boxed;

const readers: Readonly<Record<string, BoxReader>> = {
  literalExpression: readLiteral,
  decisionTable: (element, reading): TableBox => readTable(element, reading),
  context: readContext,
  invocation: readInvocation,
  list: (element, reading) => ({
    kind: 'list',
    elements: boxesIn(element, reading),
    ...reading.type(element),
  }),
  relation: readRelation,
  functionDefinition: readFunction,
  conditional: (element, reading) => ({
    kind: 'conditional',
    condition: held(element, 'if', reading),
    consequence: held(element, 'then', reading),
    alternative: held(element, 'else', reading),
    ...reading.type(element),
  }),
  filter: (element, reading) => ({
    kind: 'filter',
    in: held(element, 'in', reading),
    match: held(element, 'match', reading),
    ...reading.type(element),
  }),
  for: (element, reading) => iteration('for', element, 'return', reading),
  some: (element, reading) => iteration('some', element, 'satisfies', reading),
  every: (element, reading) => iteration('every', element, 'satisfies', reading),
};

const readerOf = (child: XmlElement, parent: XmlElement): BoxReader | undefined =>
  child.namespace === parent.namespace && Object.hasOwn(readers, child.name)
    ? readers[child.name]
    : undefined;

/** The expression that stands in an element; undefined where there is none. */
export function readBoxIn(element: XmlElement, reading: Reading): Boxed | undefined {
  return boxesIn(element, reading)[0];
}

function boxesIn(element: XmlElement, reading: Reading): Boxed[] {
  return element.children.flatMap((child) => {
    const read = readerOf(child, element);
    return read === undefined ? [] : [reading.at(child, () => read(child, reading))];
  });
}

/** The expression of an element that must have one. */
function neededIn(element: XmlElement | undefined, where: string, reading: Reading): Boxed {
  const box = element && readBoxIn(element, reading);
  if (box !== undefined) return box;
  reading.tell('missing', `There is no expression in ${where}. Write one.`);
  return 'null';
}

function held(element: XmlElement, name: string, reading: Reading): Boxed {
  return neededIn(childOf(element, name), `<${name}>`, reading);
}

function readLiteral(element: XmlElement, reading: Reading): Boxed {
  const text = reading.text(element) ?? '';
  const { type } = reading.type(element);
  return type === undefined ? text : { kind: 'literal', text, type };
}

function readContext(element: XmlElement, reading: Reading): Boxed {
  const entries = childrenOf(element, 'contextEntry').map((entry): ContextEntry => {
    const variable = childOf(entry, 'variable');
    const value = neededIn(entry, 'an entry', reading);
    if (variable === undefined) return { value };
    return { name: reading.name(variable), ...reading.type(variable), value };
  });
  return { kind: 'context', entries, ...reading.type(element) };
}

function readInvocation(element: XmlElement, reading: Reading): Boxed {
  const bindings = childrenOf(element, 'binding').map((binding): NamedBox => {
    const parameter = childOf(binding, 'parameter') ?? binding;
    const value = neededIn(binding, 'a binding', reading);
    return { name: reading.name(parameter), ...reading.type(parameter), value };
  });
  const callee = neededIn(element, 'an invocation', reading);
  return { kind: 'invocation', callee, arguments: bindings, ...reading.type(element) };
}

function readRelation(element: XmlElement, reading: Reading): Boxed {
  const columns = childrenOf(element, 'column').map((column) => ({
    name: reading.name(column),
    ...reading.type(column),
  }));
  const rows = childrenOf(element, 'row').map((row) => boxesIn(row, reading));
  return { kind: 'relation', columns, rows, ...reading.type(element) };
}

/** A function; Java and PMML are told of, and have no body here. */
export function readFunction(element: XmlElement, reading: Reading): FunctionBox {
  const parameters = childrenOf(element, 'formalParameter').map((parameter) => ({
    name: reading.name(parameter),
    ...reading.type(parameter),
  }));
  const language = element.attributes['kind'] ?? 'FEEL';
  const head = { kind: 'function', parameters, ...reading.type(element) } as const;
  if (language === 'FEEL') return { ...head, body: neededIn(element, 'a function', reading) };
  const message = `Functions of ${language} are not run. Write it in FEEL, or hand its value in.`;
  reading.tell('unsupported-language', message);
  return { ...head, external: language };
}

function iteration(
  kind: 'for' | 'some' | 'every',
  element: XmlElement,
  each: string,
  reading: Reading,
): Boxed {
  const variable = element.attributes['iteratorVariable'];
  if (variable === undefined) reading.tell('missing', `<${kind}> has no iteratorVariable.`);
  return {
    kind,
    variable: variable ?? 'item',
    in: held(element, 'in', reading),
    each: held(element, each, reading),
    ...reading.type(element),
  };
}
