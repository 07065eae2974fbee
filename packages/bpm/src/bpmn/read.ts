/**
 * BPMN 2.0 XML in: `readBpmn(xml) → { document, processes, diagnostics }`.
 */
import type { ProcessInput } from '../model.ts';
import { camunda7, flowable } from './camunda7.ts';
import { decode } from './decode.ts';
import type { BpmnDiagnostic } from './diagnostic.ts';
import type { DialectName } from './dialect.ts';
import { type BpmnDocument, everyElement } from './document.ts';
import { guard } from './guard.ts';
import { kontor } from './kontor.ts';
import { parse } from './parse.ts';
import { readProcesses } from './read-process.ts';
import { Reading, type Dialect } from './reading.ts';
import { tellUnread } from './unread.ts';
import { zeebe } from './zeebe.ts';

/** How a file is read. */
export interface ReadBpmnOptions {
  /**
   * Whose extensions count. Left out: those of the vendor that the file uses most; `bpmn` takes
   * none.
   */
  readonly dialect?: DialectName;
  /** A longer text is refused; 10,000,000 when left out. */
  readonly mostCharacters?: number;
  /** Elements nested deeper are refused; 200 when left out. */
  readonly mostDepth?: number;
}

/** What a file holds. */
export interface ReadBpmnResult {
  /** The whole file; undefined where it could not be read at all. */
  readonly document: BpmnDocument | undefined;
  /** Its processes as definitions, ready for `compileProcess`. */
  readonly processes: readonly ProcessInput[];
  /** Everything that a definition does not say as the file does, errors first. */
  readonly diagnostics: readonly BpmnDiagnostic[];
}

/**
 * Reads BPMN 2.0 XML. A file that cannot be read gives an error among the diagnostics; nothing is
 * thrown.
 *
 * Bytes are decoded as their XML declaration says. Document types and entities are refused, and
 * nothing is loaded from elsewhere.
 *
 * @example
 * const { processes, diagnostics } = await readBpmn(xml, { dialect: 'camunda7' });
 */
export async function readBpmn(
  xml: string | Uint8Array,
  { dialect, mostCharacters = 10_000_000, mostDepth = 200 }: ReadBpmnOptions = {},
): Promise<ReadBpmnResult> {
  const decoded = decode(xml, mostCharacters);
  if (decoded.text === undefined) return nothing(decoded.diagnostics);
  const refused = guard(decoded.text, mostDepth);
  if (refused !== undefined) return nothing([...decoded.diagnostics, refused]);
  const parsed = await parse(decoded.text);
  const { document } = parsed;
  if (document === undefined) return nothing([...decoded.diagnostics, ...parsed.diagnostics]);
  const reading = new Reading(document, dialectsOf(document, dialect));
  const processes = readProcesses(reading);
  tellUnread(reading);
  const all = [...decoded.diagnostics, ...parsed.diagnostics, ...reading.diagnostics];
  return { document, processes, diagnostics: bySeverity(all) };
}

const nothing = (diagnostics: readonly BpmnDiagnostic[]): ReadBpmnResult => ({
  document: undefined,
  processes: [],
  diagnostics,
});

const RANK = { error: 0, warning: 1, note: 2 };

const bySeverity = (diagnostics: readonly BpmnDiagnostic[]): BpmnDiagnostic[] =>
  diagnostics.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);

const DIALECTS: Readonly<Record<string, Dialect>> = {
  camunda: camunda7('camunda'),
  flowable: flowable('flowable'),
  activiti: flowable('activiti'),
  zeebe,
};

const OF_NAME: Readonly<Record<DialectName, readonly string[]>> = {
  bpmn: [],
  camunda7: ['camunda'],
  flowable: ['flowable', 'activiti'],
  zeebe: ['zeebe'],
};

/** The dialects to read with: the one asked for, or the one whose extensions are used most. */
function dialectsOf(document: BpmnDocument, asked: DialectName | undefined): readonly Dialect[] {
  const prefixes = asked === undefined ? mostUsed(document) : OF_NAME[asked];
  return [...prefixes.map((prefix) => DIALECTS[prefix]!), kontor];
}

function mostUsed({ definitions }: BpmnDocument): readonly string[] {
  const uses = new Map<string, number>();
  for (const { $type, $attrs = {} } of everyElement(definitions)) {
    for (const name of [$type, ...Object.keys($attrs)]) {
      const prefix = name.slice(0, Math.max(0, name.indexOf(':')));
      if (Object.hasOwn(DIALECTS, prefix)) uses.set(prefix, (uses.get(prefix) ?? 0) + 1);
    }
  }
  const [most] = [...uses].toSorted(([, a], [, b]) => b - a);
  return most === undefined ? [] : [most[0]];
}
