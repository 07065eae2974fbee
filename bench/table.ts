/**
 * The rows as one table in Markdown, with the machine and the versions that they were measured on.
 */
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Row } from './suite.ts';

/** A row with the engine whose suite it is of. */
export interface EngineRow extends Row {
  readonly engine: string;
}

/** Node, processor and peers of this run, in a line. */
export function machineLine(): string {
  const processors = cpus();
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  const machine = `${processors.length} × ${model}, ${process.platform} ${process.arch}`;
  return [`Node ${process.version}`, machine, ...peerVersions()].join('; ');
}

/** The table; more than 1 × is better for us. */
export function tableOf(rows: readonly EngineRow[]): string {
  const lines = rows.map(({ engine, name, size, ours, peerName, peer, unit, ratio }) =>
    [engine, name, size, figure(ours), `${peerName}: ${figure(peer)}`, unit, times(ratio)]
      .map((cell) => cell.replaceAll('|', '\\|'))
      .join(' | '),
  );
  return [
    '| engine | work | size | ours | peer | unit | ours is better by |',
    '|---|---|---|---:|---|---|---:|',
    ...lines.map((line) => `| ${line} |`),
  ].join('\n');
}

/**
 * A page with the table in the place of the one between its marks, `<!-- bench -->` and `<!--
 * /bench -->`.
 *
 * @throws Error when the page has no marks
 */
export function withTable(page: string, table: string): string {
  const marked = /<!-- bench -->[\s\S]*<!-- \/bench -->/;
  if (!marked.test(page)) throw new Error('the page has no <!-- bench --> … <!-- /bench -->');
  return page.replace(marked, () => `<!-- bench -->\n\n${table}\n\n<!-- /bench -->`);
}

/** Three digits that count, with thousands apart. */
export function figure(value: number): string {
  return value.toLocaleString('en-US', { maximumSignificantDigits: 3 });
}

const times = (ratio: number): string => `${figure(ratio)} ×`;

/** Peers of the benches that are installed, and those of the root that benches run beside. */
function peerVersions(): string[] {
  const own = JSON.parse(readFileSync(pathOf('./package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const names = [...Object.keys(own.dependencies), 'decimal.js', 'date-fns', 'feelin'];
  return names.flatMap((name) => {
    const places = [`./node_modules/${name}/package.json`, `../node_modules/${name}/package.json`];
    const place = places.map(pathOf).find((path) => existsSync(path));
    if (place === undefined) return [];
    const { version } = JSON.parse(readFileSync(place, 'utf8')) as { readonly version: string };
    return [`${name} ${version}`];
  });
}

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
