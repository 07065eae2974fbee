/**
 * What a reader of DMN has to say of a file: what is not in the model as the file has it.
 */

/** The reasons, for programs. */
export type DmnDiagnosticCode =
  | 'not-xml' // no well-formed XML
  | 'not-dmn' // the root is no <definitions> of DMN
  | 'refused' // a document type
  | 'too-large' // longer, or nested deeper, than is read
  | 'missing' // a name, an expression, a reference that must be there
  | 'unsupported-language' // an expression that is not FEEL
  | 'unsupported-element'; // an element that the model has no place for

/** An error leaves something out that the decisions may need; a warning does not. */
export interface DmnDiagnostic {
  readonly code: DmnDiagnosticCode;
  readonly severity: 'error' | 'warning';
  /** The id of the element, or of the nearest around it that has one. */
  readonly path: string;
  readonly message: string;
}
