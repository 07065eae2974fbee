/**
 * XML as plain elements, for reading test models: names without their prefixes, text as it stands.
 */
import { Parser } from 'saxen';

/** An element. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

/** The root element of a document. */
export function readXml(xml: string): XmlElement {
  const top: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [top];
  const parser = new Parser();
  parser.on('openTag', (name, attributes, decode) => {
    const entries = Object.entries(attributes()).map(([key, value]) => [local(key), decode(value)]);
    const element: XmlElement = {
      name: local(name),
      attributes: Object.fromEntries(entries) as Record<string, string>,
      children: [],
      text: '',
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closeTag', () => void open.pop());
  parser.on('text', (text, decode) => void (open.at(-1)!.text += decode(text)));
  parser.on('cdata', (text) => void (open.at(-1)!.text += text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(xml);
  return top.children[0]!;
}

/** The first child of that name. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}

/** The children of that name. */
export function childrenOf(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
}
