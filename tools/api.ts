/**
 * Writes the public API of every entry point down as text, `etc/api/<package>.<entry>.api.md`, so
 * that a change of it shows in a review; with `--check` it compares instead, and fails.
 *
 * Run after the build: it reads the built types. Not `@microsoft/api-extractor`: that takes one
 * entry point a run, a minute and a half for all of ours, where one program over all takes seconds.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { apisOf, typesProgram } from './api/declarations.ts';
import { changesOf, reportOf } from './api/report.ts';
import { entryPoints } from './packages/entry-points.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'etc/api');
const reports = new Map(writtenApis());

if (process.argv.includes('--check')) check();
else write();

function* writtenApis(): Generator<readonly [file: string, report: string]> {
  const all = entryPoints(root);
  const program = typesProgram(all.map(({ types }) => join(root, types)));
  for (const folder of new Set(all.map((entry) => entry.folder))) {
    const entries = all.filter((entry) => entry.folder === folder);
    const types = entries.map((entry) => join(root, entry.types));
    const dist = resolve(root, 'packages', folder, 'dist');
    const apis = apisOf(program, types, (file) => file.startsWith(dist));
    for (const [index, { name, specifier }] of entries.entries()) {
      yield [`${folder}.${name}.api.md`, reportOf(specifier, apis[index]!)];
    }
  }
}

function write(): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [file, report] of reports) writeFileSync(join(folder, file), report);
  console.log(`${reports.size} entry points in etc/api`);
}

function check(): void {
  const kept = existsSync(folder) ? readdirSync(folder) : [];
  const names = [...new Set([...reports.keys(), ...kept])].toSorted();
  const changed = names.flatMap((file) => {
    const before = kept.includes(file) ? readFileSync(join(folder, file), 'utf8') : '';
    const changes = changesOf(before, reports.get(file) ?? '');
    return changes.length === 0 ? [] : [{ file, changes }];
  });
  for (const { file, changes } of changed) console.log(`etc/api/${file}\n${changes.join('\n')}\n`);
  if (changed.length === 0) {
    console.log(`the API of ${reports.size} entry points is as it is written down`);
    return;
  }
  console.log('The public API is not as it is written down. Where that is meant: npm run api');
  console.log('writes it; commit the difference, with a changeset that tells users of it.');
  process.exitCode = 1;
}
