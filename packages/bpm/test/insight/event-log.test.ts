/** Event logs of the day that shop-floor.ts tells, read back. */
import { memoryStore } from '@kontor/kernel/memory';
import { parse } from 'csv-parse/sync';
import { DOMParser } from 'linkedom';
import { expect, test } from 'vitest';
import { csvLog, ocelLog, xesLog } from '../../src/insight/event-log.ts';
import { eachActivity } from '../../src/insight/find-activities.ts';
import { playDay } from './shop-floor.ts';

async function written(log: typeof xesLog): Promise<string> {
  const { store } = await playDay(memoryStore());
  const pieces: string[] = [];
  for await (const piece of log(eachActivity(store, {}))) pieces.push(piece);
  return pieces.join('');
}

const FIRST = [
  'Approve order start 2026-01-01T00:20:00.000Z ann',
  'Approve order complete 2026-01-01T00:30:00.000Z ann',
  'reserve start 2026-01-01T00:31:00.000Z robot',
  'reserve complete 2026-01-01T00:44:00.000Z robot',
];

test('XES: a trace an instance, events in time, by the standard extensions', async () => {
  const text = await written(xesLog);
  const document = new DOMParser().parseFromString(text, 'text/xml');
  expect(
    [...document.querySelectorAll('extension')].map((one) => one.getAttribute('prefix')),
  ).toEqual(['concept', 'lifecycle', 'time', 'org']);
  const traces = [...document.querySelectorAll('trace')];
  expect(traces).toHaveLength(3);
  const events = [...traces[0]!.querySelectorAll('event')].map((event) =>
    [...event.children]
      .filter((one) => one.getAttribute('key') !== 'concept:instance')
      .map((one) => one.getAttribute('value'))
      .join(' '),
  );
  expect(events).toEqual(FIRST);
});

test('CSV: the same events as rows', async () => {
  const rows: Record<string, string>[] = parse(await written(csvLog), { columns: true });
  const first = rows.filter((row) => row['case:concept:name'] === 'o1');
  expect(
    first.map((row) =>
      ['concept:name', 'lifecycle:transition', 'time:timestamp', 'org:resource']
        .map((column) => row[column])
        .join(' '),
    ),
  ).toEqual(FIRST);
  expect(first[0]).toMatchObject({ process: 'order', version: 'v1', key: 'key of o1' });
});

test('OCEL: every event and object is of a declared type, and every relation has its object', async () => {
  const log = JSON.parse(await written(ocelLog)) as Record<
    'events' | 'objects' | 'eventTypes' | 'objectTypes',
    { id: string; name: string; type: string; relationships?: { objectId: string }[] }[]
  >;
  const eventTypes = log.eventTypes.map(({ name }) => name);
  const objectTypes = log.objectTypes.map(({ name }) => name);
  const objects = new Set(log.objects.map(({ id }) => id));
  expect(new Set(log.events.map(({ id }) => id)).size).toBe(log.events.length);
  for (const { type, relationships } of log.events) {
    expect(eventTypes).toContain(type);
    for (const { objectId } of relationships!) expect(objects).toContain(objectId);
  }
  for (const { type } of log.objects) expect(objectTypes).toContain(type);
  expect([...objects]).toEqual(
    ['o1', 'o2', 'o3'].flatMap((id) => [`instance:${id}`, `key:key of ${id}`]),
  );
});
