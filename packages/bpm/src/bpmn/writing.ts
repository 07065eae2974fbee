/**
 * One writing of definitions into a document: ids that XML takes, and the root elements that events
 * refer to.
 *
 * An id of XML is unique in its file and, as most tools have it, of ASCII signs; an id of a
 * definition is unique in its process. Where they differ, `kontor:id` holds the definition's.
 */
import { BpmError } from '../errors.ts';
import type { Expression, TextOrExpression } from '../event-model.ts';
import type { Node, ProcessDefinition } from '../model.ts';
import type { BpmnElement } from './document.ts';
import { languageOf } from './read-expression.ts';

/** Attributes of Kontor's namespace; undefined ones are left out. */
export type KontorAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** The state of a writing. */
export class Writing {
  /** Messages, signals, errors and escalations, in the order they were first referred to. */
  readonly roots: BpmnElement[] = [];
  #process = '';
  #language = 'feel';
  readonly #used = new Set<string>();
  /** XML ids by process and id of the definition. */
  readonly #ids = new Map<string, Map<string, string>>();
  readonly #processes = new Map<string, string>();
  readonly #rootIds = new Map<string, string>();

  /** Gives all elements their ids before any is written, so that made-up ids give way to them. */
  constructor(definitions: readonly ProcessDefinition[]) {
    for (const { id } of definitions) this.#processes.set(id, this.fresh(id));
    for (const { id, nodes, flows } of definitions) {
      const ids = new Map<string, string>();
      this.#ids.set(id, ids);
      this.#reserve(ids, nodes, flows);
    }
  }

  /** Begins with a process. */
  enter({ id, language }: ProcessDefinition): void {
    this.#process = id;
    this.#language = language;
  }

  /** An id that nothing has yet, like the one wished for. */
  fresh(wished: string): string {
    const plain = wished.replace(/[^\w.-]/g, '_').replace(/^(?![A-Za-z_])/, '_');
    let id = plain;
    for (let count = 2; this.#used.has(id); count++) id = `${plain}_${count}`;
    this.#used.add(id);
    return id;
  }

  processId(id: string): string | undefined {
    return this.#processes.get(id);
  }

  /**
   * The XML id of a node or flow of this process.
   *
   * @throws BpmError BPM_INVALID_DEFINITION — there is none
   */
  id(id: string, referredBy = id): string {
    const found = this.#ids.get(this.#process)?.get(id);
    if (found !== undefined) return found;
    const message = `refers to '${id}', which is no node or flow of the process`;
    throw new BpmError('BPM_INVALID_DEFINITION', {
      process: this.#process,
      issues: [{ code: 'unknown-target', path: referredBy, message }],
    });
  }

  /** The id of a root element by what events match it with; made when it is first asked for. */
  root(type: string, property: string, value: string): string {
    const key = `${type} ${value}`;
    const known = this.#rootIds.get(key);
    if (known !== undefined) return known;
    const id = this.fresh(`${type}_${this.roots.length + 1}`);
    this.#rootIds.set(key, id);
    const named = property === 'name' ? {} : { name: value };
    this.roots.push({ $type: `bpmn:${type}`, id, ...named, [property]: value });
    return id;
  }

  /** An expression as an element, with its language. */
  expression(expression: Expression): BpmnElement {
    const body = typeof expression === 'string' ? expression : expression.text;
    return { $type: 'bpmn:FormalExpression', body, language: this.language(expression) };
  }

  /** The name of an expression's language in XML. */
  language(expression: Expression): string {
    return languageOf(expression, this.#language);
  }

  /** A text without language, or an expression with one. */
  text(text: TextOrExpression): BpmnElement {
    if (typeof text !== 'string') return this.expression(text.expression);
    return { $type: 'bpmn:FormalExpression', body: text };
  }

  #reserve(
    ids: Map<string, string>,
    nodes: readonly Node[],
    flows: readonly { readonly id: string }[],
  ): void {
    for (const { id } of [...nodes, ...flows]) ids.set(id, this.fresh(id));
    for (const node of nodes) {
      if (node.kind === 'subProcess') this.#reserve(ids, node.nodes, node.flows);
    }
  }
}

/** `$attrs` of an element with these of Kontor's, or none. */
export function kontorAttributes(attributes: KontorAttributes): Pick<BpmnElement, '$attrs'> {
  const said = Object.entries(attributes).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[`kontor:${name}`, String(value)]],
  );
  return said.length === 0 ? {} : { $attrs: Object.fromEntries(said) };
}

/** A value that XML leaves out as the default, so that it is known to have been said. */
export const saidDefault = <T>(value: T | undefined, byDefault: T): T | undefined =>
  value === byDefault ? value : undefined;

/** Extension elements, or none. */
export const extended = (values: readonly BpmnElement[]): { extensionElements?: BpmnElement } =>
  values.length === 0 ? {} : { extensionElements: { $type: 'bpmn:ExtensionElements', values } };
