/**
 * The SCXML scripts on stores: every command by an engine that knows nothing but the store, and the
 * configuration that a script ends in is the wanted one.
 *
 * On a store a step holds all that its sends bring back, so configurations in between, which a
 * script gives before that, are left to scxml-scripts.test.ts.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { fullRun } from '../../../kernel/test/store/drivers.ts';
import { memoryKind, sqliteKind } from '../../../ledger/test/stores.ts';
import { StoreSession } from './store-session.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const data = resolve(root, process.env['KONTOR_CONFORMANCE'] ?? '../shared/conformance', 'scxml');

/** Those that no store can play, each with its reason. */
const left: Readonly<Record<string, string>> = {
  test216: 'it computes the name of a file that is to be invoked',
  test230: 'it is read by a person, and has no state pass',
  test250: 'it is read by a person, and has no state pass',
  test307: 'it is read by a person, and has no state pass',
};

interface Wanted {
  readonly initialConfiguration: readonly string[];
  readonly events: readonly {
    readonly after?: number;
    readonly event: { readonly name: string; readonly data?: never };
    readonly nextConfiguration: readonly string[];
  }[];
}

const files = !existsSync(data)
  ? []
  : readdirSync(data, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) =>
        readdirSync(join(data, name))
          .filter((file) => file.endsWith('.json'))
          .map((file) => join(data, name, file)),
      )
      .filter((file) => !Object.hasOwn(left, basename(file).split('.')[0]!));

/** One of so many scripts is played; all of them in a full run. */
const stride = { memory: 4, SQLite: 16 } as const;

describe.each([memoryKind(), sqliteKind()])('SCXML scripts on $name', (kind) => {
  const each = fullRun ? 1 : stride[kind.name as keyof typeof stride];
  const some = files.filter((_, at) => at % each === 0);
  afterAll(() => kind.close(), 60_000);
  if (some.length === 0) test.skip('the scripts are not there: set KONTOR_CONFORMANCE');

  test.each(some.map((file) => [file.slice(data.length + 1), file] as const))(
    '%s',
    async (_, file) => {
      const { initialConfiguration, events } = JSON.parse(readFileSync(file, 'utf8')) as Wanted;
      const { store } = await kind.open();
      const session = await StoreSession.start(file.replace(/\.json$/, '.scxml'), store);
      for (const { after = 0, event } of events) {
        await session.pass(after);
        await session.send(event);
      }
      // Those of the W3C say by a state what came of them.
      const isOfW3c = file.includes('w3c-ecma');
      if (isOfW3c) await session.pass(10_000);
      const { sessions } = await session.instance();
      const last = events.at(-1)?.nextConfiguration ?? initialConfiguration;
      const wanted = isOfW3c ? ['pass'] : last;
      expect([...sessions[0]!.active].sort()).toEqual([...wanted].sort());
      await session.check();
    },
  );
});
