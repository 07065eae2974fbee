/**
 * What reading a file has to say: typed, with the element it is about. Nothing is dropped in
 * silence.
 */

/** Why something was said. */
export type BpmnDiagnosticCode =
  | 'not-xml' // the text is not well-formed
  | 'not-bpmn' // its root is not BPMN 2.0 definitions
  | 'refused' // a document type or entities: they have no place in BPMN, and are a way to attack
  | 'too-large' // more characters than the limit
  | 'too-deep' // elements nested deeper than the limit
  | 'encoding' // bytes that are not of the encoding they name
  | 'unreadable-content' // content that BPMN has no place for: it is not in the document
  | 'unresolved-reference' // an id that no element has
  | 'unsupported-element' // an element without counterpart in a definition
  | 'unsupported-attribute' // an attribute without counterpart
  | 'unknown-extension' // an extension of a vendor that is not understood
  | 'missing-content' // something a definition needs; a stand-in was taken
  | 'expression' // an expression that stays in a language other than FEEL
  | 'rewritten' // said in other words than the file's
  | 'invalid-definition'; // what came out is no definition, and is not among the processes

/**
 * `error`: a process or a part of it is missing or stands in for something. `warning`: it may
 * behave otherwise than the file says. `note`: kept in the document, without bearing on behaviour.
 */
export type BpmnSeverity = 'error' | 'warning' | 'note';

/** One thing to know. */
export interface BpmnDiagnostic {
  readonly code: BpmnDiagnosticCode;
  readonly severity: BpmnSeverity;
  /** The id of the element, or of the nearest around it with the way down: `task.documentation`. */
  readonly path: string;
  /** What it is, and the remedy. */
  readonly message: string;
}
