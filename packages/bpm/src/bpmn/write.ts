/**
 * BPMN 2.0 XML out: `writeBpmn(document | definitions) → text`.
 */
import { BpmError } from '../errors.ts';
import { type ProcessDefinition, type ProcessInput, processDefinition } from '../model.ts';
import { type BpmnDocument, textIn } from './document.ts';
import { print } from './print.ts';
import { writeDefinitions } from './write-definitions.ts';

/**
 * Writes a document as it was read, or definitions as a file that other tools open: with a diagram,
 * `incoming` and `outgoing` in every node, and what BPMN cannot say as extensions of the namespace
 * `urn:kontor:bpmn:1`. Reading gives the same definitions back.
 *
 * Comments and white space between elements are not part of a document.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — a definition that is none, a type of element that BPMN
 *   does not have, or text with control signs
 * @example
 * const xml = await writeBpmn(definition);
 * const { processes } = await readBpmn(xml);
 */
export async function writeBpmn(
  content: BpmnDocument | ProcessInput | readonly ProcessInput[],
): Promise<string> {
  if ('definitions' in content) return print(content);
  const given: readonly ProcessInput[] = Array.isArray(content)
    ? (content as readonly ProcessInput[])
    : [content as ProcessInput];
  return print(writeDefinitions(given.map(checked)));
}

function checked(input: ProcessInput): ProcessDefinition {
  const read = processDefinition.safeParse(input);
  if (read.success) return read.data;
  throw new BpmError('BPM_INVALID_DEFINITION', {
    process: textIn((input as { id?: unknown } | null)?.id) ?? '?',
    issues: read.error.issues.map(({ code, path, message }) => ({
      code: `shape-${code}`,
      path: path.join('.') || 'process',
      message,
    })),
  });
}
