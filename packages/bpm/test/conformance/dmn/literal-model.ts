/**
 * Decision models as far as they are literal expressions: a decision with what it requires, and
 * knowledge models as functions. Everything else of DMN (tables, services, boxed expressions) is
 * out of reach here and said so, never guessed.
 */
import type { NameScope } from '../../../src/expression.ts';
import type { Compiled } from '../../../src/feel/compile.ts';
import { bound } from '../../../src/feel/binding.ts';
import { evaluateFeel, readFeel } from '../../../src/feel/language.ts';
import type { Run } from '../../../src/feel/run.ts';
import { coerced } from '../../../src/feel/type.ts';
import { FeelFunction, type FeelValue, kindOf } from '../../../src/feel/value.ts';
import { shapeOf, type Types, typesOf } from './item-types.ts';
import { childOf, childrenOf, type XmlElement } from './xml.ts';

/** Thrown where a model needs more of DMN than literal expressions. */
export class OutOfReach extends Error {}

/** A model, ready to evaluate its decisions. */
export interface LiteralModel {
  /** Evaluates a decision; `run` reads the values of its requirements from `values`. */
  decide(name: string, values: Map<string, FeelValue>, run: Run): FeelValue;
  /** Takes an input, as the type of its declaration. */
  input(name: string, value: FeelValue, run: Run): FeelValue;
}

/** Reads a model. */
export function literalModel(definitions: XmlElement): LiteralModel {
  const types = typesOf(definitions);
  const byId = new Map(definitions.children.map((it) => [it.attributes['id'], it]));
  const named = (kind: string, name: string): XmlElement | undefined =>
    childrenOf(definitions, kind).find((it) => it.attributes['name'] === name);
  const scope = scopeOfModel(definitions, types);
  const compiled = new Map<XmlElement, Compiled>();

  const read = (literal: XmlElement, more: NameScope = {}): Compiled => {
    const before = compiled.get(literal);
    if (before !== undefined) return before;
    const text = childOf(literal, 'text')?.text ?? '';
    const result = readFeel(text, { scope: { ...scope, ...more }, types });
    const made = 'issue' in result ? alwaysNull(result.issue.message) : result;
    compiled.set(literal, made);
    return made;
  };

  const decide = (name: string, values: Map<string, FeelValue>, run: Run): FeelValue => {
    const decision = named('decision', name);
    const literal = decision && childOf(decision, 'literalExpression');
    if (decision === undefined || literal === undefined) throw new OutOfReach(name);
    for (const required of requirementsOf(decision, byId)) {
      const requiredName = required.attributes['name']!;
      if (values.has(requiredName)) continue;
      if (required.name === 'decision') values.set(requiredName, decide(requiredName, values, run));
      if (required.name === 'businessKnowledgeModel') {
        values.set(requiredName, knowledge(required, values, run));
      }
    }
    const type = childOf(decision, 'variable')?.attributes['typeRef'];
    return typed(evaluateFeel(read(literal), run), type, types, run);
  };

  /** A knowledge model is a function of its parameters, within the values it requires. */
  const knowledge = (model: XmlElement, values: Map<string, FeelValue>, run: Run): FeelFunction => {
    for (const required of requirementsOf(model, byId)) {
      const name = required.attributes['name']!;
      if (!values.has(name)) values.set(name, knowledge(required, values, run));
    }
    const logic = childOf(model, 'encapsulatedLogic');
    const literal = logic && childOf(logic, 'literalExpression');
    if (literal === undefined) throw new OutOfReach(model.attributes['name']);
    const parameters = childrenOf(logic!, 'formalParameter').map((it) => it.attributes['name']!);
    const code = read(literal, Object.fromEntries(parameters.map((name) => [name, true])));
    return new FeelFunction(parameters, (given, site) => {
      const argumentsOfCall = bound(given, parameters, site);
      if (argumentsOfCall === null) return null;
      const before = new Map(values);
      parameters.forEach((name, at) => values.set(name, argumentsOfCall[at]!));
      const result = evaluateFeel(code, run);
      values.clear();
      before.forEach((value, name) => values.set(name, value));
      return result;
    });
  };

  const input = (name: string, value: FeelValue, run: Run): FeelValue => {
    const data = named('inputData', name) ?? named('decision', name);
    const type = data && childOf(data, 'variable')?.attributes['typeRef'];
    return typed(value, type, types, run);
  };
  return { decide, input };
}

function scopeOfModel(definitions: XmlElement, types: Types): NameScope {
  const named = definitions.children.filter((it) =>
    /^(?:decision|inputData|businessKnowledgeModel)$/.test(it.name),
  );
  return Object.fromEntries(
    named.map((it) => {
      const type = childOf(it, 'variable')?.attributes['typeRef'];
      return [it.attributes['name'], shapeOf(type === undefined ? undefined : types(type))];
    }),
  ) as NameScope;
}

function requirementsOf(
  element: XmlElement,
  byId: ReadonlyMap<string | undefined, XmlElement>,
): XmlElement[] {
  return element.children
    .filter((child) => /^(?:information|knowledge)Requirement$/.test(child.name))
    .map((requirement) => {
      const href = requirement.children[0]!.attributes['href']!;
      const required = byId.get(href.slice(href.indexOf('#') + 1));
      if (required === undefined || required.name === 'decisionService') throw new OutOfReach(href);
      return required;
    });
}

/** A text that is no expression is null at run time: the other decisions of a model still run. */
function alwaysNull(message: string): Compiled {
  return { code: ({ run }) => run.report('bad-text', message, 0), reads: [] };
}

function typed(value: FeelValue, name: string | undefined, types: Types, run: Run): FeelValue {
  const type = name === undefined ? undefined : types(name);
  const fits = type === undefined ? value : coerced(value, type);
  if (fits !== undefined) return fits;
  return run.report('wrong-type', `a ${kindOf(value)} does not conform to '${name}'`, 0);
}
