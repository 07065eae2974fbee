/**
 * The cases of the DMN TCK: which of them give their answer, folder by folder.
 *
 * A case that needs more than literal expressions is counted as out of reach; what is in reach must
 * pass, but for those that `expected-misses.txt` lists.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FEEL_LIMITS, Run } from '../../../src/feel/run.ts';
import type { FeelValue } from '../../../src/feel/value.ts';
import { type LiteralModel, literalModel, OutOfReach } from './literal-model.ts';
import { isExpected, tckValue } from './tck-values.ts';
import { childOf, childrenOf, readXml, type XmlElement } from './xml.ts';

const beside = fileURLToPath(new URL('../../../../../../shared/conformance', import.meta.url));

/** Where the cases lie. */
export const tckFolder: string = join(process.env['KONTOR_CONFORMANCE'] ?? beside, 'dmn-tck');

/** Whether they are there. */
export const isTckThere: boolean = existsSync(tckFolder);

/** What came of one result of a case. */
export interface TckResult {
  readonly folder: string;
  /** File, case and result, the same in every run. */
  readonly id: string;
  readonly outcome: 'passed' | 'missed' | 'out of reach';
  readonly reason: string;
}

/** All cases of both levels. */
export function runTck(folder: string = tckFolder): TckResult[] {
  return ['compliance-level-2', 'compliance-level-3'].flatMap((level) =>
    readdirSync(join(folder, level))
      .toSorted()
      .flatMap((name) => runFolder(join(folder, level, name), `${level.at(-1)}/${name}`)),
  );
}

function runFolder(path: string, folder: string): TckResult[] {
  const files = readdirSync(path).toSorted();
  return files
    .filter((file) => file.endsWith('.xml'))
    .flatMap((file) => {
      const cases = readXml(readFileSync(join(path, file), 'utf8'));
      const modelName = childOf(cases, 'modelName')!.text.trim();
      const model = literalModel(readXml(readFileSync(join(path, modelName), 'utf8')));
      return childrenOf(cases, 'testCase').flatMap((it) => runCase(it, model, folder));
    });
}

function runCase(testCase: XmlElement, model: LiteralModel, folder: string): TckResult[] {
  return childrenOf(testCase, 'resultNode').map((node) => {
    const id = `${folder} ${testCase.attributes['id']} ${node.attributes['name']}`;
    return { folder, id, ...outcomeOf(testCase, node, model) };
  });
}

function outcomeOf(
  testCase: XmlElement,
  node: XmlElement,
  model: LiteralModel,
): Pick<TckResult, 'outcome' | 'reason'> {
  if (testCase.attributes['type'] !== undefined && testCase.attributes['type'] !== 'decision') {
    return { outcome: 'out of reach', reason: testCase.attributes['type'] };
  }
  const values = new Map<string, FeelValue>();
  const run = new Run((name) => values.get(name), { now: Date.UTC(2026, 0, 1) }, FEEL_LIMITS);
  try {
    for (const input of childrenOf(testCase, 'inputNode')) {
      const name = input.attributes['name']!;
      values.set(name, model.input(name, tckValue(input), run));
    }
    return judge(model.decide(node.attributes['name']!, values, run), node, run);
  } catch (error) {
    if (error instanceof OutOfReach) return { outcome: 'out of reach', reason: error.message };
    return { outcome: 'missed', reason: String(error) };
  }
}

function judge(
  result: FeelValue,
  node: XmlElement,
  run: Run,
): Pick<TckResult, 'outcome' | 'reason'> {
  const said = run.diagnostics.map(({ message }) => message).join('; ');
  const expected = tckValue(childOf(node, 'expected')!);
  const isError = node.attributes['errorResult'] === 'true';
  if (isError && said === '') return { outcome: 'missed', reason: 'nothing was reported' };
  if (isExpected(result, expected, { run, at: 0 })) return { outcome: 'passed', reason: '' };
  return { outcome: 'missed', reason: `got ${show(result)}, not ${show(expected)}. ${said}` };
}

function show(value: FeelValue): string {
  return JSON.stringify(value, (_, it: unknown) => (typeof it === 'bigint' ? String(it) : it));
}
