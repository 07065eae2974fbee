/**
 * The reference models of the BPMN Model Interchange Working Group, there and back.
 *
 * Law: a file read, written and read again is the same document. A second reader, bpmn-moddle by
 * itself, takes stock of the text before and after: types, ids, attributes, names, references,
 * extensions, bounds and waypoints.
 *
 * Source: bpmn-miwg/bpmn-miwg-test-suite, `Reference/*.bpmn`, CC BY 3.0.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { readBpmn, writeBpmn } from '@kontor/bpm/bpmn-xml';
import { BpmnModdle, type ModdleElement } from 'bpmn-moddle';

/** How many files there are. */
export const FILES = 21;

/** A file that does not come back as it was, and why. */
export interface Miss {
  readonly case: string;
  readonly reason: string;
}

/** What came of the files, or what is not there. */
export type Outcome =
  | { readonly passed: number; readonly total: number; readonly misses: readonly Miss[] }
  | { readonly absent: string };

/** Runs all files in `bpmn-miwg` of the folder of outside data. */
export async function runBpmnMiwg(data: string): Promise<Outcome> {
  const folder = join(data, 'bpmn-miwg');
  if (!existsSync(folder)) return { absent: `${folder} is not there` };
  const files = readdirSync(folder).filter((name) => name.endsWith('.bpmn'));
  const misses: Miss[] = [];
  for (const file of files) {
    const reason = await faultOf(readFileSync(join(folder, file)));
    if (reason !== undefined) misses.push({ case: file, reason });
  }
  const total = Math.max(FILES, files.length);
  const gone = total - files.length;
  if (gone > 0) misses.push({ case: 'files', reason: `${String(gone)} are not there` });
  return { passed: total - gone - misses.length + (gone > 0 ? 1 : 0), total, misses };
}

/** Why a file does not come back as it was; undefined where it does. */
async function faultOf(bytes: Uint8Array): Promise<string | undefined> {
  const first = await readBpmn(bytes);
  if (first.document === undefined) return first.diagnostics[0]?.message ?? 'it was not read';
  const lost = first.diagnostics.find(({ code }) => code === 'unreadable-content');
  if (lost !== undefined) return lost.message;
  const text = await writeBpmn(first.document);
  const second = await readBpmn(text);
  if (!isDeepStrictEqual(second.document, first.document)) return 'the document is another one';
  if (!isDeepStrictEqual(second.processes, first.processes)) return 'the processes are others';
  const latin = new TextDecoder('latin1').decode(bytes);
  const encoding = /^<\?xml[^>]*encoding="([^"]+)"/.exec(latin)?.[1] ?? 'utf-8';
  const before = await stockOf(new TextDecoder(encoding).decode(bytes));
  const after = await stockOf(text);
  const at = before.findIndex((line, index) => line !== after[index]);
  if (at >= 0) return `a second reader finds ${after[at] ?? 'nothing'} for ${before[at]!}`;
  return before.length === after.length ? undefined : 'a second reader finds more than there was';
}

/** A line for each element of a text, as bpmn-moddle reads it without us. */
async function stockOf(text: string): Promise<string[]> {
  const { rootElement, references } = await new BpmnModdle().fromXML(text);
  const lines: string[] = [];
  take(rootElement, 0, lines);
  // In the order of each property, whatever the order of properties.
  const links = references.map(({ element, property, id }) => ({
    from: `${element.$type} ${String(element['id'])} ${property}`,
    id,
  }));
  const sorted = links.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return [...lines, ...sorted.map(({ from, id }) => `${from} -> ${id}`)];
}

function take(element: ModdleElement, depth: number, lines: string[]): void {
  const children: ModdleElement[] = [];
  const said: string[] = [];
  for (const [name, value] of Object.entries(element)) {
    const all: unknown[] = Array.isArray(value) ? value : [value];
    const inner = all.filter((one) => typeof one === 'object' && one !== null);
    children.push(...(inner as ModdleElement[]));
    if (inner.length === 0 && !isDefault(element, name, value)) {
      said.push(`${ownName(element, name)}=${all.map(String).join(' ')}`);
    }
  }
  for (const [name, value] of Object.entries(element.$attrs ?? {})) {
    if (!/^xmlns|^xsi:type$/.test(name)) said.push(`${name}=${value}`);
  }
  lines.push(`${String(depth)} ${[...new Set(said)].toSorted().join(' ')}`);
  for (const child of children) take(child, depth + 1, lines);
}

/** An attribute with the prefix of its element is the element's own. */
function ownName(element: ModdleElement, name: string): string {
  const { prefix = '', uri = '' } = element.$descriptor.ns;
  return element.$descriptor.isGeneric === true && uri !== '' && name.startsWith(`${prefix}:`)
    ? name.slice(prefix.length + 1)
    : name;
}

const isDefault = (element: ModdleElement, name: string, value: unknown): boolean =>
  element.$descriptor.properties?.some(
    (property) => property.name === name && property.default === value,
  ) ?? false;
