/** What is to be said of an SCXML text that was read. */

/** Stable, for programs. */
export type ScxmlDiagnosticCode =
  | 'not-xml' // not well-formed
  | 'refused' // it declares a document type
  | 'too-large'
  | 'too-deep'
  | 'no-chart' // the root is no <scxml>
  | 'missing-attribute'
  | 'unresolved-source' // what `src` names was not handed in
  | 'unknown-element';

/** A finding; with an error there is no definition. */
export interface ScxmlDiagnostic {
  readonly code: ScxmlDiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** From 1. */
  readonly line: number;
  readonly message: string;
}
