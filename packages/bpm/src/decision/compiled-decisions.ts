/**
 * Decisions, ready to be asked: `evaluate(name, inputs) → { value, diagnostics, matches }`.
 *
 * Nothing is thrown for what a value is: a part that went wrong is null, and a diagnostic says why
 * and in which element. Only a name that the model does not offer is a caller's mistake.
 */
import { BpmError } from '../errors.ts';
import type { EvaluationMoment, JsonValue } from '../expression.ts';
import { jsonOfValue } from '../feel/json-of-value.ts';
import { guarded } from '../feel/language.ts';
import { FEEL_LIMITS, Run, type TableMatch } from '../feel/run.ts';
import type { FeelFunction, FeelValue } from '../feel/value.ts';
import { fitted, parametersOf } from './compile-element.ts';
import type { LinkedElement, LinkedModel, ModelGraph } from './model-graph.ts';
import { Blame, type DecisionDiagnostic, type Given, Request } from './request.ts';
import { typedJson } from './typed-json.ts';

/** What came of a decision. */
export interface DecisionResult {
  readonly value: JsonValue;
  /** Why parts of it are null; empty when nothing went wrong. */
  readonly diagnostics: readonly DecisionDiagnostic[];
  /** The tables that were asked, in the order they answered, with the rules that matched. */
  readonly matches: readonly TableMatch[];
}

/** A model that was compiled. */
export class CompiledDecisions {
  /** The decisions that may be asked for: those that no service keeps to itself. */
  readonly decisions: readonly string[];
  /** The services of the model. */
  readonly services: readonly string[];
  readonly #offered: ReadonlyMap<string, LinkedElement>;
  readonly #graph: ModelGraph;
  readonly #elements: readonly LinkedElement[];
  /** The names of imports by namespace. */
  readonly #aliases: ReadonlyMap<string, string>;

  constructor({ elements, model }: LinkedModel, graph: ModelGraph) {
    this.#aliases = new Map(model.imports.map(({ name, namespace }) => [namespace, name]));
    const hidden = hiddenIn(elements, graph);
    const offered = elements.filter(
      (element) =>
        (element.kind === 'decision' && !hidden.has(element)) || element.kind === 'service',
    );
    this.#graph = graph;
    this.#elements = elements;
    this.#offered = new Map(offered.map((element) => [element.name, element]));
    this.decisions = offered.filter(({ kind }) => kind === 'decision').map(({ name }) => name);
    this.services = offered.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  }

  /**
   * Evaluates a decision, or a service by its name, with what that requires, each part once.
   *
   * Inputs are JSON by name: text is read as a date, a time, a duration or a number where the model
   * says that it is one. Inputs of an imported model stand under the import's name, or by their
   * own. To a service, a decision that it takes as an input is one, too.
   *
   * @throws BpmError BPM_UNKNOWN_DECISION — the model offers no such decision or service
   */
  evaluate(
    name: string,
    inputs: Readonly<Record<string, unknown>> = {},
    moment?: EvaluationMoment,
  ): DecisionResult {
    const element = this.#offered.get(name);
    if (element === undefined) {
      throw new BpmError('BPM_UNKNOWN_DECISION', {
        decision: name,
        offered: [...this.#offered.keys()],
      });
    }
    const run = new Run(() => undefined, moment, FEEL_LIMITS);
    const { value, diagnostics } = this.evaluateIn(run, element, this.#givenOf(inputs));
    const json = guarded(run, (): JsonValue => jsonOfValue(value, run));
    return { value: json, diagnostics: diagnostics(), matches: run.matches };
  }

  /** The decisions that a service hands out, by name; with one of them, its value is that one's. */
  outputsOf(service: string): readonly string[] {
    const found = this.#offered.get(service);
    if (found?.kind !== 'service') return [];
    return found.written.outputs.flatMap((output) => this.#graph.find(output, found)?.name ?? []);
  }

  /** @internal Any element of the model, those that are not offered, too. */
  elementNamed(name: string): LinkedElement | undefined {
    return this.#elements.find((element) => element.name === name);
  }

  /** @internal The same with values of FEEL, as a part of a run. */
  evaluateIn(
    run: Run,
    element: LinkedElement,
    given: Given,
  ): { value: FeelValue; diagnostics: () => DecisionDiagnostic[] } {
    const blame = new Blame(run);
    const request = new Request(run, given, blame);
    const value = guarded(run, () => {
      if (element.kind !== 'service') return request.valueOf(element);
      return blame.during(element.name, () => this.#serve(element, request));
    });
    return { value, diagnostics: () => blame.diagnostics() };
  }

  /** Inputs by name; those of an import first under its name. */
  #givenOf(inputs: Readonly<Record<string, unknown>>): Given {
    return ({ name, namespace, type }) => {
      const alias = this.#aliases.get(namespace);
      const isNested = alias !== undefined && Object.hasOwn(inputs, alias);
      const imported = isNested ? inputs[alias] : undefined;
      const from = isRecord(imported) && Object.hasOwn(imported, name) ? imported : inputs;
      return Object.hasOwn(from, name) ? typedJson(from[name], type) : undefined;
    };
  }

  #serve(service: LinkedElement, request: Request): FeelValue {
    const { run } = request;
    const positional = parametersOf(service, this.#graph).map((parameter) => {
      const value = request.given(parameter);
      if (value !== undefined) return fitted(parameter, value, { run, at: 0 }) ?? null;
      return run.report('unknown-name', `there is no input '${parameter.name}'`, 0);
    });
    const called = request.valueOf(service) as FeelFunction;
    return called.invoke({ positional }, { run, at: 0 });
  }
}

/** Decisions that a service keeps to itself and none hands out. */
function hiddenIn(elements: readonly LinkedElement[], graph: ModelGraph): Set<LinkedElement> {
  const hidden = new Set<LinkedElement>();
  const services = elements.filter((element) => element.kind === 'service');
  for (const service of services) {
    for (const reference of service.written.encapsulated) {
      const found = graph.find(reference, service);
      if (found !== undefined) hidden.add(found);
    }
  }
  for (const service of services) {
    for (const reference of service.written.outputs) {
      const found = graph.find(reference, service);
      if (found !== undefined) hidden.delete(found);
    }
  }
  return hidden;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
