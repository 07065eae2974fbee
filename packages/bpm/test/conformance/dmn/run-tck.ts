/**
 * The cases of the DMN TCK: which of them give their answer, folder by folder.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileDecisions } from '../../../src/decision/compile-decisions.ts';
import type { CompiledDecisions } from '../../../src/decision/compiled-decisions.ts';
import type { Given } from '../../../src/decision/request.ts';
import { parseDmn } from '../../../src/dmn/read.ts';
import { childOf, childrenOf, readXml, type XmlElement } from '../../../src/dmn/xml.ts';
import { FEEL_LIMITS, Run } from '../../../src/feel/run.ts';
import { FeelContext, type FeelValue } from '../../../src/feel/value.ts';
import { isExpected, tckValue } from './tck-values.ts';

const beside = fileURLToPath(new URL('../../../../../../shared/conformance', import.meta.url));

/** Where the cases lie. */
export const tckFolder: string = join(process.env['KONTOR_CONFORMANCE'] ?? beside, 'dmn-tck');

/** Whether they are there. */
export const isTckThere: boolean = existsSync(tckFolder);

/** What came of one result of a case. */
export interface TckResult {
  readonly level: '2' | '3';
  /** File, case and result, the same in every run. */
  readonly id: string;
  readonly outcome: 'passed' | 'missed';
  readonly reason: string;
}

/** All cases of both levels. */
export function runTck(folder: string = tckFolder): TckResult[] {
  return (['2', '3'] as const).flatMap((level) => runLevel(level, folder));
}

function runLevel(level: '2' | '3', folder: string): TckResult[] {
  const path = join(folder, `compliance-level-${level}`);
  return readdirSync(path)
    .toSorted()
    .flatMap((name) => runFolder(join(path, name), level, `${level}/${name}`));
}

/**
 * One line of `npm run conformance`: a level, its misses with their reasons.
 *
 * @public called by tools/conformance.ts, which loads it by its path
 */
export function runDmnTck(
  data: string,
  level: '2' | '3',
):
  | { passed: number; total: number; misses: { case: string; reason: string }[] }
  | { absent: string } {
  const folder = join(data, 'dmn-tck');
  if (!existsSync(folder)) return { absent: `${folder} is not there` };
  const results = runLevel(level, folder);
  const missed = results.filter(({ outcome }) => outcome === 'missed');
  return {
    passed: results.length - missed.length,
    total: results.length,
    misses: missed.map(({ id, reason }) => ({ case: id, reason })),
  };
}

function runFolder(path: string, level: '2' | '3', folder: string): TckResult[] {
  const files = readdirSync(path).toSorted();
  const models = new Map(
    files
      .filter((file) => file.endsWith('.dmn'))
      .map((file) => [file, parseDmn(readFileSync(join(path, file), 'utf8')).model!]),
  );
  return files
    .filter((file) => file.endsWith('.xml'))
    .flatMap((file) => {
      const cases = readXml(readFileSync(join(path, file), 'utf8'), 100);
      const name = childOf(cases, 'modelName')!.text.trim();
      const others = [...models].filter(([other]) => other !== name).map(([, model]) => model);
      const compiled = compileDecisions(models.get(name)!, { models: others, faults: 'null' });
      if ('issues' in compiled) throw new Error(`${name}: ${JSON.stringify(compiled.issues)}`);
      return childrenOf(cases, 'testCase').flatMap((testCase) =>
        childrenOf(testCase, 'resultNode').map((node) => {
          const id = `${folder} ${testCase.attributes['id']} ${node.attributes['name']}`;
          return { level, id, ...outcomeOf(testCase, node, compiled) };
        }),
      );
    });
}

function outcomeOf(
  testCase: XmlElement,
  node: XmlElement,
  compiled: CompiledDecisions,
): Pick<TckResult, 'outcome' | 'reason'> {
  const run = new Run(() => undefined, { now: Date.UTC(2026, 0, 1) }, FEEL_LIMITS);
  const { type, invocableName } = testCase.attributes;
  const name = node.attributes['name']!;
  const asked = type === 'decisionService' ? invocableName! : name;
  const { value, diagnostics } = compiled.evaluateIn(
    run,
    compiled.elementNamed(asked)!,
    givenBy(testCase),
  );
  const isPart = asked !== name && compiled.outputsOf(asked).length > 1;
  const result = isPart && value instanceof FeelContext ? value.get(name)! : value;
  const said = diagnostics().map(({ element, message }) => `${element}: ${message}`);
  return judge(result, node, said, run);
}

/** Inputs of the case, by name, and by namespace where that is written. */
function givenBy(testCase: XmlElement): Given {
  const nodes = childrenOf(testCase, 'inputNode');
  return ({ name, namespace }) => {
    const node = nodes.find(
      ({ attributes }) =>
        attributes['name'] === name && (attributes['namespace'] ?? namespace) === namespace,
    );
    return node && tckValue(node);
  };
}

function judge(
  result: FeelValue,
  node: XmlElement,
  said: readonly string[],
  run: Run,
): Pick<TckResult, 'outcome' | 'reason'> {
  const expected = tckValue(childOf(node, 'expected')!);
  const isError = node.attributes['errorResult'] === 'true';
  if (isError && said.length === 0) return { outcome: 'missed', reason: 'nothing was reported' };
  if (isExpected(result, expected, { run, at: 0 })) return { outcome: 'passed', reason: '' };
  const reason = `got ${show(result)}, not ${show(expected)}. ${said.join('; ')}`;
  return { outcome: 'missed', reason };
}

function show(value: FeelValue): string {
  return JSON.stringify(value, (_, it: unknown) => (typeof it === 'bigint' ? String(it) : it));
}
