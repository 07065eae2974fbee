/**
 * Runs the story on the store that is asked for: `--store memory` (or nothing), `sqlite`,
 * `postgres`.
 */
import { openStore } from './open-store.ts';
import { runCompany } from './story.ts';

const { store, close } = await openStore(process.argv.slice(2));
await runCompany(store, (line) => console.log(line));
await close();
