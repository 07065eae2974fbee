/** Event logs keep the rules of their standards, and say what was done, whatever it is called. */
import { memoryStore } from '@kontor/kernel/memory';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActivityInstance } from '../../src/insight/activity-instance.ts';
import { csvLog, ocelLog, xesLog } from '../../src/insight/event-log.ts';
import { eachActivity } from '../../src/insight/find-activities.ts';
import { BEGIN, makeKit } from '../engine/engine-kit.ts';
import { ocelFaults, readOcel } from './ocel-rules.ts';
import { playDay } from './shop-floor.ts';
import { readXes, xesFaults } from './xes-rules.ts';

const isFull = process.env['KONTOR_FULL'] === '1';

async function textOf(
  log: typeof xesLog,
  runs: Iterable<ActivityInstance> | AsyncIterable<ActivityInstance>,
): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of log(runs)) pieces.push(piece);
  return pieces.join('');
}

/** A day at the desks, as a log. */
async function dayAs(log: typeof xesLog): Promise<string> {
  const { store } = await playDay(memoryStore());
  return textOf(log, eachActivity(store, {}));
}

describe('the checks find what is broken', () => {
  test.each([
    ['1849.2016', '1849-2016', "xes.version '1849-2016' is no decimal"],
    ['<classifier ', '<event/><classifier ', 'classifier comes after event in log'],
    ['prefix="org"', 'prefix="orga"', "'org:resource' is not declared"],
    [
      'keys="concept:name"',
      'keys="cost:total"',
      "classifier key 'cost:total' is no global of event",
    ],
    ['value="start"', 'value="begin"', "no transition: 'begin'"],
    ['value="2026-01-01T00:20:00.000Z"', 'value="noon"', "'time:timestamp' is 'noon'"],
    ['T00:20:00.000Z', 'T23:20:00.000Z', 'events are not in time'],
    [
      '<date key="time:timestamp" value="2026',
      '<string key="x" value="2026',
      "lacks the global 'time",
    ],
    ['<string key="org:resource"', '<int key="org:resource"', 'is a int, not a string'],
    ['"o1"', '"o1\n"', 'a tab or an end of line'],
    [
      '"Approve order"',
      '"a"/><string key="concept:name" value="b"',
      "event has 'concept:name' twice",
    ],
  ])('XES: %j as %j', async (right, wrong, fault) => {
    const text = await dayAs(xesLog);
    expect(xesFaults(text.replace(right, wrong)).join('\n')).toContain(fault);
  });

  test.each([
    ['"type":"Approve order"', '"type":"Other"', "type 'Other' is not declared"],
    ['"objectId":"key:key of o1"', '"objectId":"key:x"', "is of 'key:x', which is not there"],
    ['"name":"lifecycle","value"', '"name":"phase","value"', "'phase' is not declared"],
    ['"value":"start"', '"value":7', 'lifecycle is no string'],
    ['2026-01-01T00:20:00.000Z', '2026-01-01', 'events.0.time'],
    ['"qualifier":"case"', '"kind":"case"', 'events.0.relationships.0'],
    ['"id":"instance:o1"', '"id":"instance:o2"', "id 'instance:o2' twice"],
  ])('OCEL: %j as %j', async (right, wrong, fault) => {
    const text = await dayAs(ocelLog);
    expect(ocelFaults(text.replace(right, wrong)).join('\n')).toContain(fault);
  });
});

test('a day at the desks keeps the rules', async () => {
  expect(xesFaults(await dayAs(xesLog))).toEqual([]);
  expect(ocelFaults(await dayAs(ocelLog))).toEqual([]);
});

test('nothing at all is a log, too', async () => {
  expect(xesFaults(await textOf(xesLog, []))).toEqual([]);
  expect(ocelFaults(await textOf(ocelLog, []))).toEqual([]);
});

test('OCEL: an instance is of its own process, whatever it calls', async () => {
  const kit = await makeKit();
  await kit.deploy('start > call(Q) > end process Q: start > user(A) > end', { id: 'P' });
  await kit.engine.start('P', {}, { id: 'p1' });
  await kit.engine.complete('p1', 'A');
  const text = await textOf(ocelLog, eachActivity(kit.store, {}));
  expect(ocelFaults(text)).toEqual([]);
  const [instance] = readOcel(text).objects;
  expect(instance?.attributes[0]).toEqual({
    name: 'process',
    value: 'P',
    time: new Date(BEGIN).toISOString(),
  });
});

/** Anything that a file of UTF-8 can hold: what people type, and much that nobody can. */
const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('a\nb', '\t', '\r', ' a ', '"', '=1+1', 'a,b', '<&>', '\u0001', ''),
);

const run = fc.record({
  name: fc.option(words, { nil: undefined }),
  node: fc.constantFrom('A', 'B'),
  kind: fc.constantFrom('user', 'service', 'task', 'exclusive', 'subProcess', 'start'),
  role: fc.constantFrom(undefined, 'body', 'iteration'),
  times: fc.tuple(fc.nat(9), fc.nat(9), fc.nat(9)),
  worked: fc.boolean(),
  ended: fc.constantFrom('completed', 'cancelled', 'active'),
  by: fc.option(words, { nil: undefined }),
  version: fc.constantFrom(undefined, 'v1', 'v2'),
  scope: fc.constantFrom(1, 1, 2),
});
const instance = fc.record({
  key: fc.option(words, { nil: undefined }),
  runs: fc.array(run, { maxLength: 6 }),
});

/** Runs as the history gives them: one instance after the other, frames growing. */
const runsOf = (instances: readonly InstanceDraft[]): ActivityInstance[] =>
  instances.flatMap(({ key, runs }, at) =>
    runs.map((one, index) => activityOf(`i${at}`, key, one, index + 2)),
  );

type Drawn<Arbitrary> = Arbitrary extends fc.Arbitrary<infer Value> ? Value : never;
type InstanceDraft = Drawn<typeof instance>;

function activityOf(
  of: string,
  key: string | undefined,
  { name, node, kind, role, times, worked, ended, by, version, scope }: Drawn<typeof run>,
  frame: number,
): ActivityInstance {
  const [enteredAt, from, to] = times.toSorted((a, b) => a - b).map((ms) => BEGIN + ms * 1000);
  const isActive = ended === 'active';
  return {
    instance: of,
    frame,
    scope,
    process: scope === 1 ? 'P' : 'Q',
    definition: 'hash',
    node,
    kind: kind,
    state: ended,
    enteredAt: enteredAt!,
    work: worked
      ? [{ from: from!, ...(!isActive && { to: to! }), ...(by !== undefined && { by }) }]
      : [],
    failures: 0,
    incidents: 0,
    flows: [],
    ...(key !== undefined && { key }),
    ...(name !== undefined && { name }),
    ...(role !== undefined && { role: role }),
    ...(version !== undefined && { version }),
    ...(!isActive && { endedAt: to! }),
    ...(by !== undefined && !isActive && { by }),
  };
}

/** `instance, element, transition, instant, who` of each event, straight from the runs. */
function told(runs: readonly ActivityInstance[]): string[][] {
  return [...new Set(runs.map((one) => one.instance))].flatMap((id) => {
    const events = runs
      .filter(({ instance: of, kind, role }) => {
        return of === id && role !== 'body' && !['exclusive', 'subProcess', 'start'].includes(kind);
      })
      .flatMap(({ name, node, work, endedAt, state, by = '' }) => {
        const word = state === 'cancelled' ? 'ate_abort' : 'complete';
        const starts = work.slice(0, 1).map((one) => [one.from, 'start', one.by ?? ''] as const);
        const ends = endedAt === undefined ? [] : [[endedAt, word, by] as const];
        return [...starts, ...ends].map(([at, transition, who]) => ({
          at,
          row: [id, name ?? node, transition, new Date(at).toISOString(), who],
        }));
      });
    return events.toSorted((a, b) => a.at - b.at).map(({ row }) => row);
  });
}

/** XML has no such signs at all. */
const inXml = (text: string): string =>
  Array.from(text)
    .filter((sign) => /^[\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]$/u.test(sign))
    .join('');

test('property: logs of any runs keep the rules, and read back they tell the same traces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(instance, { maxLength: 4 }), async (instances) => {
      const runs = runsOf(instances);
      const wanted = told(runs);
      const [xes, ocel, csv] = [
        await textOf(xesLog, runs),
        await textOf(ocelLog, runs),
        await textOf(csvLog, runs),
      ];
      expect(xesFaults(xes)).toEqual([]);
      expect(ocelFaults(ocel)).toEqual([]);
      const keys = ['concept:name', 'lifecycle:transition', 'time:timestamp', 'org:resource'];
      const ofXes = readXes(xes).flat();
      expect(ofXes.map((one) => [one['case'], ...keys.map((key) => one[key] ?? '')])).toEqual(
        wanted.map((row) => row.map(inXml)),
      );
      const rows: Record<string, string>[] = parse(csv, { columns: true });
      expect(rows.map((row) => ['case:concept:name', ...keys].map((key) => row[key]))).toEqual(
        wanted,
      );
      const ofOcel = readOcel(ocel).events.map(({ type, time, attributes, relationships }) => {
        const of = (name: string) => attributes.find((one) => one.name === name)?.value ?? '';
        const { objectId } = relationships.find(({ qualifier }) => qualifier === 'case')!;
        return [objectId.slice('instance:'.length), type, of('lifecycle'), time, of('resource')];
      });
      expect(ofOcel).toEqual(wanted);
    }),
    { numRuns: isFull ? 5000 : 150 },
  );
});
