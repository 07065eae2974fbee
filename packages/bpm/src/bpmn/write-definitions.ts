/**
 * Definitions as a document: processes, what their events refer to, and a diagram for each.
 */
import type { ProcessDefinition } from '../model.ts';
import { drawProcess } from './diagram.ts';
import { type BpmnDocument, type BpmnElement, without } from './document.ts';
import { FEEL_URI, KONTOR_URI } from './namespaces.ts';
import { writeDocumentation } from './write-node.ts';
import { writeScope } from './write-scope.ts';
import { kontorAttributes, Writing } from './writing.ts';

/** The document of some definitions. */
export function writeDefinitions(definitions: readonly ProcessDefinition[]): BpmnDocument {
  const writing = new Writing(definitions);
  const processes = definitions.map((definition) => writeProcess(writing, definition));
  const diagrams = processes.map((process, at) => {
    writing.enter(definitions[at]!);
    return drawProcess(writing, process, definitions[at]!);
  });
  return {
    namespaces: { kontor: KONTOR_URI },
    definitions: {
      $type: 'bpmn:Definitions',
      $attrs: { 'xmlns:kontor': KONTOR_URI },
      id: writing.fresh('Definitions_1'),
      targetNamespace: KONTOR_URI,
      expressionLanguage: FEEL_URI,
      exporter: 'Kontor',
      rootElements: [...writing.roots, ...processes],
      diagrams,
    },
  };
}

function writeProcess(writing: Writing, definition: ProcessDefinition): BpmnElement {
  const { id, name, documentation, version, zone, join, language } = definition;
  writing.enter(definition);
  const xmlId = writing.processId(id)!;
  return without({
    $type: 'bpmn:Process',
    ...kontorAttributes({
      id: xmlId === id ? undefined : id,
      version,
      zone,
      join: join === 'strict' ? undefined : join,
      language: language === 'feel' ? undefined : language,
    }),
    id: xmlId,
    name,
    isExecutable: true,
    ...writeDocumentation(documentation),
    ...writeScope(writing, definition),
  });
}
