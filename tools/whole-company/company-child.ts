/**
 * A process that runs the company on a database: `<driver> <place> <tenant>`. It says `commit` when
 * it sends one, and `done` when the story is over.
 */
import { writeSync } from 'node:fs';
import type { Store } from '@kontor/kernel/store';
import { openStore } from '../../examples/whole-company/open-store.ts';
import { runCompany } from '../../examples/whole-company/story.ts';

const [driver = '', place = '', tenant = ''] = process.argv.slice(2);
const { store: shared, close } = await openStore(['--store', driver, place]);
const store = shared.forTenant(tenant);
const telling: Store = {
  ...store,
  commit: (batch) => {
    writeSync(1, 'commit\n');
    return store.commit(batch);
  },
};
await runCompany(telling, () => undefined);
await close();
writeSync(1, 'done\n');
