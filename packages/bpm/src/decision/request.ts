/**
 * One request to a model: every element that is asked for is evaluated once, however many ask.
 */
import type { ExpressionDiagnostic } from '../expression.ts';
import type { Run } from '../feel/run.ts';
import type { FeelType } from '../feel/type.ts';
import type { FeelValue } from '../feel/value.ts';

/** An element of a model, or of one that it imports. */
export interface ModelElement {
  /** Its place among all elements of all models that were compiled together. */
  readonly index: number;
  readonly kind: 'input' | 'decision' | 'knowledge' | 'service';
  readonly name: string;
  readonly namespace: string;
  readonly type: FeelType | undefined;
  /** Its value; the request keeps it. */
  evaluate: (request: Request) => FeelValue;
}

/** Why a part of a decision is null, and in which element. */
export interface DecisionDiagnostic extends ExpressionDiagnostic {
  readonly element: string;
}

/** Whose diagnostics are whose: what a run says while an element is evaluated is its own. */
export class Blame {
  readonly #run: Run;
  readonly #elements: string[] = [];
  #current = '';

  constructor(run: Run) {
    this.#run = run;
  }

  /** Does an element's work. */
  during<T>(element: string, work: () => T): T {
    const outer = this.#current;
    this.#note(outer);
    this.#current = element;
    const result = work();
    this.#note(element);
    this.#current = outer;
    return result;
  }

  /** All that was said; what was given up midway is the innermost element's. */
  diagnostics(): DecisionDiagnostic[] {
    this.#note(this.#current);
    return this.#run.diagnostics.map((said, at) => ({ ...said, element: this.#elements[at]! }));
  }

  #note(element: string): void {
    const { length } = this.#run.diagnostics;
    while (this.#elements.length < length) this.#elements.push(element);
  }
}

/** What a caller hands over: the value of an input, undefined where there is none. */
export type Given = (element: ModelElement) => FeelValue | undefined;

/** A request, and within it that of a service. */
export class Request {
  readonly run: Run;
  readonly given: Given;
  readonly #blame: Blame;
  readonly #values: (FeelValue | undefined)[] = [];

  constructor(run: Run, given: Given, blame: Blame) {
    this.run = run;
    this.given = given;
    this.#blame = blame;
  }

  /** The value of an element. */
  valueOf(element: ModelElement): FeelValue {
    const known = this.#values[element.index];
    if (known !== undefined) return known;
    const value = this.#blame.during(element.name, () => element.evaluate(this));
    this.#values[element.index] = value;
    return value;
  }

  /** A request of its own within this one, with some values already there. */
  inside(values: readonly (readonly [ModelElement, FeelValue])[]): Request {
    const inner = new Request(this.run, this.given, this.#blame);
    for (const [element, value] of values) inner.#values[element.index] = value;
    return inner;
  }
}
