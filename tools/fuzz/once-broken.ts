/**
 * Documents that once broke the law, kept by the reader that they broke and what they did.
 */
import { hostileValues } from './hostile-values.ts';
import { endlessNumber, endlessRun, listsOfLists, negativeMessage } from './lying-files.ts';

/** A document, and what became of it before the reader was mended. */
export interface OnceBroken {
  /** The row of the table. */
  readonly name: string;
  /** What it is, and what it did. */
  readonly document: string;
  readonly make: () => unknown;
}

const deepest = hostileValues.find((value) => Array.isArray(value) && Array.isArray(value[0]));

/** The documents. */
export const onceBroken: readonly OnceBroken[] = [
  {
    name: 'bpm: SCXML',
    document: 'a hundred thousand transitions took five minutes',
    make: () =>
      '<scxml xmlns="http://www.w3.org/2005/07/scxml" version="1.0"><state id="a">' +
      '<transition event="*" target="a"/>\n'.repeat(20_000) +
      '</state></scxml>',
  },
  {
    name: 'bpm: SCXML',
    document: 'a tag with a hundred thousand faults took forty seconds',
    make: () => `<scxml><state id="a"${'{'.repeat(20_000)}/></scxml>`,
  },
  { name: 'kernel: units', document: 'no list at all: a TypeError', make: () => ({}) },
  { name: 'kernel: units', document: 'a row that is null: a TypeError', make: () => [null] },
  {
    name: 'kernel: money and currencies',
    document: 'a code that cannot be text: a TypeError',
    make: () => ({ amount: '1', currency: Object.create(null) as object }),
  },
  { name: 'ledger: commands', document: 'a command that is null: a TypeError', make: () => [null] },
  {
    name: 'ledger: commands',
    document: 'an amount that is an object: a TypeError',
    make: () => [entry({ lines: [{ account: 'cash', amount: {} }] })],
  },
  {
    name: 'ledger: commands',
    document: 'members of dimensions that are bigints: a TypeError',
    make: () => [entry({ lines: [{ account: 'cash', amount: '1', dims: { costCentre: 1n } }] })],
  },
  {
    name: 'ledger: commands, kept',
    document: 'a line that is null: a TypeError',
    make: () => [entry({ lines: [null] })],
  },
  {
    name: 'ledger: commands, kept',
    document: 'the reversal of nothing: a TypeError',
    make: () => [{ id: 'r1', do: 'reverse', date: '2026-02-14' }],
  },
  { name: 'ledger: currencies', document: 'a row that is null: a TypeError', make: () => [null] },
  { name: 'ledger: charts of accounts', document: 'no list: a TypeError', make: () => ({}) },
  {
    name: 'crm: segments',
    document: 'a condition of two words that nests very deep: the stack',
    make: () => [
      { id: 'a', where: { and: [{ field: 'name', op: 'eq', value: deepest }], x: deepest } },
    ],
  },
  {
    name: 'crm: imports',
    document: 'a row that is null: a TypeError, and the rows beside it were lost',
    make: () => [{ name: 'Hansa', externalId: { source: 'shop', id: 'c-1' } }, null],
  },
  {
    name: 'crm: imports',
    document: 'half a surrogate pair in an external id: a URIError',
    make: () => [{ name: 'Hansa', externalId: { source: 'shop', id: '\ud800' } }],
  },
  {
    name: 'crm: leads of a stream',
    document: 'what came in nests very deep: the stack',
    make: () => ({
      stream: { id: 'web', fields: { name: 'surname' } },
      payload: { name: deepest },
    }),
  },
  {
    name: 'crm: webhooks that come in',
    document: 'a header that is there twice: a TypeError',
    make: () => ({
      headers: {
        'webhook-id': 'a',
        'webhook-timestamp': ['1', '2'],
        'webhook-signature': ['v1,a'],
      },
      body: '{}',
    }),
  },
  {
    name: 'olap: rows of facts',
    document: 'a day beyond all calendars was taken in, and every query failed from then on',
    make: () => [{ id: 's9', day: 1e21, family: 'Food', product: 'Bread', path: [], units: 1 }],
  },
  {
    name: 'olap: rows of facts',
    document: 'a key that cannot be text: a TypeError',
    make: () => [
      {
        id: Object.create(null) as object,
        day: '2026-01-05',
        family: 'a',
        product: 'b',
        path: [],
        units: 1,
      },
    ],
  },
  {
    name: 'olap: CSV',
    document: 'a quote that never closes: an error of the reader',
    make: () => 'a,b\n1,"2',
  },
  {
    name: 'olap: snapshots in a store',
    document: 'a part that is no base64: an error of the platform',
    make: () => ({ id: 'sales/00000000', cube: 'sales', part: 0, parts: 1, bytes: '***' }),
  },
  {
    name: 'olap: snapshots in a store',
    document: 'a number of parts that is none: a RangeError',
    make: () => ({ id: 'sales/00000000', cube: 'sales', part: 0, parts: 1e21, bytes: '' }),
  },
  {
    name: 'crm: commission plans',
    document: 'an id that cannot be text: a TypeError',
    make: () => ({ id: Object.create(null) as object }),
  },
  {
    name: 'olap: Arrow',
    document: 'a message of less than no bytes: read again and again, without end',
    make: negativeMessage,
  },
  {
    name: 'olap: Parquet',
    document: 'lists of thirty million lists in 134 bytes: gigabytes, and minutes',
    make: listsOfLists,
  },
  {
    name: 'olap: Parquet',
    document: 'a whole number of four hundred thousand bytes: a minute',
    make: endlessNumber,
  },
  {
    name: 'olap: Parquet',
    document: 'a run of two billion levels: the process was ended by its engine',
    make: endlessRun,
  },
];

const entry = (more: object): object => ({ id: 'e9', date: '2026-02-14', ...more });
