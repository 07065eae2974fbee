/**
 * Decision tables of DMN XML.
 */
import type { HitPolicy, TableBox } from '../decision/model.ts';
import type { Reading } from './reading.ts';
import { childOf, childrenOf, type XmlElement } from './xml.ts';

const POLICIES: ReadonlyMap<string, HitPolicy> = new Map([
  ['UNIQUE', 'unique'],
  ['ANY', 'any'],
  ['PRIORITY', 'priority'],
  ['FIRST', 'first'],
  ['RULE ORDER', 'rule-order'],
  ['OUTPUT ORDER', 'output-order'],
  ['COLLECT', 'collect'],
]);
const AGGREGATIONS = { SUM: 'sum', MIN: 'min', MAX: 'max', COUNT: 'count' } as const;

/** Reads a table. */
export function readTable(element: XmlElement, reading: Reading): TableBox {
  const { aggregation } = element.attributes;
  const known = AGGREGATIONS[aggregation as keyof typeof AGGREGATIONS] as
    | (typeof AGGREGATIONS)[keyof typeof AGGREGATIONS]
    | undefined;
  if (aggregation !== undefined && known === undefined) {
    reading.tell('unsupported-element', `There is no aggregation '${aggregation}' in DMN.`);
  }
  return {
    kind: 'table',
    hitPolicy: policyOf(element, reading),
    ...(known !== undefined && { aggregation: known }),
    inputs: childrenOf(element, 'input').map((input) => readInput(input, reading)),
    outputs: childrenOf(element, 'output').map((output) => readOutput(output, reading)),
    rules: childrenOf(element, 'rule').map((rule) => readRule(rule, reading)),
    ...reading.type(element),
  };
}

function policyOf({ attributes }: XmlElement, reading: Reading): HitPolicy {
  const written = attributes['hitPolicy'] ?? 'UNIQUE';
  const known = POLICIES.get(written);
  if (known !== undefined) return known;
  reading.tell('unsupported-element', `There is no hit policy '${written}' in DMN. Mend it.`);
  return 'unique';
}

function readInput(input: XmlElement, reading: Reading): TableBox['inputs'][number] {
  const expression = childOf(input, 'inputExpression');
  const text = reading.text(expression);
  if (text === undefined) {
    reading.tell('missing', 'An input of a table has no expression. Write one.');
  }
  const allowed = reading.text(childOf(input, 'inputValues'));
  return {
    expression: text ?? 'null',
    ...reading.type(expression),
    ...(isThere(allowed) && { allowed }),
  };
}

function readOutput(output: XmlElement, reading: Reading): TableBox['outputs'][number] {
  const { name } = output.attributes;
  const allowed = reading.text(childOf(output, 'outputValues'));
  const otherwise = reading.text(childOf(output, 'defaultOutputEntry'));
  return {
    ...(isThere(name) && { name }),
    ...reading.type(output),
    ...(isThere(allowed) && { allowed }),
    ...(isThere(otherwise) && { default: otherwise }),
  };
}

const isThere = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';

function readRule(rule: XmlElement, reading: Reading): TableBox['rules'][number] {
  const textsOf = (name: string): string[] =>
    childrenOf(rule, name).map((entry) => reading.text(entry) ?? '');
  const annotations = textsOf('annotationEntry');
  return {
    ...reading.id(rule),
    when: textsOf('inputEntry'),
    gives: textsOf('outputEntry'),
    ...(annotations.length > 0 && { annotations }),
  };
}
