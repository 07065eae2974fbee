/**
 * All trace scripts on the stored engine, with equal results on every store: plainly; with a new
 * engine after every command; with a store on which every first try of a commit comes too late;
 * with one that loses answers.
 * After each command the laws of rows-law.ts hold.
 */
import { afterAll, describe, test } from 'vitest';
import { fullRun } from '../../../kernel/test/store/drivers.ts';
import {
  memoryKind,
  postgresKind,
  sqliteKind,
  type StoreKind,
} from '../../../ledger/test/stores.ts';
import { abilitiesOf, play } from '../traces/runner.ts';
import type { Script } from '../traces/script.ts';
import { allScripts } from '../traces/all-scripts.ts';
import { StoreDriver, type StoreDriverOptions } from './store-driver.ts';

interface Way extends StoreDriverOptions {
  readonly reloads?: true;
}

const ways: Readonly<Record<string, Way>> = {
  plainly: {},
  'with a new engine after every command': { reloads: true },
  'with a conflict in every first try': { conflictsFirst: true },
  'with commits that fail, and answers that are lost': { faults: 1 },
};

const abilities = abilitiesOf(StoreDriver.prototype);
const playable = allScripts.filter(({ needs = [] }) => needs.every((need) => abilities.has(need)));

async function playOn(kind: StoreKind, script: Script, { reloads, ...how }: Way): Promise<void> {
  const { store } = await kind.open();
  const driver = await StoreDriver.open(store, script.model, script.options, how);
  await play(script, driver, reloads === true ? (one) => one.reload() : undefined);
}

const memory = memoryKind();

describe.each(Object.entries(ways))('trace scripts on a store in memory, %s', (_, way) => {
  test.each(playable.map((script) => [script.id, script] as const))('%s', async (__, script) => {
    await playOn(memory, script, way);
  });
});

/** One of so many scripts is played on a database; all of them in a full run. */
const stride = { SQLite: 10, PostgreSQL: 24 } as const;

describe.each([sqliteKind(), postgresKind()])('trace scripts on $name', (kind) => {
  const each = fullRun ? 1 : stride[kind.name as keyof typeof stride];
  const some = playable.filter((_, at) => at % each === 0);
  afterAll(() => kind.close(), 60_000);

  test.each(some.map((script) => [script.id, script] as const))('%s', async (_, script) => {
    await playOn(kind, script, { reloads: true });
  });
});
