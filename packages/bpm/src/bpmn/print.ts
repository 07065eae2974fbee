/**
 * A document to XML, by bpmn-moddle: `BpmnDocument → text`, the other way of parse.ts.
 */
import type { BpmnModdle, ModdleElement, ModdleProperty } from 'bpmn-moddle';
import { BpmError } from '../errors.ts';
import type { BpmnDocument, BpmnElement, BpmnValue } from './document.ts';
import { bpmnModdle } from './parse.ts';

/**
 * Writes a document.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — an element whose type BPMN does not have, or text with
 *   signs that XML does not have
 */
export async function print(document: BpmnDocument): Promise<string> {
  const { xml } = await new Printing(document).toXml();
  return withDeclarations(xml, document.definitions);
}

/**
 * Adds the declarations of namespaces that bpmn-moddle left out as unused: a prefix may stand
 * inside a value, where only its reader sees it.
 */
function withDeclarations(xml: string, { $attrs = {} }: BpmnElement): string {
  const end = xml.indexOf('>', xml.indexOf('?>') + 2);
  const declared = new Set(xml.slice(0, end).match(/\bxmlns[:\w.-]*(?==)/g));
  const missing = Object.entries($attrs)
    .filter(([name]) => /^xmlns(?:$|:)/.test(name) && !declared.has(name))
    .map(([name, uri]) => ` ${name}="${uri.replace(/&/g, '&amp;').replace(/"/g, '&quot;')}"`);
  const at = xml.slice(0, end).endsWith('/') ? end - 1 : end;
  return xml.slice(0, at) + missing.join('') + xml.slice(at);
}

class Printing {
  readonly #moddle: BpmnModdle = bpmnModdle();
  readonly #document: BpmnDocument;

  constructor(document: BpmnDocument) {
    this.#document = document;
  }

  toXml(): Promise<{ xml: string }> {
    const root = this.#element(this.#document.definitions, 'definitions');
    return this.#moddle.toXML(root, { format: true });
  }

  #element(element: BpmnElement, path: string): ModdleElement {
    const below = typeof element['id'] === 'string' ? element['id'] : path;
    const created = this.#create(element, below);
    const properties = created.$descriptor.properties;
    if (properties === undefined) return this.#foreign(element, created, below);
    for (const [name, value] of Object.entries(element.$attrs ?? {})) {
      created.set(name === 'xmlns' ? ':xmlns' : name, checked(value, below));
    }
    for (const property of properties) {
      const value = element[property.name];
      if (value === undefined) continue;
      created.set(property.name, this.#value(property, value, `${below}.${property.name}`));
    }
    return created;
  }

  #create(element: BpmnElement, path: string): ModdleElement {
    const { $type } = element;
    const uri = element.$uri ?? this.#document.namespaces[prefixOf($type)];
    try {
      return this.#moddle.create($type);
    } catch {
      if (uri === undefined) throw invalid(path, `BPMN has no '${$type}', and no namespace is it`);
    }
    const attributes = Object.entries(element.$attrs ?? {});
    return this.#moddle.createAny(
      $type,
      uri,
      Object.fromEntries(attributes.map(([name, value]) => [name, checked(value, path)])),
    );
  }

  #foreign(element: BpmnElement, created: ModdleElement, path: string): ModdleElement {
    if (element.$body !== undefined) created.$body = checked(element.$body, path);
    if (element.$children !== undefined) {
      created.$children = element.$children.map((child) => this.#element(child, path));
    }
    return created;
  }

  #value(property: ModdleProperty, value: BpmnValue, path: string): unknown {
    if (Array.isArray(value)) {
      return (value as readonly BpmnValue[]).map((item) => this.#one(property, item, path));
    }
    return this.#one(property, value, path);
  }

  #one(property: ModdleProperty, value: BpmnValue, path: string): unknown {
    if (typeof value === 'object') return this.#element(value as BpmnElement, path);
    if (property.isReference === true) return { id: value };
    return typeof value === 'string' ? checked(value, path) : value;
  }
}

const prefixOf = (type: string): string => type.slice(0, Math.max(0, type.indexOf(':')));

/** Whether a text holds signs that no XML 1.0 can hold, not even escaped. */
function hasControlSigns(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 ? code !== 9 && code !== 10 && code !== 13 : code >= 0xfffe) return true;
  }
  return false;
}

function checked(text: string, path: string): string {
  if (hasControlSigns(text)) throw invalid(path, 'a text holds control signs, which XML cannot');
  return text;
}

const invalid = (path: string, message: string): BpmError =>
  new BpmError('BPM_INVALID_DEFINITION', {
    process: 'BPMN document',
    issues: [{ code: 'bpmn-xml', path, message }],
  });
