/**
 * XML as plain elements, by saxen: local names with their namespaces, text as it stands. Document
 * types are refused, so there are no entities to expand, and depth has a limit.
 */
import { Parser } from 'saxen';

/** What is called of saxen's parser, whose package brings no types. */
interface SaxParser {
  on(event: 'openTag', handle: OpenTag): this;
  on(event: 'closeTag', handle: (name: string) => void): this;
  on(event: 'text', handle: (text: string, decode: Decode) => void): this;
  on(event: 'cdata' | 'attention', handle: (text: string) => void): this;
  on(event: 'error', handle: (error: Error) => void): this;
  parse(xml: string): void;
}
type Decode = (text: string) => string;
type OpenTag = (name: string, attributes: () => Record<string, string>, decode: Decode) => void;

/** An element. */
export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  /** The prefixes that count here, with their namespaces; the default one is ''. */
  readonly prefixes: Readonly<Record<string, string>>;
  text: string;
}

/** Thrown where a text is not read; `code` says why. */
export class Unread extends Error {
  readonly code: 'not-xml' | 'refused' | 'too-large';
  constructor(code: Unread['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Prefixes that count at one place; files have up to 30. */
const MOST_PREFIXES = 200;

const local = (name: string): string => name.slice(name.indexOf(':') + 1);
const prefixOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf(':')));

/** The root of a document. */
export function readXml(xml: string, mostDepth: number): XmlElement {
  const top = elementOf('', {}, {});
  const open = [top];
  const parser = new (Parser as new () => SaxParser)();
  parser.on('openTag', (name, attributes, decode) => {
    if (open.length > mostDepth) {
      throw new Unread('too-large', `Elements are nested deeper than ${mostDepth}. Flatten them.`);
    }
    const prefixes = Object.keys(open.at(-1)!.prefixes);
    if (prefixes.length > MOST_PREFIXES) {
      const message = `It declares more than ${MOST_PREFIXES} namespaces. Split it.`;
      throw new Unread('too-large', message);
    }
    const element = elementOf(name, decoded(attributes(), decode), open.at(-1)!.prefixes);
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closeTag', () => void open.pop());
  parser.on('text', (text, decode) => void (open.at(-1)!.text += decode(text)));
  parser.on('cdata', (text) => void (open.at(-1)!.text += text));
  parser.on('attention', () => {
    throw new Unread('refused', 'It declares a document type. DMN has none: remove <!DOCTYPE …>.');
  });
  parser.on('error', ({ message }) => {
    throw new Unread('not-xml', `It is not well-formed XML: ${message}. Mend it.`);
  });
  parser.parse(xml);
  const [root] = top.children;
  if (root === undefined) throw new Unread('not-xml', 'It has no element. Hand in a DMN file.');
  return root;
}

function decoded(
  attributes: Readonly<Record<string, string>>,
  decode: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(attributes).map(([key, text]) => [key, decode(text)]));
}

function elementOf(
  name: string,
  written: Readonly<Record<string, string>>,
  outer: Readonly<Record<string, string>>,
): XmlElement {
  const declared = Object.entries(written).filter(([key]) => /^xmlns(?::|$)/.test(key));
  const prefixes =
    declared.length === 0
      ? outer
      : {
          ...outer,
          ...Object.fromEntries(declared.map(([key, uri]) => [key.slice('xmlns:'.length), uri])),
        };
  const attributes = Object.fromEntries(
    Object.entries(written).map(([key, text]) => [local(key), text]),
  );
  const namespace = prefixes[prefixOf(name)] ?? '';
  return { name: local(name), namespace, attributes, children: [], prefixes, text: '' };
}

/** The first child of that name, of the same namespace. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => isOf(child, element, name));
}

/** The children of that name, of the same namespace. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => isOf(child, element, name));
}

function isOf(child: XmlElement, parent: XmlElement, name: string): boolean {
  return child.name === name && child.namespace === parent.namespace;
}
