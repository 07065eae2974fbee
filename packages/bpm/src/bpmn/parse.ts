/**
 * XML to a document, by bpmn-moddle: `text → BpmnDocument`.
 *
 * bpmn-moddle resolves references to objects and forgets those that lead nowhere; here references
 * stay ids, all of them, in their order. What it cannot place is told, as it is not in the
 * document.
 */
import {
  BpmnModdle,
  type ModdleElement,
  type ModdleProperty,
  type ModdleResult,
} from 'bpmn-moddle';
import type { BpmnDiagnostic, BpmnDiagnosticCode } from './diagnostic.ts';
import { type BpmnDocument, type BpmnElement, type BpmnValue, textIn } from './document.ts';
import { VENDOR_PREFIXES } from './namespaces.ts';

/** The document, where there is one, and what is to be said of it. */
export interface Parsed {
  readonly document: BpmnDocument | undefined;
  readonly diagnostics: readonly BpmnDiagnostic[];
}

/** A meta-model with the vendors' prefixes; it changes its options, so each gets its own. */
export const bpmnModdle = (): BpmnModdle => new BpmnModdle({}, { nsMap: { ...VENDOR_PREFIXES } });

/** Parses a text that guard.ts let through; one that is no BPMN gives a diagnostic. */
export async function parse(text: string): Promise<Parsed> {
  let result: ModdleResult;
  try {
    result = await bpmnModdle().fromXML(text, 'bpmn:Definitions', { handler: watchedHandler });
  } catch (error) {
    return { document: undefined, diagnostics: [notRead(String((error as Error).message))] };
  }
  const diagnostics = result.warnings.flatMap(diagnosticOf);
  const conversion = new Conversion(result);
  const definitions = conversion.element(result.rootElement);
  return { document: { namespaces: conversion.namespaces, definitions }, diagnostics };
}

const fault = (code: BpmnDiagnosticCode, path: string, message: string): BpmnDiagnostic => ({
  code,
  severity: 'error',
  path,
  message,
});

/** Faults that are told; a file with more of them is not read. */
const MOST_FAULTS = 200;
const TOO_MANY = `more than ${MOST_FAULTS} faults`;

interface Context {
  addWarning(warning: { readonly message: string }): void;
}
interface Handler {
  context: Context;
}

/**
 * The reader's method that makes the handler of the root, with an eye on the context that the
 * handler is given: bpmn-moddle looks for the line of each fault from the start of the text, which
 * takes minutes when there are very many, and knows no limit of its own.
 */
function watchedHandler(this: object, name: string): Handler {
  const reader = Object.getPrototypeOf(this) as { handler(name: string): Handler };
  const handler = reader.handler.call(this, name);
  let context: Context;
  return Object.defineProperty(handler, 'context', {
    get: () => context,
    set(given: Context) {
      context = given;
      const add = given.addWarning.bind(given);
      let faults = 0;
      given.addWarning = (warning): void => {
        if (warning.message.startsWith('unparsable content') && ++faults > MOST_FAULTS) {
          throw new Error(TOO_MANY);
        }
        add(warning);
      };
    },
  });
}

function notRead(reason: string): BpmnDiagnostic {
  if (reason === TOO_MANY) {
    const message = `It has ${TOO_MANY}: ids used twice, elements BPMN does not have. Mend it.`;
    return fault('unreadable-content', 'definitions', message);
  }
  const isXml = reason.startsWith('failed to parse document as');
  return isXml
    ? fault('not-bpmn', 'definitions', 'Its root is not <definitions> of BPMN 2.0. Export it so.')
    : fault('not-xml', 'definitions', `It is not well-formed XML: ${oneLine(reason)}. Mend it.`);
}

/** The id of an element, or the nearest around it. */
function idAround(element: ModdleElement | undefined): string {
  for (let around = element; around !== undefined; around = around.$parent) {
    const id = textIn(around['id']);
    if (id !== undefined) return id;
  }
  return 'definitions';
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

function diagnosticOf(warning: ModdleResult['warnings'][number]): BpmnDiagnostic[] {
  // Bytes were decoded before; unknown attributes stay in the document, as foreign ones.
  if (/^(?:unsupported document encoding|unknown attribute)/.test(warning.message)) return [];
  const path = idAround(warning.element);
  if (warning.message.startsWith('unresolved reference')) {
    const property = warning.property?.replace(/^\w+:/, '') ?? 'a reference';
    const message =
      `Its ${property} is '${warning.value ?? ''}', which no element is. ` +
      'Add the element, or mend the reference.';
    return [{ code: 'unresolved-reference', severity: 'warning', path, message }];
  }
  const message =
    `${oneLine(warning.message)}: BPMN has no place for it, so it is not in the document. ` +
    'Move it into <extensionElements>, or mend it.';
  return [fault('unreadable-content', path, message)];
}

/**
 * The attributes of a foreign element. One with the prefix of its element is written without, as
 * bpmn-moddle does; where both stand, the one without counts.
 */
function foreignAttributes(element: ModdleElement, prefix: string): Record<string, string> {
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(element)) {
    if (name.startsWith('$') || typeof value !== 'string') continue;
    const own = name.startsWith(`${prefix}:`) ? name.slice(prefix.length + 1) : name;
    if (own === name || !Object.hasOwn(element, own)) read[own] = value;
  }
  return read;
}

/** One run over the elements of a file. */
class Conversion {
  readonly namespaces: Record<string, string> = {};
  /** Ids by element and property, as they stood. */
  readonly #references = new Map<ModdleElement, Map<string, string[]>>();

  constructor({ references }: ModdleResult) {
    for (const { element, property, id } of references) {
      let of = this.#references.get(element);
      if (of === undefined) this.#references.set(element, (of = new Map<string, string[]>()));
      const name = property.replace(/^\w+:/, '');
      const ids = of.get(name);
      if (ids === undefined) of.set(name, [id]);
      else ids.push(id);
    }
  }

  element(element: ModdleElement): BpmnElement {
    if (element.$descriptor.isGeneric === true) return this.#foreign(element);
    const read: Record<string, BpmnValue> & { $type: string } = { $type: element.$type };
    // The type is in `$type`, and written again where XML needs it.
    const { 'xsi:type': _, ...attributes } = element.$attrs ?? {};
    if (Object.keys(attributes).length > 0) read['$attrs'] = attributes;
    for (const property of element.$descriptor.properties ?? []) {
      const value = this.#value(element, property);
      if (value !== undefined) read[property.name] = value;
    }
    return read;
  }

  #value(element: ModdleElement, property: ModdleProperty): BpmnValue | undefined {
    const { name, isMany } = property;
    if (property.isVirtual === true) return undefined;
    if (property.isReference === true) {
      const ids = this.#references.get(element)?.get(name.replace(/^\w+:/, ''));
      return isMany === true ? ids : ids?.[0];
    }
    if (!Object.hasOwn(element, name)) return undefined;
    const value = element[name];
    if (value === property.default || (typeof value === 'number' && !Number.isFinite(value))) {
      return undefined;
    }
    if (!Array.isArray(value)) return this.#one(value);
    const items = value.map((item) => this.#one(item) as string | BpmnElement);
    return items.length === 0 ? undefined : items;
  }

  #one(value: unknown): BpmnValue {
    return typeof value === 'object' && value !== null
      ? this.element(value as ModdleElement)
      : (value as string | number | boolean);
  }

  #foreign(element: ModdleElement): BpmnElement {
    const { prefix = '', uri = '' } = element.$descriptor.ns;
    this.namespaces[prefix] ??= uri;
    const attributes = foreignAttributes(element, prefix);
    const children = element.$children?.map((child) => this.element(child));
    return {
      $type: element.$type,
      ...(this.namespaces[prefix] !== uri && { $uri: uri }),
      ...(Object.keys(attributes).length > 0 && { $attrs: attributes }),
      ...(element.$body !== undefined && { $body: element.$body }),
      ...(children !== undefined && { $children: children }),
    };
  }
}
