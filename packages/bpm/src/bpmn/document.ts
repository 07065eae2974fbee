/**
 * A BPMN file as plain JSON: every element, attribute, extension and shape of it.
 *
 * The shape is that of bpmn-js's elements, so what is known of those helps here: `$type` is the
 * prefixed type, properties bear the names of the BPMN 2.0 meta-model, references are ids. What the
 * meta-model does not know is kept beside it: foreign attributes in `$attrs`, foreign elements with
 * `$children` and `$body`. Prefixes of known namespaces are the usual ones (`bpmn`, `camunda`, …),
 * whatever the file calls them.
 */

/** The value of a property: an attribute, an element, or a list of elements or ids. */
export type BpmnValue =
  | string
  | number
  | boolean
  | BpmnElement
  | readonly (string | BpmnElement)[]
  | Readonly<Record<string, string>>;

/** An element. Values that equal the default of the meta-model are left out. */
export interface BpmnElement {
  /** `bpmn:UserTask`, `camunda:inputOutput`. */
  readonly $type: string;
  /** Attributes of other namespaces, by prefixed name; of a foreign element, all of them. */
  readonly $attrs?: Readonly<Record<string, string>>;
  /** The children of a foreign element. */
  readonly $children?: readonly BpmnElement[];
  /** The text of a foreign element. */
  readonly $body?: string;
  /** The namespace of a foreign element, where it is not that of its prefix in the document. */
  readonly $uri?: string;
  readonly [property: string]: BpmnValue | undefined;
}

/** A whole file. */
export interface BpmnDocument {
  /** The namespaces of foreign elements, by prefix. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** The root, `bpmn:Definitions`. */
  readonly definitions: BpmnElement;
}

/** Whether a value is an element. */
export function isElement(value: unknown): value is BpmnElement {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && '$type' in value;
}

/** The elements that one property holds, none, one or many. */
export function elementsOf(value: BpmnValue | undefined): readonly BpmnElement[] {
  if (isElement(value)) return [value];
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isElement) : [];
}

/** The properties that hold elements, `$children` among them, with these. */
export function childrenOf(element: BpmnElement): [property: string, BpmnElement][] {
  return Object.entries(element).flatMap(([property, value]) =>
    elementsOf(value).map((child): [string, BpmnElement] => [property, child]),
  );
}

/** All elements of a document, each before its children. */
export function* everyElement(root: BpmnElement): Generator<BpmnElement> {
  yield root;
  for (const [, child] of childrenOf(root)) yield* everyElement(child);
}

/** Drops the members that are undefined: a definition has no such thing as an undefined field. */
export function without<T extends object>(fields: T): T {
  const kept = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as T;
}

/** Fields without the undefined ones, or undefined where none is left. */
export function orNothing<T extends object>(fields: T): T | undefined {
  const kept = without(fields);
  return Object.keys(kept).length === 0 ? undefined : kept;
}

/** A value, if it is a text. */
export const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
