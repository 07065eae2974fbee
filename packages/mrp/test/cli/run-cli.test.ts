import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSqlite } from '../../src/cli/sqlite-driver.ts';
import { folderOf, smallFolder } from '../files/folder-of.ts';
import { runIn } from './world.ts';

/** The small folder with a demand that nothing can be in time for. */
const shortFolder = {
  ...smallFolder,
  'demands.csv':
    'demand,item,location,due,quantity\nso-1,bike,plant,2026-01-08,5\nso-2,bike,plant,2026-03-02,5\n',
};

/** The same, with a demand so near that the bike itself should be under way. */
const lateFolder = {
  ...shortFolder,
  'demands.csv': shortFolder['demands.csv'].replace('2026-01-08', '2026-01-06'),
};

const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** What is bought for the first demand of the short folder. */
const ORDER = 'wheel@plant/2026-01-06/1';

/** A row of a frePPLe file. */
const input = (model: string, fields: object) => ({ model: `input.${model}`, fields });

const brokenClock = (): Date => {
  throw new TypeError('the clock fell off the wall');
};

/** The release days of a plan under a rule for those before today. */
async function releases(rule: string): Promise<string[]> {
  const cwd = await folderOf(shortFolder);
  const { stdout } = await runIn(cwd, ['plan', '.', '--json', '--past-due', rule]);
  const orders = linesOf(stdout).filter(({ type }) => type === 'order');
  return orders.map(({ release }) => String(release));
}

describe('exit codes', () => {
  test.each<[string, readonly string[], number]>([
    ['a plan without shortages', ['plan', 'good'], 0],
    ['a plan with shortages', ['plan', 'short'], 1],
    ['a check without faults', ['check', 'good'], 0],
    ['a check with faults', ['check', 'faulty'], 1],
    ['a plan of faulty files', ['plan', 'faulty'], 2],
    ['a folder that is not there', ['plan', 'nowhere'], 2],
    ['a frePPLe file that is not there', ['plan', 'nowhere', '--format', 'frepple'], 2],
    ['no arguments', [], 0],
    ['--help', ['--help'], 0],
    ['--help of a command', ['plan', '--help'], 0],
    ['--version', ['--version'], 0],
    ['an unknown command', ['pln', 'good'], 2],
    ['an unknown option', ['plan', 'good', '--jsn'], 2],
    ['an option of plan given to check', ['check', 'good', '--html', 'x'], 2],
    ['a missing folder', ['plan'], 2],
    ['two folders', ['plan', 'good', 'short'], 2],
    ['a day that is none', ['plan', 'good', '--today', '2026-02-30'], 2],
    ['a day that is a number', ['plan', 'good', '--today', '2026'], 2],
    ['a day twice', ['plan', 'good', '--today', '2026-01-05', '--today', '2026-01-06'], 2],
    ['a format that is none', ['plan', 'good', '--format', 'xml'], 2],
    ['a rule that is none', ['plan', 'good', '--past-due', 'ignore'], 2],
    ['a bucket that is none', ['plan', 'good', '--bucket', 'month'], 2],
    ['an order that is none', ['plan', 'good', '--explain', 'bike@moon/2026-01-05/1'], 2],
    ['a store that is none', ['plan', 'good', '--store', 'mysql:x'], 2],
    ['an option without its value', ['plan', 'good', '--out'], 2],
    ['an output where a file is', ['plan', 'good', '--out', 'good/items.csv'], 2],
  ])('%s', async (_, argv, code) => {
    const cwd = await folderOf({});
    const faulty = { ...smallFolder, 'stock.csv': 'item,location,quantity\nwheel,plant,many\n' };
    for (const [name, files] of Object.entries({ good: smallFolder, short: shortFolder, faulty })) {
      await mkdir(join(cwd, name));
      for (const [file, text] of Object.entries(files))
        await writeFile(join(cwd, name, file), text);
    }
    const outcome = await runIn(cwd, argv);
    expect({ argv, ...outcome }).toMatchObject({ code });
    // Every refusal says what is wrong; nothing else speaks on stderr.
    expect(outcome.stderr === '').toBe(code !== 2);
  });

  test('a fault nobody foresaw is exit code 3, with its trace', async () => {
    const cwd = await folderOf(smallFolder);
    const { code, stderr } = await runIn(cwd, ['plan', '.'], { now: brokenClock });
    expect(code).toBe(3);
    expect(stderr).toMatch(/TypeError: the clock fell off the wall\n\s+at /);
  });
});

describe('what is printed', () => {
  test('help names every option and every exit code', async () => {
    const { stdout } = await runIn('.', ['--help']);
    const options = ['--format', '--today', '--json', '--progress', '--out', '--html', '--store'];
    for (const option of [
      ...options,
      '--past-due',
      '--bucket',
      '--explain',
      '--help',
      '--version',
    ]) {
      expect(stdout).toContain(`  ${option}`);
    }
    for (const code of [0, 1, 2, 3, 130])
      expect(stdout).toMatch(new RegExp(`^ {2}${code} {2}`, 'm'));
  });

  test('the version is the package version', async () => {
    expect((await runIn('.', ['--version'])).stdout).toBe('kontor-mrp 1.2.3\n');
  });

  test('a plan shows its shortages before its orders', async () => {
    const { stdout } = await runIn(await folderOf(shortFolder), ['plan', '.']);
    expect(stdout).toMatch(/^Plan of 2026-01-05\n/);
    expect(stdout).toMatch(/Shortages: [12]\n[^]*so-1 +bike +plant +2026-01-08[^]*Planned orders/);
  });

  test('root causes stand before the messages, each with what is late because of it', async () => {
    const { stdout } = await runIn(await folderOf(lateFolder), ['plan', '.']);
    const [, causes] = /\nRoot causes: \d+\n([^]*?)\n\nMessages: \d+\n/.exec(stdout)!;
    // Four wheels come in ten days at the earliest; the bike above them is set in below.
    expect(causes).toMatch(/^ +1 +1 +.*'wheel' at 'plant'/m);
    expect(stdout).toMatch(/\n {2}NEW_IN_PAST +wheel .*\n {4}RELEASE_PAST_DUE +bike /);
  });

  test('an item that is planned apart for a segment is shown with it', async () => {
    const cwd = await folderOf({
      ...shortFolder,
      'parameters.csv': 'item,location,segments\nbike,plant,own\nwheel,plant,own\n',
      'demands.csv':
        'demand,item,location,due,quantity,segment\nso-1,bike,plant,2026-03-02,5,alpha\n',
    });
    const { stdout } = await runIn(cwd, ['plan', '.']);
    expect(stdout).toMatch(/ make +bike +plant#alpha +5 /);
  });

  test('--explain prints why an order is there, from its needs to its days', async () => {
    const cwd = await folderOf(shortFolder);
    const { code, stdout } = await runIn(cwd, ['plan', '.', '--explain', ORDER]);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^${ORDER}: buy 20, due 2026-01-06, `));
    const headings = ['needs of', 'balance', 'lot', 'source', 'days'];
    const places = headings.map((heading) => stdout.indexOf(`\n${heading}`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(stdout).toContain('on hand 6 ');
    expect(stdout).toMatch(/net requirement 4\n {2}lot for lot: 4\n {2}at least 20: 20\n/);
    expect(stdout).not.toContain('Planned orders');
    const json = await runIn(cwd, ['plan', '.', '--json', '--explain', ORDER]);
    expect(linesOf(json.stdout)).toMatchObject([
      { type: 'explanation', order: ORDER, lot: { net: '4', quantity: '20' } },
    ]);
  });

  test('--bucket week nets what falls into a week together', async () => {
    const cwd = await folderOf({
      ...smallFolder,
      'demands.csv':
        'demand,item,location,due,quantity\n' +
        'so-1,bike,plant,2026-03-02,5\nso-2,bike,plant,2026-03-04,2\n',
    });
    const quantities = async (bucket: string): Promise<unknown[]> => {
      const { stdout } = await runIn(cwd, ['plan', '.', '--json', '--bucket', bucket]);
      const orders = linesOf(stdout).filter(
        ({ item, type }) => type === 'order' && item === 'bike',
      );
      return orders.map(({ need, quantity }) => `${String(need)} ${String(quantity)}`);
    };
    expect(await quantities('day')).toEqual(['2026-03-02 5', '2026-03-04 2']);
    expect(await quantities('week')).toEqual(['2026-03-02 7']);
  });

  test('--json prints one object a line: the headline, shortages, messages, orders', async () => {
    const { stdout } = await runIn(await folderOf(lateFolder), ['plan', '.', '--json']);
    const lines = linesOf(stdout);
    const types = [...new Set(lines.map(({ type }) => type))];
    expect(types).toEqual(['plan', 'shortage', 'message', 'order']);
    const counted = (type: string): number => lines.filter((line) => line['type'] === type).length;
    expect(lines[0]).toEqual({
      type: 'plan',
      today: '2026-01-05',
      nodes: 2,
      orders: counted('order'),
      shortages: counted('shortage'),
      messages: counted('message'),
    });
    const [cause, following] = lines.filter(({ type }) => type === 'message');
    expect(cause).toMatchObject({ code: 'NEW_IN_PAST', lateOrders: 1, lateDemands: 1 });
    expect(following).toMatchObject({ code: 'RELEASE_PAST_DUE', cause: cause!['text'] });
  });

  test('--json tells what became of the forecast, and what nobody had expected', async () => {
    const cwd = await folderOf({
      ...smallFolder,
      'forecasts.csv':
        'forecast,item,location,from,until,quantity\nF1,bike,plant,2026-03-02,2026-03-09,3\n',
    });
    const lines = linesOf((await runIn(cwd, ['plan', '.', '--json'])).stdout);
    expect(lines.filter(({ type }) => String(type).includes('orecast'))).toMatchObject([
      { type: 'forecast', forecast: 'F1', gross: '3', consumed: '3', planned: '0' },
      { type: 'unforecastDemand', demand: 'so-1', rest: '2' },
    ]);
  });

  test('faults name file, line and column, as text and as JSON', async () => {
    const cwd = await folderOf({
      ...smallFolder,
      'stock.csv': 'item,location,quantity\nwheel,plant,many\n',
    });
    const text = await runIn(cwd, ['check', '.']);
    expect(text.stdout).toMatch(
      /^Faults: 1\nstock\.csv, line 2, column 'quantity': 'many' .*\[BAD_NUMBER\]\n$/,
    );
    const json = linesOf((await runIn(cwd, ['check', '.', '--json'])).stdout);
    expect(json).toMatchObject([
      { type: 'fault', code: 'BAD_NUMBER', file: 'stock.csv', line: 2, column: 'quantity' },
    ]);
  });

  test('a failed plan prints its faults on stderr and nothing on stdout', async () => {
    const cwd = await folderOf({
      ...smallFolder,
      'stock.csv': 'item,location,quantity\nwheel,plant,many\n',
    });
    const { stdout, stderr } = await runIn(cwd, ['plan', '.', '--out', 'out']);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/stock\.csv, line 2/);
    expect(await readdir(cwd)).not.toContain('out');
  });

  test('colour and progress are for terminals; NO_COLOR turns colour off', async () => {
    const cwd = await folderOf(smallFolder);
    const escape = '\u001B[1m';
    expect((await runIn(cwd, ['plan', '.'])).stdout).not.toContain(escape);
    expect((await runIn(cwd, ['plan', '.'])).stderr).toBe('');
    const seen = await runIn(cwd, ['plan', '.'], { isTerminal: true });
    expect(seen.stdout).toContain(escape);
    expect(seen.stderr).toContain('Planning');
    const plain = await runIn(cwd, ['plan', '.'], { isTerminal: true, env: { NO_COLOR: '1' } });
    expect(plain.stdout).not.toContain(escape);
    const asked = await runIn(cwd, ['plan', '.', '--progress']);
    expect(asked.stderr).toMatch(/^Reading\nPlanning\n/);
  });

  test('a name with control characters cannot move the cursor', async () => {
    const items = 'item,name\nbike,Bicycle\n"wheel\u001B[2J",Wheel\n';
    const files = Object.entries({ ...shortFolder, 'items.csv': items }).map(([name, text]) => [
      name,
      name === 'items.csv' ? text : text.replaceAll('wheel', '"wheel\u001B[2J"'),
    ]);
    const { stdout } = await runIn(await folderOf(Object.fromEntries(files)), ['plan', '.']);
    expect(stdout).toContain('wheel [2J');
    expect(stdout).not.toContain('\u001B');
  });

  test('--format frepple plans a frePPLe file on its own day', async () => {
    const rows = [
      { model: 'common.parameter', fields: { name: 'currentdate', value: '2021-01-01 08:00:00' } },
      input('location', { name: 'plant' }),
      input('item', { name: 'chair' }),
      input('itemsupplier', { supplier_id: 'joiner', item_id: 'chair', leadtime: 604_800 }),
      input('supplier', { name: 'joiner' }),
      input('demand', {
        name: 'so-1',
        item_id: 'chair',
        location_id: 'plant',
        due: '2021-02-01 00:00:00',
        quantity: 3,
        priority: 1,
      }),
    ];
    const cwd = await folderOf({ 'model.json': JSON.stringify(rows) });
    const { code, stdout } = await runIn(cwd, [
      'plan',
      'model.json',
      '--format',
      'frepple',
      '--json',
    ]);
    expect(code).toBe(0);
    const lines = linesOf(stdout);
    expect(lines[0]).toMatchObject({ type: 'plan', today: '2021-01-01', orders: 1 });
    expect(lines[1]).toMatchObject({ type: 'order', kind: 'buy', item: 'chair', quantity: '3' });
  });

  test('today is the given day, else the day on the wall', async () => {
    const cwd = await folderOf(smallFolder);
    expect((await runIn(cwd, ['plan', '.'])).stdout).toMatch(/^Plan of 2026-01-05\n/);
    const given = await runIn(cwd, ['plan', '.', '--today', '2026-02-02']);
    expect(given.stdout).toMatch(/^Plan of 2026-02-02\n/);
  });

  test('--past-due clamp moves releases of the past to today', async () => {
    expect((await releases('keep')).some((release) => release < '2026-01-05')).toBe(true);
    expect((await releases('clamp')).every((release) => release >= '2026-01-05')).toBe(true);
  });
});

describe('what is written', () => {
  test('--out is the plan as files, the report beside them when asked', async () => {
    const cwd = await folderOf(shortFolder);
    const { stdout } = await runIn(cwd, [
      'plan',
      '.',
      '--json',
      '--out',
      'a/plan',
      '--html',
      'a/plan/r.html',
    ]);
    expect((await readdir(join(cwd, 'a', 'plan'))).toSorted()).toEqual([
      'balances.csv',
      'messages.csv',
      'plan.jsonl',
      'planned_orders.csv',
      'r.html',
      'shortages.csv',
    ]);
    expect(await readFile(join(cwd, 'a', 'plan', 'plan.jsonl'), 'utf8')).toBe(stdout);
    expect(await readdir(join(cwd, 'a'))).toEqual(['plan']);
  });

  test('a folder that is there keeps its other files, and gets new ones for old', async () => {
    const cwd = await folderOf(shortFolder);
    await mkdir(join(cwd, 'out'));
    await writeFile(join(cwd, 'out', 'notes.txt'), 'mine');
    await writeFile(join(cwd, 'out', 'plan.jsonl'), 'old');
    expect((await runIn(cwd, ['plan', '.', '--out', 'out'])).code).toBe(1);
    expect((await readdir(join(cwd, 'out'))).toSorted()).toEqual([
      'balances.csv',
      'messages.csv',
      'notes.txt',
      'plan.jsonl',
      'planned_orders.csv',
      'shortages.csv',
    ]);
    expect(await readFile(join(cwd, 'out', 'plan.jsonl'), 'utf8')).toMatch(/^\{"type":"plan"/);
    expect(await readFile(join(cwd, 'out', 'notes.txt'), 'utf8')).toBe('mine');
  });

  test('a folder named by digits stays what was typed', async () => {
    const cwd = await folderOf(shortFolder);
    await runIn(cwd, ['plan', '.', '--out', '007']);
    expect(await readdir(cwd)).toContain('007');
  });

  test('--store keeps the plan where SQL finds it, and a second run takes its place', async () => {
    const cwd = await folderOf(shortFolder);
    for (let run = 0; run < 2; run++) {
      expect((await runIn(cwd, ['plan', '.', '--store', 'sqlite:plan.db'])).code).toBe(1);
    }
    const { stdout } = await runIn(cwd, ['plan', '.', '--json']);
    const database = await openSqlite(join(cwd, 'plan.db'));
    try {
      const statement = database.prepare(
        'select "order" from mrp_planned_order_v order by "order"',
      );
      const stored = (statement.all() as { order: string }[]).map(({ order }) => order);
      (statement as { finalize?: () => void }).finalize?.();
      const planned = linesOf(stdout).filter(({ type }) => type === 'order');
      expect(stored).toEqual(planned.map(({ id }) => id).toSorted());
    } finally {
      database.close();
    }
  });
});
