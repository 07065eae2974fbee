/**
 * Files as short as tests want them: the frame around the elements that a test is about.
 */
import { type BpmnDiagnostic, type ReadBpmnOptions, readBpmn } from '@kontor/bpm/bpmn-xml';
import { expect } from 'vitest';
import { type Node, type ProcessDefinition, processDefinition } from '../../src/model.ts';

/** Namespaces of BPMN and of the three dialects. */
const NAMESPACES = [
  'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"',
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
  'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"',
  'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
  'xmlns:flowable="http://flowable.org/bpmn"',
].join(' ');

/** A file of root elements. */
export const file = (content: string, attributes = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n` +
  `<definitions id="defs" targetNamespace="urn:test" ${NAMESPACES} ${attributes}>${content}` +
  `</definitions>`;

/** A file of one process `p`. */
export const fileOf = (elements: string, roots = '', attributes = ''): string =>
  file(`${roots}<process id="p" isExecutable="true" ${attributes}>${elements}</process>`);

/** What a file of one process gives. */
export interface ReadProcess {
  readonly process: ProcessDefinition;
  /** `warning missing-content pay`, without the notes. */
  readonly told: readonly string[];
  readonly diagnostics: readonly BpmnDiagnostic[];
}

/** Reads a file that holds one process. */
export async function readOne(xml: string, options?: ReadBpmnOptions): Promise<ReadProcess> {
  const { processes, diagnostics } = await readBpmn(xml, options);
  expect(diagnostics.filter(({ code }) => code === 'invalid-definition')).toEqual([]);
  const told = diagnostics
    .filter(({ severity }) => severity !== 'note')
    .map(({ severity, code, path }) => `${severity} ${code} ${path}`);
  return { process: processDefinition.parse(processes[0]), told, diagnostics };
}

/** Reads the nodes of a process of these elements; nothing but notes may be told. */
export async function nodesOf(
  elements: string,
  roots = '',
  options?: ReadBpmnOptions,
): Promise<Node[]> {
  const { process, told } = await readOne(fileOf(elements, roots), options);
  expect(told).toEqual([]);
  return process.nodes;
}

/** Reads the only, or first, node. */
export async function nodeOf(
  elements: string,
  roots = '',
  options?: ReadBpmnOptions,
): Promise<Node | undefined> {
  return (await nodesOf(elements, roots, options))[0];
}
