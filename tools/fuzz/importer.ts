/**
 * What a reader of outside data is to the fuzzer: valid samples, and the way in.
 */

/** A document that is taken in as it stands. */
export type Sample = string | Uint8Array | JsonLike;

/** What a program may hand in where JSON is expected. */
export type JsonLike = object | number | boolean | null;

/** A reader of outside data, one row of the table. */
export interface Importer {
  /** The engine and what is read: `bpm: BPMN XML`. */
  readonly name: string;
  /**
   * The exported functions and methods that the row stands for, each under its entry point:
   * `@kontor/bpm/bpmn-xml readBpmn`, `@kontor/olap Cube.restore`.
   */
  readonly covers: readonly string[];
  /** Documents that are taken in. Texts and bytes are mutated as such, the rest as a tree. */
  readonly samples: readonly Sample[] | (() => Promise<readonly Sample[]>);
  /**
   * Reads a document and uses what came of it, where it can be used; a refusal that is told in the
   * result is a value. Where something is kept, it checks that a refusal has kept nothing.
   */
  readonly read: (document: never) => unknown;
  /** A part of the documents that others are given: of readers that take their time. */
  readonly share?: number;
}

/** A row, typed by its samples. */
export function importer<Document extends Sample>(
  row: Omit<Importer, 'read' | 'samples'> & {
    readonly samples: readonly Document[] | (() => Promise<readonly Document[]>);
    readonly read: (document: Document) => unknown;
  },
): Importer {
  return row;
}
