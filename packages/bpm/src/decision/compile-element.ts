/**
 * Elements of a model to closures: a decision is an expression over what it requires, a knowledge
 * model a function, a service a function whose body is a request of its own.
 *
 * @source DMN 1.5, 10.4 "Execution semantics of decision services", 6.3.10 "Decision service"
 */
import type { NameScope } from '../expression.ts';
import { bound } from '../feel/binding.ts';
import { builtins } from '../feel/builtins/index.ts';
import { type Code, type Frame } from '../feel/scope.ts';
import type { Site } from '../feel/run.ts';
import {
  type Arguments,
  EntriesContext,
  FeelFunction,
  type FeelValue,
  kindOf,
} from '../feel/value.ts';
import { coerced } from '../feel/type.ts';
import { boxedCode, functionCode } from './compile-boxed.ts';
import { shapeOf } from './item-type.ts';
import { type LinkedElement, type ModelGraph, type Slot, slotsOf } from './model-graph.ts';
import type { FunctionBox } from './model.ts';
import type { Request } from './request.ts';
import { fitting, type Surroundings, within } from './surroundings.ts';

type ElementOf<Kind extends LinkedElement['kind']> = Extract<LinkedElement, { kind: Kind }>;

/** Gives an element its code; the elements it requires. */
export function compileElement(element: LinkedElement, graph: ModelGraph): LinkedElement[] {
  if (element.kind === 'input') return compileInput(element);
  if (element.kind === 'service') return compileService(element, graph);
  const required = requiredBy(element, graph);
  const slots = slotsOf(required, element);
  if (element.kind === 'decision') compileDecision(element, slots, graph);
  else compileKnowledge(element, slots, graph);
  return required;
}

function compileInput(element: ElementOf<'input'>): [] {
  element.evaluate = (request) => {
    const value = request.given(element);
    if (value !== undefined) return fitted(element, value, { run: request.run, at: 0 }) ?? null;
    return request.run.report('unknown-name', `there is no input '${element.name}'`, 0);
  };
  return [];
}

/** A value as one of the element's type; undefined, reported, when it does not conform. */
export function fitted(
  { name, type, written }: LinkedElement,
  value: FeelValue,
  { run, at }: Site,
): FeelValue | undefined {
  const fits = type === undefined ? value : coerced(value, type);
  if (fits === undefined) {
    const message = `'${name}' is of the type '${written.type}', no ${kindOf(value)}`;
    run.report('wrong-type', message, at);
  }
  return fits;
}

function requiredBy(
  element: ElementOf<'decision' | 'knowledge'>,
  graph: ModelGraph,
): LinkedElement[] {
  const { requires } = element.written;
  if (requires === undefined) return namedBy(element, graph);
  return requires
    .map((reference) => graph.find(reference, element))
    .filter((found) => found !== undefined);
}

/** What the expressions name, where nothing was said; a name that is nothing else is an input. */
function namedBy(element: ElementOf<'decision' | 'knowledge'>, graph: ModelGraph): LinkedElement[] {
  const others = element.model.elements.filter((other) => other !== element);
  // A plain word is read as a name anyway; to declare thousands of them takes its time.
  const declared = others
    .map(({ name, type }) => [name, shapeOf(type)] as const)
    .filter(([name, shape]) => shape !== true || !/^\w+$/.test(name) || builtins.has(name));
  const names = Object.fromEntries(declared);
  const around = { ...surroundingsOf(element, [], graph), names, faults: [] };
  const { logic } = element.written;
  if (logic !== undefined) boxedCode(logic, around);
  const asked = [...around.reads].filter((name) => name !== element.name);
  return asked.flatMap((name) => {
    const known = element.model.byName.get(name);
    if (known !== undefined) return known;
    const isInput = element.kind === 'decision' && name !== '?' && !builtins.has(name);
    return isInput ? graph.addInput(element.model, name) : [];
  });
}

function surroundingsOf(
  { kind, name, model }: LinkedElement,
  slots: readonly Slot[],
  graph: ModelGraph,
): Surroundings {
  const names: NameScope = Object.fromEntries(slots.map((slot) => [slot.name, slot.shape]));
  const outside: Surroundings = {
    scope: undefined,
    names: {},
    types: model.types.lookup,
    allowedOf: (type) => model.types.allowedOf(type),
    path: `${kind} ${name}`,
    faults: graph.faults,
    reads: new Set(),
  };
  return within(outside, names);
}

function frameOfRequest(request: Request, slots: readonly Slot[]): Frame {
  const values = slots.map(({ fetch }) => fetch(request));
  return { run: request.run, parent: undefined, values };
}

function compileDecision(
  element: ElementOf<'decision'>,
  slots: readonly Slot[],
  graph: ModelGraph,
): void {
  const around = surroundingsOf(element, slots, graph);
  const { logic, type } = element.written;
  const none: Code = ({ run }) =>
    run.report('unknown-name', `'${element.name}' has no logic: hand its value to a service`, 0);
  const code = fitting(logic === undefined ? none : boxedCode(logic, around), element.type, type);
  element.evaluate = (request) => code(frameOfRequest(request, slots));
}

/** A knowledge model's type is that of its results, unless it is a type of functions. */
function compileKnowledge(
  element: ElementOf<'knowledge'>,
  slots: readonly Slot[],
  graph: ModelGraph,
): void {
  const box: FunctionBox = element.written.logic ?? {
    kind: 'function',
    parameters: [],
    external: 'no logic',
  };
  const isResult = element.type !== undefined && element.type.kind !== 'function';
  const type = box.type ?? (isResult ? element.written.type : undefined);
  // It may call itself: its own name is the last of its frame.
  const own: Slot = { name: element.name, shape: true, fetch: () => null };
  const around = surroundingsOf(element, [...slots, own], graph);
  const code = functionCode({ ...box, type }, around);
  element.evaluate = (request) => {
    const frame = frameOfRequest(request, slots);
    const made = code(frame);
    frame.values.push(made);
    return made;
  };
}

/** Inputs first, then decisions that the caller makes, as they are listed. */
function compileService(element: ElementOf<'service'>, graph: ModelGraph): LinkedElement[] {
  const { written } = element;
  const found = (references: typeof written.outputs): LinkedElement[] =>
    references.flatMap((reference) => graph.find(reference, element) ?? []);
  const parameters = [...found(written.inputs), ...found(written.inputDecisions)];
  const outputs = found(written.outputs);
  found(written.encapsulated);
  const names = parameters.map(({ name }) => name);
  element.evaluate = (request) =>
    new FeelFunction(names, (given: Arguments, site) => {
      const values = bound(given, names, site);
      if (values === null) return null;
      const known: [LinkedElement, FeelValue][] = [];
      for (const [at, parameter] of parameters.entries()) {
        const value = fitted(parameter, values[at]!, site);
        if (value === undefined) return null;
        known.push([parameter, value]);
      }
      return fitted(element, outputsOf(outputs, request.inside(known)), site) ?? null;
    });
  return outputs.filter((output) => !parameters.includes(output));
}

/** One output is the value itself, several are a context. */
function outputsOf(outputs: readonly LinkedElement[], request: Request): FeelValue {
  if (outputs.length === 1) return request.valueOf(outputs[0]!);
  const values = outputs.map((output) => [output.name, request.valueOf(output)] as const);
  return new EntriesContext(new Map(values));
}

/** The inputs and decisions that a service is handed, in the order of its parameters. */
export function parametersOf(service: LinkedElement, graph: ModelGraph): LinkedElement[] {
  if (service.kind !== 'service') return [];
  const { inputs, inputDecisions } = service.written;
  return [...inputs, ...inputDecisions].flatMap(
    (reference) => graph.find(reference, service) ?? [],
  );
}
