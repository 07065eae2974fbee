/**
 * @kontor/bpm/scxml: state charts from SCXML 1.0.
 *
 * A text becomes a chart's definition, plain JSON that `compileChart` makes ready to run. What a
 * chart can't say is told.
 */
export type { ScxmlDiagnostic, ScxmlDiagnosticCode } from './statechart/scxml/diagnostic.ts';
export { fromScxml, type ScxmlRead } from './statechart/scxml/read-scxml.ts';
export type { ScxmlOptions } from './statechart/scxml/reading.ts';
