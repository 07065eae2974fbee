/**
 * Elements of a document by id, each with its path for messages.
 */
import { type BpmnDocument, type BpmnElement, childrenOf } from './document.ts';

/** Finds elements and says where they are. */
export class DocumentIndex {
  readonly #byId = new Map<string, BpmnElement>();
  readonly #paths = new Map<BpmnElement, string>();

  constructor({ definitions }: BpmnDocument) {
    this.#add(definitions, 'definitions');
  }

  /** The element a reference means: by its id, or by the local part of a qualified name. */
  find(reference: string | undefined): BpmnElement | undefined {
    if (reference === undefined) return undefined;
    return this.#byId.get(reference) ?? this.#byId.get(reference.slice(reference.indexOf(':') + 1));
  }

  /** The id of an element, or the nearest id around it and the way down from there. */
  pathOf(element: BpmnElement): string {
    return this.#paths.get(element) ?? 'definitions';
  }

  #add(element: BpmnElement, path: string): void {
    const id = element['id'];
    this.#paths.set(element, path);
    if (typeof id === 'string' && !element.$type.startsWith('bpmndi:')) this.#byId.set(id, element);
    for (const [property, child] of childrenOf(element)) {
      const own = child['id'];
      this.#add(child, typeof own === 'string' ? own : `${path}.${nameIn(property, child)}`);
    }
  }
}

/** What a child is called on the way down: a list of elements is called by their types. */
const nameIn = (property: string, child: BpmnElement): string =>
  ['values', '$children', 'eventDefinitions'].includes(property) ? child.$type : property;
