/**
 * @kontor/bpm/dmn-xml: DMN 1.1 to 1.5 XML in.
 *
 * A file becomes a decision model, which is plain JSON for `compileDecisions`. What the model
 * cannot say is told.
 */
export type { DmnDiagnostic, DmnDiagnosticCode } from './dmn/diagnostic.ts';
export { parseDmn, type ParseDmnOptions, type ParseDmnResult } from './dmn/read.ts';
