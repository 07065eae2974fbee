/**
 * Runs the conformance suites: cases from other systems, standards and books, each with its answer.
 *
 * Usage: `npm run conformance -- [suite] [--json] [--strict]`. One line a suite, then every miss
 * with its reason. Misses are news, not a fault of the run; `--strict` makes them one. A suite
 * whose data is not there is said so and counts as a fault: absent is not passed. Outside data is
 * looked for in the folder `KONTOR_CONFORMANCE`, by default `../shared/conformance` beside the
 * repository.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

/** A case that does not give its answer. */
export interface Miss {
  readonly case: string;
  readonly reason: string;
}

/** What came of a suite; `absent` says what is not there. */
export type Outcome =
  | { readonly passed: number; readonly total: number; readonly misses: readonly Miss[] }
  | { readonly absent: string };

/** A suite: its name and how it runs; `data` is the folder of outside data. */
export interface ConformanceSuite {
  readonly name: string;
  run(data: string): Promise<Outcome>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Every suite there is. */
const suites: readonly ConformanceSuite[] = [
  {
    name: 'mrp-cases',
    run: () =>
      fromPackage('packages/mrp/test/conformance/run-case.ts', (runner) =>
        (runner as { runMrpCases(): Promise<Outcome> }).runMrpCases(),
      ),
  },
  {
    name: 'ledger-cases',
    run: () =>
      fromPackage('packages/ledger/test/conformance/run-case.ts', (runner) =>
        (runner as { runLedgerCases(): Promise<Outcome> }).runLedgerCases(),
      ),
  },
  {
    name: 'bpmn-miwg',
    run: (data) =>
      fromPackage('packages/bpm/test/bpmn/bpmn-miwg.ts', (runner) =>
        (runner as { runBpmnMiwg(data: string): Promise<Outcome> }).runBpmnMiwg(data),
      ),
  },
  ...(['2', '3'] as const).map(
    (level): ConformanceSuite => ({
      name: `dmn-tck level ${level}`,
      run: (data) =>
        fromPackage('packages/bpm/test/conformance/dmn/run-tck.ts', (runner) =>
          Promise.resolve(
            (runner as { runDmnTck(data: string, level: string): Outcome }).runDmnTck(data, level),
          ),
        ),
    }),
  ),
  ...(['w3c', 'others'] as const).map((part) => ({
    name: `scxml ${part}`,
    run: (data: string): Promise<Outcome> =>
      fromPackage('packages/bpm/test/statechart/scxml-scripts.ts', (runner) =>
        Promise.resolve(
          (runner as { runScxml(data: string, part: string): Outcome }).runScxml(data, part),
        ),
      ),
  })),
  {
    name: 'foodmart',
    run: (data) =>
      fromPackage('packages/olap/test/foodmart.ts', (runner) =>
        Promise.resolve((runner as { runFoodmart(data: string): Outcome }).runFoodmart(data)),
      ),
  },
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    strict: { type: 'boolean', default: false },
  },
});

process.exitCode = await main(positionals[0]);

async function main(only: string | undefined): Promise<number> {
  const chosen = suites.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0) {
    const names = suites.map(({ name }) => name).join(', ');
    console.error(`conformance: there is no suite '${only ?? ''}'; there are: ${names}`);
    return 2;
  }
  const data = resolve(root, process.env['KONTOR_CONFORMANCE'] ?? '../shared/conformance');
  let faults = 0;
  for (const suite of chosen) {
    const outcome = await suite.run(data);
    print(suite.name, outcome);
    if ('absent' in outcome || (values.strict && outcome.misses.length > 0)) faults++;
  }
  return faults === 0 ? 0 : 1;
}

/** Runs a suite that lives with its package, and says so when it is not there. */
async function fromPackage(
  path: string,
  run: (module: unknown) => Promise<Outcome>,
): Promise<Outcome> {
  const file = join(root, path);
  if (!existsSync(file)) return { absent: `${path} is not there` };
  const outcome = await run(await import(pathToFileURL(file).href));
  if (!('absent' in outcome) && outcome.total === 0) return { absent: `${path} found no case` };
  return outcome;
}

function print(name: string, outcome: Outcome): void {
  if (values.json) {
    console.log(JSON.stringify({ suite: name, ...outcome }));
  } else if ('absent' in outcome) {
    console.log(`${name} ABSENT: ${outcome.absent}; nothing was run, nothing is passed`);
  } else {
    console.log(`${name} ${String(outcome.passed)}/${String(outcome.total)}`);
    for (const miss of outcome.misses) console.log(`  ${miss.case}: ${miss.reason}`);
  }
}
