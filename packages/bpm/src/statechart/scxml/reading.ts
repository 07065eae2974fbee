/** What a reading of SCXML knows and says: its options, its findings, attributes and sources. */
import type { TextOrExpr, ValueSource } from '../chart-model.ts';
import type { ScxmlDiagnostic, ScxmlDiagnosticCode } from './diagnostic.ts';
import { innerText, type XmlElement } from './xml-tree.ts';

/** How a text is read. */
export interface ScxmlOptions {
  /** The language where the document names none; `feel` when left out. */
  readonly language?: string;
  /** The text that a `src` of data or a script names; undefined: there is none. */
  readonly load?: (src: string) => string | undefined;
}

/** One reading. */
export class Reading {
  readonly options: ScxmlOptions;
  readonly diagnostics: ScxmlDiagnostic[] = [];
  #anonymous = 0;

  constructor(options: ScxmlOptions) {
    this.options = options;
  }

  /** An id for a state that has none. */
  nextId(): string {
    this.#anonymous++;
    return `anonymous.${this.#anonymous}`;
  }

  error(element: XmlElement, code: ScxmlDiagnosticCode, message: string): void {
    this.diagnostics.push({ code, severity: 'error', line: element.line, message });
  }

  /** An element that stands where it means nothing. */
  unknown(element: XmlElement): void {
    const message = `<${element.name}> means nothing here: it was left out.`;
    const { line } = element;
    this.diagnostics.push({ code: 'unknown-element', severity: 'warning', line, message });
  }

  /** An attribute that must be there. */
  required(element: XmlElement, name: string): string {
    const value = element.attributes[name];
    if (value !== undefined) return value;
    this.error(element, 'missing-attribute', `<${element.name}> needs '${name}'. Add it.`);
    return '?';
  }

  /** What a `src` names. */
  loaded(element: XmlElement, src: string): string {
    const text = this.options.load?.(src);
    if (text !== undefined) return text;
    this.error(element, 'unresolved-source', `'${src}' was not handed in. Give it by 'load'.`);
    return '';
  }

  /** A value: by `expr`, by `src`, or by what stands inside. */
  source(element: XmlElement): ValueSource | undefined {
    const { expr, src } = element.attributes;
    if (expr !== undefined) return { expr };
    if (src !== undefined) return { text: this.loaded(element, src) };
    const text = innerText(element);
    return text.trim() === '' ? undefined : { text };
  }
}

/** `name` as it stands, or `nameexpr` to be computed. */
export function textOrExpr(
  { attributes }: XmlElement,
  name: string,
  computed = `${name}expr`,
): TextOrExpr | undefined {
  const expr = attributes[computed];
  return expr === undefined ? attributes[name] : { expr };
}

/** Words between spaces; undefined where there are none. */
export function words(text: string | undefined): string[] | undefined {
  const found = text?.split(/\s+/).filter((word) => word !== '') ?? [];
  return found.length === 0 ? undefined : found;
}

/** The same without what is undefined, so that a definition is as small as it reads. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(
    Object.entries(value).filter(([, part]) => part !== undefined),
  ) as unknown as T;
}
