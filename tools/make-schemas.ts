/**
 * Writes the JSON Schemas of all events that are published with the packages: `npm run schemas`.
 *
 * A test says where they are not those of the sources (`schemas/schemas.test.ts`).
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { schemaFiles } from './schemas/event-schemas.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = schemaFiles();
for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
  rmSync(join(root, folder), { recursive: true, force: true });
  mkdirSync(join(root, folder));
}
for (const { path, text } of files) writeFileSync(join(root, path), text);
console.log(`${files.length} schemas`);
