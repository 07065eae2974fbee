/**
 * Runs the suites of `bench/suites` and prints one record a row, after the machine and the
 * versions.
 *
 * Usage: `npm run bench -- [engine] [--json] [--quick] [--write <page>]`. With `--write` the rows
 * also become the table of that page. Exit code 1 when a result differs from the peer's or a suite
 * throws, 2 when there is nothing to run: neither is a figure, and no page is written.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Suite } from './suite.ts';
import { type EngineRow, figure, machineLine, tableOf, withTable } from './table.ts';

const folder = fileURLToPath(new URL('suites', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    write: { type: 'string' },
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
  const machine = machineLine();
  console.log(values.json ? JSON.stringify({ machine }) : `${machine}\n`);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('interrupted')));
  const rows: EngineRow[] = [];
  let faults = 0;
  for (const suite of suites) {
    const ofSuite = await runSuite(suite, stop.signal);
    faults += ofSuite === undefined ? 1 : ofSuite.filter((row) => !row.resultsEqual).length;
    rows.push(...(ofSuite ?? []));
  }
  if (faults > 0) return 1;
  if (values.write !== undefined) writeTable(values.write, machine, rows);
  return 0;
}

function writeTable(page: string, machine: string, rows: readonly EngineRow[]): void {
  const measured = `Measured on ${new Date().toISOString().slice(0, 10)}: ${machine}.`;
  const table = `${measured}\n\n${tableOf(rows)}`;
  writeFileSync(page, withTable(readFileSync(page, 'utf8'), table));
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

/** Runs one suite and prints its rows; undefined when it throws. */
async function runSuite(suite: Suite, signal: AbortSignal): Promise<EngineRow[] | undefined> {
  const { engine } = suite;
  try {
    const rows = await suite.run({ signal, quick: values.quick });
    if (rows.length === 0) throw new Error('the suite has no rows');
    const ofEngine = rows.map((row) => ({ engine, ...row }));
    for (const row of ofEngine) console.log(values.json ? JSON.stringify(row) : asText(row));
    return ofEngine;
  } catch (error) {
    console.error(`bench: the suite of '${engine}' failed`, error);
    return undefined;
  }
}

function asText({ engine, resultsEqual, ...row }: EngineRow): string {
  const verdict = resultsEqual ? 'results equal' : 'RESULTS DIFFER';
  const figures = `ours ${figure(row.ours)}  ${row.peerName} ${figure(row.peer)}  ${row.unit}`;
  return `${engine}  ${row.name}  [${row.size}]  ${figures}  ${row.ratio.toFixed(2)}x  ${verdict}`;
}
