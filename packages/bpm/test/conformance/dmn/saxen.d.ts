/**
 * The part of saxen that the reader of test models calls; the package brings no types.
 */
declare module 'saxen' {
  /** A parser that tells what it reads. */
  export class Parser {
    on(event: 'openTag', handle: OpenTag): this;
    on(event: 'closeTag', handle: (name: string) => void): this;
    on(event: 'text', handle: (text: string, decode: (text: string) => string) => void): this;
    on(event: 'cdata', handle: (text: string) => void): this;
    on(event: 'error', handle: (error: Error) => void): this;
    parse(xml: string): void;
  }
  /** A tag that opens; attributes and entities are read when asked for. */
  type OpenTag = (
    name: string,
    attributes: () => Record<string, string>,
    decode: (text: string) => string,
  ) => void;
}
