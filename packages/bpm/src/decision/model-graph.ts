/**
 * The elements of a model and of those that it imports, linked by their requirements.
 *
 * An element is found by id, else by name. What an element requires is what its expressions may
 * name: its own model's elements as they are called, those of an imported one as `import.element`.
 *
 * @source DMN 1.5, 6.2.2 "Requirements", 6.3.3 "Import"
 */
import type { DefinitionIssue } from '../errors.ts';
import type { NameScope } from '../expression.ts';
import { EntriesContext, type FeelValue } from '../feel/value.ts';
import { ModelTypes, shapeOf } from './item-type.ts';
import type {
  Decision,
  DecisionModel,
  DecisionService,
  InputData,
  KnowledgeModel,
  Reference,
} from './model.ts';
import type { ModelElement, Request } from './request.ts';

/** An element, with what it was written as. */
export type LinkedElement = ModelElement & { readonly model: LinkedModel } & (
    | { readonly kind: 'input'; readonly written: InputData }
    | { readonly kind: 'decision'; readonly written: Decision }
    | { readonly kind: 'knowledge'; readonly written: KnowledgeModel }
    | { readonly kind: 'service'; readonly written: DecisionService }
  );

/** A model, its elements made. */
export interface LinkedModel {
  readonly model: DecisionModel;
  readonly types: ModelTypes;
  readonly elements: LinkedElement[];
  /** The elements by id, and by name: the first of each. */
  readonly byId: Map<string, LinkedElement>;
  readonly byName: Map<string, LinkedElement>;
  /** Imported models by the name they have here. */
  readonly imports: ReadonlyMap<string, LinkedModel>;
}

/** A name in the frame of an element. */
export interface Slot {
  readonly name: string;
  readonly shape: true | NameScope;
  readonly fetch: (request: Request) => FeelValue;
}

/** Models and elements of one compilation. */
export class ModelGraph {
  readonly faults: DefinitionIssue[] = [];
  readonly elements: LinkedElement[] = [];
  readonly #models: ReadonlyMap<string, DecisionModel>;
  readonly #linked = new Map<string, LinkedModel | 'open'>();

  constructor(others: readonly DecisionModel[]) {
    this.#models = new Map(others.map((other) => [other.namespace, other]));
  }

  /** Makes the elements of a model, and before them those of its imports. */
  link(model: DecisionModel): LinkedModel {
    this.#linked.set(model.namespace, 'open');
    const imports = new Map<string, LinkedModel>();
    for (const { name, namespace } of model.imports) {
      const imported = this.#imported(namespace, name);
      if (imported !== undefined) imports.set(name, imported);
    }
    const typesOfImports = new Map([...imports].map(([name, { types }]) => [name, types]));
    const types = new ModelTypes(model, typesOfImports, this.faults);
    const linked: LinkedModel = {
      model,
      types,
      imports,
      elements: [],
      byId: new Map(),
      byName: new Map(),
    };
    for (const written of model.inputs) this.#add(linked, 'input', written);
    for (const written of model.decisions) this.#add(linked, 'decision', written);
    for (const written of model.knowledge) this.#add(linked, 'knowledge', written);
    for (const written of model.services) this.#add(linked, 'service', written);
    this.#checkNames(linked);
    this.#linked.set(model.namespace, linked);
    return linked;
  }

  #imported(namespace: string, name: string): LinkedModel | undefined {
    const known = this.#linked.get(namespace);
    if (known === 'open') {
      this.#fault('import-cycle', `import ${name}`, 'the models import each other: part them');
      return undefined;
    }
    if (known !== undefined) return known;
    const model = this.#models.get(namespace);
    if (model !== undefined) return this.link(model);
    const message = `there is no model of the namespace '${namespace}': hand it in`;
    this.#fault('unknown-import', `import ${name}`, message);
    return undefined;
  }

  /** An input that nobody declared, but an expression of a model without requirements names. */
  addInput(model: LinkedModel, name: string): LinkedElement {
    return this.#add(model, 'input', { name });
  }

  #add(
    model: LinkedModel,
    kind: LinkedElement['kind'],
    written: LinkedElement['written'],
  ): LinkedElement {
    const type = written.type === undefined ? undefined : model.types.lookup(written.type);
    if (written.type !== undefined && type === undefined) {
      const message = `there is no type '${written.type}': define it`;
      this.#fault('unknown-type', `${kind} ${written.name}`, message);
    }
    const element = {
      index: this.elements.length,
      kind,
      name: written.name,
      namespace: model.model.namespace,
      type: type?.kind === 'Any' ? undefined : type,
      evaluate: () => null,
      model,
      written,
    } as LinkedElement;
    this.elements.push(element);
    model.elements.push(element);
    const { id = '', name } = written;
    if (!model.byId.has(id)) model.byId.set(id, element);
    if (!model.byName.has(name)) model.byName.set(name, element);
    return element;
  }

  #checkNames({ elements }: LinkedModel): void {
    const seen = new Set<string>();
    for (const { kind, name } of elements) {
      if (seen.has(name)) {
        const message = `there is another element of the name '${name}': rename one`;
        this.#fault('duplicate-name', `${kind} ${name}`, message);
      }
      seen.add(name);
    }
  }

  /** The element that is meant; undefined, and a fault, where there is none. */
  find(reference: Reference, from: LinkedElement): LinkedElement | undefined {
    const [namespace, ref] =
      typeof reference === 'string'
        ? [from.model.model.namespace, reference]
        : [reference.namespace, reference.ref];
    const model =
      namespace === from.model.model.namespace
        ? from.model
        : [...from.model.imports.values()].find((other) => other.model.namespace === namespace);
    const found = model?.byId.get(ref) ?? model?.byName.get(ref);
    if (found !== undefined) return found;
    const message = `there is no element '${ref}'${namespace && ` of '${namespace}'`}: add it`;
    this.#fault('unknown-element', `${from.kind} ${from.name}`, message);
    return undefined;
  }

  #fault(code: string, path: string, message: string): void {
    this.faults.push({ code, path, message });
  }
}

/** The names that an element may use, and where their values come from. */
export function slotsOf(required: readonly LinkedElement[], from: LinkedElement): Slot[] {
  const slots: Slot[] = [];
  const imported = new Map<string, LinkedElement[]>();
  for (const element of required) {
    const alias = aliasOf(element.model, from.model);
    if (alias === '') slots.push(slotOf(element));
    else imported.set(alias, [...(imported.get(alias) ?? []), element]);
  }
  for (const [alias, elements] of imported) slots.push(importSlot(alias, elements));
  return slots;
}

function aliasOf(model: LinkedModel, here: LinkedModel): string {
  return [...here.imports].find(([, other]) => other === model)?.[0] ?? '';
}

function slotOf(element: LinkedElement): Slot {
  const fetch = (request: Request): FeelValue => request.valueOf(element);
  return { name: element.name, shape: shapeOf(element.type), fetch };
}

/** The elements of an import that are required, as a context by its name. */
function importSlot(name: string, elements: readonly LinkedElement[]): Slot {
  const shapes = elements.map((element) => [element.name, shapeOf(element.type)] as const);
  return {
    name,
    shape: Object.fromEntries(shapes),
    fetch: (request) =>
      new EntriesContext(
        new Map(elements.map((element) => [element.name, request.valueOf(element)] as const)),
      ),
  };
}
