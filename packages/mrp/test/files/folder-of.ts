/** A temporary folder of files for a test, gone when the test ends. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFolderIssues } from '@kontor/mrp/files';
import { onTestFinished } from 'vitest';

/** Writes the files (by name) into a new folder; removed after the test that asks for it. */
export async function folderOf(
  files: Readonly<Record<string, string | Uint8Array>>,
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-mrp-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

/** The smallest folder that can be planned: a bike of two wheels, short of wheels. */
export const smallFolder = {
  'locations.csv': 'location,name\nplant,Plant\n',
  'items.csv': 'item,name\nbike,Bicycle\nwheel,Wheel\n',
  'boms.csv': 'item,component,quantityPer\nbike,wheel,2\n',
  'sourcing.csv':
    'item,location,kind,supplier,leadTimeDays,lotSizeMin\n' +
    'bike,plant,make,,2,\nwheel,plant,buy,rim,10,20\n',
  'stock.csv': 'item,location,quantity\nwheel,plant,6\n',
  'demands.csv': 'demand,item,location,due,quantity\nso-1,bike,plant,2026-03-02,5\n',
} as const;

/** The faults of the small folder with some files replaced, as `CODE file:line:column`. */
export async function faults(
  files: Readonly<Record<string, string | Uint8Array | undefined>>,
): Promise<string[]> {
  const all = Object.entries({ ...smallFolder, ...files }).filter(([, text]) => text !== undefined);
  const folder = await folderOf(Object.fromEntries(all));
  const { issues = [] } = await findFolderIssues(folder);
  return issues.map(
    ({ code, file, line, column }) =>
      `${code} ${file}${line === undefined ? '' : `:${line}`}${column === undefined ? '' : `:${column}`}`,
  );
}
