/**
 * Processes of a document, each as a definition.
 */
import { type ProcessInput, processDefinition } from '../model.ts';
import { type BpmnElement, elementsOf, without } from './document.ts';
import { readCommon } from './read-activity.ts';
import { assignByLane } from './read-lanes.ts';
import { readScope } from './read-scope.ts';
import type { Reading } from './reading.ts';

/** The definitions of all processes that have something in them. */
export function readProcesses(reading: Reading): ProcessInput[] {
  const { definitions } = reading.document;
  const found = reading
    .children(definitions, 'rootElements')
    .filter(({ $type }) => $type === 'bpmn:Process');
  return found.flatMap((element) => readProcess(reading, element));
}

function readProcess(reading: Reading, element: BpmnElement): ProcessInput[] {
  if (elementsOf(element['flowElements']).length === 0) {
    const message = 'The process is empty, and no definition. Draw it, or leave it to its partner.';
    reading.say('missing-content', 'note', element, message);
    return [];
  }
  const said = reading.merged((dialect) => dialect.process?.(reading, element));
  reading.language = said.language ?? 'feel';
  const { nodes, flows } = readScope(reading, element);
  const process = without({
    ...readCommon(reading, element),
    ...said,
    nodes: assignByLane(reading, element, nodes),
    flows,
  });
  return isDefinition(reading, element, process) ? [process] : [];
}

/** Whether it has the shape of a definition; what is wrong with it is told. */
function isDefinition(reading: Reading, element: BpmnElement, process: ProcessInput): boolean {
  const read = processDefinition.safeParse(process);
  for (const { path, message } of read.error?.issues ?? []) {
    const where = placeIn(process, path);
    reading.say('invalid-definition', 'error', element, `${where}: ${message}. Mend it.`);
  }
  return read.success;
}

/** `nodes.3.type` as `pay.type`. */
function placeIn(process: ProcessInput, path: readonly PropertyKey[]): string {
  let place: unknown = process;
  let from = 0;
  let id = process.id;
  path.forEach((key, at) => {
    place = (place as Record<PropertyKey, unknown> | undefined)?.[key];
    const own = (place as { id?: unknown } | null | undefined)?.id;
    if (typeof own === 'string') [id, from] = [own, at + 1];
  });
  return [id, ...path.slice(from)].map(String).join('.');
}
