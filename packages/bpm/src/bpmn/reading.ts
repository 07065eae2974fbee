/**
 * One reading of a document: looks things up, keeps what was said, and remembers what was taken, so
 * that the rest can be told (unread.ts).
 */
import type { Expression, TextOrExpression } from '../event-model.ts';
import type { NodeOf, ProcessInput, SubProcess } from '../model.ts';
import type { BpmnDiagnostic, BpmnDiagnosticCode, BpmnSeverity } from './diagnostic.ts';
import type {
  ActivityFields,
  CallFields,
  DialectName,
  RepetitionFields,
  TaskFields,
  TimerFields,
} from './dialect.ts';
import { type BpmnDocument, type BpmnElement, elementsOf, textIn, without } from './document.ts';
import { DocumentIndex } from './document-index.ts';

/**
 * The reader of one vendor's extensions.
 *
 * Every member is asked for the elements it may stand on, gives the fields of a definition that it
 * finds there, and marks what it read. Kontor's own extensions are a dialect like the others, asked
 * last.
 */
export interface Dialect {
  readonly name: DialectName | 'kontor';
  /** The expression that a text without a language is; undefined = FEEL as it stands. */
  expression?(text: string): Expression | undefined;
  /** A value that is a text or, marked in the dialect's way, an expression. */
  value?(text: string): TextOrExpression;
  process?(reading: Reading, element: BpmnElement): Partial<ProcessInput>;
  activity?(reading: Reading, element: BpmnElement): ActivityFields;
  event?(reading: Reading, element: BpmnElement): Pick<NodeOf<'throw'>, 'in'> & ActivityFields;
  repetition?(reading: Reading, element: BpmnElement): RepetitionFields;
  /** Of a service, send, script or business rule task. */
  task?(reading: Reading, element: BpmnElement): TaskFields | undefined;
  work?(reading: Reading, element: BpmnElement): NodeOf<'user'>['work'];
  /** The variable that takes the result of a script or decision. */
  result?(reading: Reading, element: BpmnElement): string | undefined;
  call?(reading: Reading, element: BpmnElement): CallFields;
  adHoc?(reading: Reading, element: BpmnElement): SubProcess['adHoc'];
  gateway?(reading: Reading, element: BpmnElement): Pick<NodeOf<'inclusive'>, 'join'>;
  timer?(reading: Reading, element: BpmnElement): TimerFields;
  /** The correlation key, on a message, on its event definition, or on its task. */
  key?(reading: Reading, element: BpmnElement): Expression | undefined;
  /** A flag said although it is the default of BPMN, which XML leaves out. */
  explicit?(reading: Reading, element: BpmnElement, name: string): string | undefined;
}

/** The state of a reading. */
export class Reading {
  readonly document: BpmnDocument;
  readonly index: DocumentIndex;
  readonly diagnostics: BpmnDiagnostic[] = [];
  /** The dialects whose extensions are understood; earlier ones give way to later ones. */
  readonly dialects: readonly Dialect[];
  /** Whether Kontor wrote the file, so that every text is as it says. */
  readonly isOwn: boolean;
  /** The language of expressions that name none, of the process that is read. */
  language = 'feel';
  readonly #taken = new Map<BpmnElement, Set<string>>();

  constructor(document: BpmnDocument, dialects: readonly Dialect[]) {
    this.document = document;
    this.index = new DocumentIndex(document);
    this.dialects = dialects;
    this.isOwn = document.definitions['exporter'] === 'Kontor';
    this.take(document.definitions, 'expressionLanguage');
  }

  /** The fields of all dialects, later ones before earlier ones. */
  merged<T extends object>(ask: (dialect: Dialect) => T | undefined): Partial<T> {
    return this.mergedOrNothing(ask) ?? {};
  }

  /** The same, undefined where no dialect says anything. */
  mergedOrNothing<T extends object>(
    ask: (dialect: Dialect) => T | undefined,
  ): Partial<T> | undefined {
    const said = this.dialects.flatMap((dialect) => ask(dialect) ?? []);
    return said.length === 0 ? undefined : (Object.assign({}, ...said.map(without)) as Partial<T>);
  }

  /** The last answer that a dialect gives. */
  lastOf<T>(ask: (dialect: Dialect) => T | undefined): T | undefined {
    return this.dialects.map(ask).findLast((answer) => answer !== undefined);
  }

  /** Says something about an element. */
  say(
    code: BpmnDiagnosticCode,
    severity: BpmnSeverity,
    element: BpmnElement,
    message: string,
  ): void {
    this.diagnostics.push({ code, severity, path: this.index.pathOf(element), message });
  }

  /** Marks properties or foreign attributes of an element as read. */
  take(element: BpmnElement, ...names: readonly string[]): void {
    const taken = this.#taken.get(element);
    if (taken === undefined) this.#taken.set(element, new Set(names));
    else names.forEach((name) => taken.add(name));
  }

  /** Whether anything of an element was read. */
  isKnown(element: BpmnElement): boolean {
    return this.#taken.has(element);
  }

  isTaken(element: BpmnElement, name: string): boolean {
    return this.#taken.get(element)?.has(name) === true;
  }

  /** A property that is a text. */
  text(element: BpmnElement, property: string): string | undefined {
    this.take(element, property);
    const value = element[property];
    return typeof value === 'string' ? value : undefined;
  }

  /** A property that is true or false. */
  flag(element: BpmnElement, property: string): boolean | undefined {
    this.take(element, property);
    const value = element[property];
    return typeof value === 'boolean' ? value : undefined;
  }

  /** A property that is a number. */
  number(element: BpmnElement, property: string): number | undefined {
    this.take(element, property);
    const value = element[property];
    return typeof value === 'number' ? value : undefined;
  }

  /** A property that is an element. */
  child(element: BpmnElement, property: string): BpmnElement | undefined {
    return this.children(element, property)[0];
  }

  /** A property that is a list of elements. */
  children(element: BpmnElement, property: string): readonly BpmnElement[] {
    this.take(element, property);
    return elementsOf(element[property]);
  }

  /** The element a property refers to. */
  referred(element: BpmnElement, property: string): BpmnElement | undefined {
    return this.index.find(this.text(element, property));
  }

  /** An attribute of a foreign namespace: `camunda:topic`; or of a foreign element. */
  attribute(element: BpmnElement, name: string): string | undefined {
    this.take(element, name);
    return element.$attrs?.[name];
  }

  /** The extension elements of one type, taken as read with their attributes left to be read. */
  extensions(element: BpmnElement, type: string): readonly BpmnElement[] {
    const found = elementsOf(elementsOf(element['extensionElements'])[0]?.['values']);
    return this.#ofType(found, type);
  }

  /** The first extension element of a type. */
  extension(element: BpmnElement, type: string): BpmnElement | undefined {
    return this.extensions(element, type)[0];
  }

  /** The children of a foreign element that are of one type. */
  inner(element: BpmnElement, type: string): readonly BpmnElement[] {
    return this.#ofType(element.$children ?? [], type);
  }

  #ofType(elements: readonly BpmnElement[], type: string): readonly BpmnElement[] {
    const found = elements.filter(({ $type }) => $type === type);
    found.forEach((element) => this.take(element, '$type', '$body'));
    return found;
  }
}

/**
 * The id of an element in a definition; XML may hold another, when several processes share a file.
 */
export const idOf = (element: BpmnElement): string =>
  element.$attrs?.['kontor:id'] ?? textIn(element['id']) ?? '';
