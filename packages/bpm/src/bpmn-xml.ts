/**
 * @kontor/bpm/bpmn-xml: BPMN 2.0 XML in and out.
 *
 * A file becomes a document, which is all of it as JSON, and its processes become definitions. What
 * a definition cannot say is told, and stays in the document.
 */
export type { BpmnDiagnostic, BpmnDiagnosticCode, BpmnSeverity } from './bpmn/diagnostic.ts';
export type { DialectName } from './bpmn/dialect.ts';
export type { BpmnDocument, BpmnElement, BpmnValue } from './bpmn/document.ts';
export { type ReadBpmnOptions, type ReadBpmnResult, readBpmn } from './bpmn/read.ts';
export { writeBpmn } from './bpmn/write.ts';
export type { Placement } from './bpmn/place-process.ts';
export { readPlacement } from './bpmn/read-placement.ts';
