/**
 * What engines tell is what was published of it: JSON Schema files, and a page that lists them.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memoryStore } from '@kontor/kernel/memory';
import { Planner } from '@kontor/mrp';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entry, openShop } from '../../packages/ledger/test/shop.ts';
import { planLampsModel } from '../facts/worlds.ts';
import { runBpmStories } from './bpm-stories.ts';
import { checkedStore, type WrittenEvent } from './checked-store.ts';
import { runCrmStories } from './crm-stories.ts';
import { eventFault, eventSchemas, schemaFiles } from './event-schemas.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = schemaFiles();

describe('the published schemas', () => {
  test.each(files)('$path is current: npm run schemas', ({ path, text }) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text);
  });

  test('are all there is in their folders', () => {
    const found = Object.keys(eventSchemas).flatMap((name) =>
      readdirSync(join(root, `packages/${name}/schemas`)).map(
        (file) => `packages/${name}/schemas/${file}`,
      ),
    );
    expect(found.toSorted()).toEqual(files.map(({ path }) => path).toSorted());
  });

  test.each(Object.keys(eventSchemas))('of %s are shipped under an export', (name) => {
    const manifest: unknown = JSON.parse(
      readFileSync(join(root, `packages/${name}/package.json`), 'utf8'),
    );
    expect(manifest).toMatchObject({
      files: expect.arrayContaining(['schemas']),
      exports: { './schemas/*': './schemas/*' },
    });
  });

  test('every type and every field of its data is on the page of events', () => {
    const page = readFileSync(join(root, 'docs/internals/events.md'), 'utf8');
    const missing = files.flatMap(({ path, text }) => {
      const { title, properties } = JSON.parse(text) as JsonSchema & { title: string };
      const data = properties?.['data'] ?? {};
      // Of records, what the verb tells; the rest is the same for all of them.
      const told =
        title.startsWith('crm.') && title !== 'crm.record' ? data.properties?.['details'] : data;
      const names = [...fieldNames(told ?? {}), ...(path.includes('/kernel/') ? [] : [title])];
      return names.filter((one) => !page.includes(`\`${one}\``));
    });
    expect(missing).toEqual([]);
  });
});

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly oneOf?: readonly JsonSchema[];
}

const fieldNames = ({ properties = {}, oneOf = [] }: JsonSchema): string[] => [
  ...Object.keys(properties),
  ...oneOf.flatMap(fieldNames),
];

describe('every event that stories put into an outbox', () => {
  const told = new Map<string, WrittenEvent>();
  const open = () => checkedStore(memoryStore(), (event) => told.set(event.type, event));

  beforeAll(async () => {
    await runCrmStories(open());
    await runBpmStories(open());
    const { ledger } = await openShop(open());
    await ledger.post(entry('e1', ['cash', 'fees'], '5.00', { journal: 'sales' }));
    const clock = manualClock(Date.UTC(2026, 0, 5));
    const planner = new Planner({ store: open(), clock, ids: sequentialIds('run-') });
    await planner.prepare();
    for (const today of ['2026-01-05', '2026-01-06']) {
      await planner.planAndStore(planLampsModel(), { today });
    }
  });

  test('is of a published type, and every published type is told', () => {
    const published = Object.entries(eventSchemas).flatMap(([name, schemas]) =>
      name === 'kernel' ? [] : Object.keys(schemas),
    );
    const untold = published.filter((type) => type !== 'crm.record' && !told.has(type));
    expect(untold).toEqual([]);
    expect(told.has('crm.lead.created')).toBe(true);
  });

  test('passes the published file itself, read back', () => {
    for (const [type, event] of told) {
      const file = files.find(({ path }) => path.endsWith(`/${type}.json`));
      const text = file?.text ?? files.find(({ path }) => path.endsWith('/crm.record.json'))!.text;
      const schema = z.fromJSONSchema(JSON.parse(text) as never);
      expect([type, schema.safeParse(event).error]).toEqual([type, undefined]);
    }
  });

  test('is refused where it is otherwise', async () => {
    const event = told.get('bpm.instance.ended')!;
    expect(eventFault(event)).toBeUndefined();
    expect(eventFault({ ...event, data: { state: 'over' } } as never)).toMatch(
      /^bpm.instance.ended/,
    );
    expect(eventFault({ ...event, data: { state: 'completed', by: 'ann' } } as never)).toMatch(
      /by/,
    );
    expect(eventFault({ ...event, type: 'bpm.instance.begun' })).toMatch(/has no schema/);
    const store = checkedStore(memoryStore());
    const write = { kind: 'insert', document: { event: { ...event, version: 2 } } } as never;
    expect(() => store.commit({ checks: [], writes: [write] })).toThrow(/version/);
  });
});
