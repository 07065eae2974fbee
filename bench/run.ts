/**
 * Runs the suites of `bench/suites` and prints one record a row.
 *
 * Usage: `npm run bench -- [engine] [--json] [--quick]`. Exit code 1 when a result differs from the
 * peer's or a suite throws, 2 when there is nothing to run: neither is a figure.
 */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Row, Suite } from './suite.ts';

const folder = fileURLToPath(new URL('suites', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});

process.exitCode = await main(positionals[0]);

async function main(engine: string | undefined): Promise<number> {
  const suites = (await loadSuites()).filter(
    (suite) => engine === undefined || suite.engine === engine,
  );
  if (suites.length === 0) {
    console.error(`bench: there is no suite${engine === undefined ? '' : ` of '${engine}'`}`);
    return 2;
  }
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  let faults = 0;
  for (const suite of suites) faults += await runSuite(suite, stop.signal);
  return faults === 0 ? 0 : 1;
}

async function loadSuites(): Promise<Suite[]> {
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => name.endsWith('.ts'))
    : [];
  const loaded: Suite[] = [];
  for (const name of names.toSorted()) {
    const module = (await import(pathToFileURL(join(folder, name)).href)) as { suite?: Suite };
    if (module.suite === undefined) throw new Error(`bench/suites/${name} exports no 'suite'`);
    loaded.push(module.suite);
  }
  return loaded;
}

/** Runs one suite and prints its rows; the number of faults. */
async function runSuite(suite: Suite, signal: AbortSignal): Promise<number> {
  try {
    const rows = await suite.run({ signal, quick: values.quick });
    if (rows.length === 0) throw new Error('the suite has no rows');
    for (const row of rows) console.log(values.json ? asJson(suite, row) : asText(suite, row));
    return rows.filter((row) => !row.resultsEqual).length;
  } catch (error) {
    console.error(`bench: the suite of '${suite.engine}' failed`, error);
    return 1;
  }
}

function asJson(suite: Suite, row: Row): string {
  return JSON.stringify({ engine: suite.engine, ...row });
}

function asText({ engine }: Suite, row: Row): string {
  const verdict = row.resultsEqual ? 'results equal' : 'RESULTS DIFFER';
  const figures = `ours ${figure(row.ours)}  ${row.peerName} ${figure(row.peer)}  ${row.unit}`;
  return `${engine}  ${row.name}  [${row.size}]  ${figures}  ${row.ratio.toFixed(2)}x  ${verdict}`;
}

/** Three digits that count, with thousands apart. */
function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
