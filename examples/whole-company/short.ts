/**
 * The story in a line a stage, on an embedded store that is new each time: the end of `npm start` at
 * the root.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openStore } from './open-store.ts';
import { runCompanyInShort } from './story.ts';

const file = fileURLToPath(new URL('./out/short.db', import.meta.url));
for (const end of ['', '-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
const { store, close } = await openStore(['--store', 'sqlite', file]);
console.log('\nOne company on one store, a line a stage:');
await runCompanyInShort(store, (line) => console.log(`  ${line}`));
console.log('The whole story: npm start --workspace examples/whole-company');
await close();
