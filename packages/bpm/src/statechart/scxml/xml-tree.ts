/**
 * A text of XML as a tree, read by saxen. Document types with their entities are refused, and so
 * are texts too large and elements nested too deep.
 */
import { Parser } from 'saxen';
import type { ScxmlDiagnostic } from './diagnostic.ts';
import { tagLines } from './tag-lines.ts';

/** Where the reader stands; counted from 0. */
type Context = () => { readonly line: number; readonly column: number };
type Decode = (text: string) => string;
type Hear<Part extends readonly unknown[]> = (...part: Part) => void;
type Attributes = () => Readonly<Record<string, string>>;

/** What is called of the reader. */
interface SaxReader {
  on(part: 'openTag', hear: Hear<[string, Attributes, Decode]>): this;
  on(part: 'text', hear: Hear<[string, Decode]>): this;
  on(part: 'closeTag' | 'cdata', hear: Hear<[string]>): this;
  on(part: 'attention', hear: Hear<[string, Decode, Context]>): this;
  on(part: 'error' | 'warn', hear: Hear<[Error, Context]>): this;
  parse(text: string): void;
}

const saxReader = (): SaxReader => new (Parser as new () => SaxReader)();

/** The namespace of SCXML. */
const SCXML_NAMESPACE = 'http://www.w3.org/2005/07/scxml';

/** Characters of a text, and depth of its elements. */
const CHARACTERS_MOST = 5_000_000;
const DEPTH_MOST = 200;

/** An element. */
export interface XmlElement {
  /** Without prefix where it is of SCXML or of no namespace; else as it is written. */
  readonly name: string;
  readonly written: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
  /** From 1. */
  readonly line: number;
}

/** Namespaces by their prefix; '' is the one of names without. */
type Namespaces = Readonly<Record<string, string>>;

type Growing = XmlElement & {
  readonly children: (XmlElement | string)[];
  readonly namespaces: Namespaces;
};

/** The root of a text, or why it was not read. */
export type XmlRead =
  | { readonly root: XmlElement }
  | { readonly root: undefined; readonly diagnostic: ScxmlDiagnostic };

/** Reads a text of XML. */
export function readXml(xml: string): XmlRead {
  if (xml.length > CHARACTERS_MOST) {
    return fault('too-large', 1, `It has more than ${CHARACTERS_MOST} characters. Split it.`);
  }
  const reading = new Reading();
  try {
    reading.read(xml);
  } catch (error) {
    // The reader throws where no handler hears of a fault, and where a text is cut off.
    const message = error instanceof Error ? error.message : String(error);
    reading.diagnostic ??= fault('not-xml', 1, message).diagnostic;
  }
  const { root, diagnostic } = reading;
  if (diagnostic !== undefined) return { root: undefined, diagnostic };
  return root === undefined
    ? fault('not-xml', 1, 'There is no element. Give a document.')
    : { root };
}

const fault = (
  code: ScxmlDiagnostic['code'],
  line: number,
  message: string,
): Extract<XmlRead, { root: undefined }> => ({
  root: undefined,
  diagnostic: { code, severity: 'error', line, message },
});

class Reading {
  root: XmlElement | undefined;
  diagnostic: ScxmlDiagnostic | undefined;
  readonly #open: Growing[] = [];
  readonly #parser = saxReader();

  read(xml: string): void {
    const lines = tagLines(xml);
    let tag = 0;
    this.#parser
      .on('openTag', (name, attributes, decode) => {
        this.#begin(name, attributes(), decode, lines[tag++] ?? 1);
      })
      .on('closeTag', () => {
        this.#open.pop();
      })
      .on('text', (text, decode) => this.#text(decode(text)))
      .on('cdata', (text) => this.#text(text))
      .on('attention', (_text, _decode, context) => {
        const message = 'It declares a document type. Charts need none: remove <!DOCTYPE …>.';
        this.#refuseAt('refused', context, message);
      })
      .on('error', ({ message }, context) => this.#refuseAt('not-xml', context, message))
      .on('warn', ({ message }, context) => this.#refuseAt('not-xml', context, message))
      .parse(xml);
  }

  #refuseAt(code: ScxmlDiagnostic['code'], context: Context, message: string): never {
    return this.refuse(code, context().line + 1, message);
  }

  /** The first fault counts; the throw leaves the reader, which else goes on to the tag's end. */
  refuse(code: ScxmlDiagnostic['code'], line: number, message: string): never {
    this.diagnostic ??= fault(code, line, message).diagnostic;
    throw new Error(message);
  }

  #begin(
    name: string,
    raw: Readonly<Record<string, string>>,
    decode: (text: string) => string,
    line: number,
  ): void {
    const attributes = Object.fromEntries(
      Object.entries(raw).map(([key, value]) => [key, decode(value)]),
    );
    const namespaces = declaredIn(attributes, this.#open.at(-1)?.namespaces ?? {});
    const element: Growing = {
      name: nameIn(name, namespaces),
      written: name,
      attributes,
      children: [],
      line,
      namespaces,
    };
    this.#open.at(-1)?.children.push(element);
    this.root ??= element;
    this.#open.push(element);
    if (this.#open.length > DEPTH_MOST) {
      this.refuse('too-deep', line, `Elements are nested deeper than ${DEPTH_MOST}. Flatten them.`);
    }
  }

  #text(text: string): void {
    this.#open.at(-1)?.children.push(text);
  }
}

/** The namespaces that count in an element with these attributes. */
function declaredIn(attributes: XmlElement['attributes'], around: Namespaces): Namespaces {
  const declared = Object.entries(attributes)
    .filter(([name]) => /^xmlns(?::|$)/.test(name))
    .map(([name, uri]) => [name.slice('xmlns:'.length), uri] as const);
  return declared.length === 0 ? around : { ...around, ...Object.fromEntries(declared) };
}

function nameIn(written: string, namespaces: Namespaces): string {
  const colon = written.indexOf(':');
  const namespace = namespaces[written.slice(0, Math.max(0, colon))] ?? '';
  return namespace === SCXML_NAMESPACE ? written.slice(colon + 1) : written;
}

/** Whether a child is an element. */
export const isElement = (child: XmlElement | string): child is XmlElement =>
  typeof child !== 'string';

/** The elements inside one. */
export const elementsOf = ({ children }: XmlElement): XmlElement[] => children.filter(isElement);

/** All that stands inside an element as text: its words, or its elements written out. */
export function innerText({ children }: XmlElement): string {
  if (children.some(isElement)) return inside(children).trim();
  return children.flatMap((child) => (isElement(child) ? [] : [child])).join('');
}

const inside = (children: XmlElement['children']): string =>
  children.map((child) => (isElement(child) ? written(child) : escaped(child))).join('');

function written(element: XmlElement): string {
  const attributes = Object.entries(element.attributes)
    .map(([name, value]) => ` ${name}="${escaped(value)}"`)
    .join('');
  return `<${element.written}${attributes}>${inside(element.children)}</${element.written}>`;
}

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
