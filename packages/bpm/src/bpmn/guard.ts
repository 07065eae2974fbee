/**
 * What must not reach a parser: document types with their entities, elements nested beyond reason,
 * namespaces by the hundred, and lists of references so long that linking them takes minutes.
 *
 * One pass over the tags, without reading them: whether a text is well-formed is the parser's
 * question. bpmn-moddle takes time by the square of the depth for namespaces, and by the square of
 * their number for the references of one element.
 */
import type { BpmnDiagnostic, BpmnDiagnosticCode } from './diagnostic.ts';

/** References that one element may have; a node of a drawing that people can read has a handful. */
const MOST_REFERENCES = 10_000;

/** Prefixes of namespaces that a file may declare; the reference models have up to 30. */
const MOST_PREFIXES = 200;

/** Why a text is refused; undefined where it may be parsed. */
export function guard(text: string, mostDepth: number): BpmnDiagnostic | undefined {
  const prefixes = new Set(text.match(/\bxmlns:[\w.-]+/g));
  if (prefixes.size > MOST_PREFIXES) {
    const message = `It declares more than ${MOST_PREFIXES} namespaces. Split it.`;
    return fault('too-large', message);
  }
  // How many references each open element has so far, the innermost last.
  const references = [0];
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const end = endOf(text, at);
    if (end === undefined) return undefined;
    if (end === 'refused') {
      return fault('refused', 'It declares a document type. BPMN has none: remove <!DOCTYPE …>.');
    }
    if (text.startsWith('</', at)) references.pop();
    else if (isTag(text, at)) {
      if (isReference(text, at)) references[references.length - 1]!++;
      if ((references.at(-1) ?? 0) > MOST_REFERENCES) {
        const message = `An element has more than ${MOST_REFERENCES} references. Split it.`;
        return fault('too-large', message);
      }
      if (text[end - 2] !== '/') references.push(0);
    }
    if (references.length > mostDepth + 1) {
      const message = `Elements are nested deeper than ${mostDepth}. Flatten them.`;
      return fault('too-deep', message);
    }
    if (references.length === 0) return undefined;
    at = end;
  }
  return undefined;
}

const fault = (code: BpmnDiagnosticCode, message: string): BpmnDiagnostic => ({
  code,
  severity: 'error',
  path: 'definitions',
  message,
});

const isTag = (text: string, at: number): boolean => !/[!?/]/.test(text[at + 1] ?? '!');

const REFERENCE = /<(?:[\w.-]+:)?(?:incoming|outgoing|source|target|supports|\w*Refs?)[\s/>]/y;

function isReference(text: string, at: number): boolean {
  REFERENCE.lastIndex = at;
  return REFERENCE.test(text);
}

/** Where what begins at a `<` has ended; undefined where it never does. */
function endOf(text: string, at: number): number | 'refused' | undefined {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return after(text, ']]>', at + 9);
  if (text.startsWith('<?', at)) return after(text, '?>', at + 2);
  if (text.startsWith('<!', at)) return 'refused';
  return endOfTag(text, at);
}

function after(text: string, end: string, from: number): number | undefined {
  const at = text.indexOf(end, from);
  return at < 0 ? undefined : at + end.length;
}

/** A tag ends at the first `>` outside of quotes. */
function endOfTag(text: string, at: number): number | undefined {
  const sign = /["'>]/g;
  sign.lastIndex = at;
  for (let found = sign.exec(text); found !== null; found = sign.exec(text)) {
    if (found[0] === '>') return sign.lastIndex;
    const close = text.indexOf(found[0], sign.lastIndex);
    if (close < 0) return undefined;
    sign.lastIndex = close + 1;
  }
  return undefined;
}
