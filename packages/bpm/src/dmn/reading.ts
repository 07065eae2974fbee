/**
 * One reading of a file: what was found out about it, and how names and references are written.
 */
import type { Reference } from '../decision/model.ts';
import type { DmnDiagnostic, DmnDiagnosticCode } from './diagnostic.ts';
import { childOf, type XmlElement } from './xml.ts';

/** What the readers of elements are handed. */
export class Reading {
  readonly diagnostics: DmnDiagnostic[] = [];
  readonly namespace: string;
  #path = 'definitions';

  constructor(definitions: XmlElement) {
    this.namespace = definitions.attributes['namespace'] ?? '';
  }

  /** Reads an element whose faults are told under its id. */
  at<T>(element: XmlElement, read: () => T): T {
    const before = this.#path;
    this.#path = element.attributes['id'] ?? element.attributes['name'] ?? before;
    const result = read();
    this.#path = before;
    return result;
  }

  /** Tells of something. */
  tell(
    code: DmnDiagnosticCode,
    message: string,
    severity: DmnDiagnostic['severity'] = 'error',
  ): void {
    this.diagnostics.push({ code, severity, path: this.#path, message });
  }

  /** The name of an element; one without gets its id, and is told of. */
  name(element: XmlElement): string {
    const { name, id } = element.attributes;
    if (name !== undefined && name.trim() !== '') return name.trim();
    this.tell('missing', `<${element.name}> has no name. Give it one.`);
    return id ?? element.name;
  }

  /** The id of an element, where it has one. */
  id({ attributes }: XmlElement): { id?: string } {
    const { id } = attributes;
    return id === undefined || id === '' ? {} : { id };
  }

  /** A type, as an attribute has it; up to DMN 1.1 it is a qualified name. */
  type(
    element: XmlElement | undefined,
    written = element?.attributes['typeRef'],
  ): { type?: string } {
    const name = written?.trim();
    if (element === undefined || name === undefined || name === '') return {};
    const prefix = /^([\w.-]+):/.exec(name)?.[1];
    const isPrefix = prefix !== undefined && (prefix === 'feel' || prefix in element.prefixes);
    return { type: isPrefix ? name.slice(prefix.length + 1) : name };
  }

  /** The text of a child that holds one, such as unary tests. */
  text(element: XmlElement | undefined): string | undefined {
    if (element === undefined) return undefined;
    const language = element.attributes['expressionLanguage'];
    if (language !== undefined && !/feel/i.test(language)) {
      this.tell('unsupported-language', `'${language}' is not read here. Write it in FEEL.`);
    }
    if (childOf(element, 'importedValues') !== undefined) {
      this.tell('unsupported-element', 'Values of other files are not read. Write them here.');
    }
    return childOf(element, 'text')?.text;
  }

  /** What an `href` leads to. */
  reference(element: XmlElement | undefined): Reference[] {
    const href = element?.attributes['href'];
    if (href === undefined) {
      this.tell('missing', 'A requirement leads nowhere. Give it an href.');
      return [];
    }
    const hash = href.indexOf('#');
    const namespace = href.slice(0, Math.max(hash, 0));
    const ref = href.slice(hash + 1);
    return namespace === '' || namespace === this.namespace ? [ref] : [{ namespace, ref }];
  }
}
