/** Readers of the kernel: numbers, days, zones, calendars, events, documents. */
import {
  calendarFaults,
  canonicalZone,
  checkEvent,
  createCalendar,
  createFiscalCalendar,
  currency,
  day,
  decimal,
  defineCurrency,
  formatDay,
  instantOf,
  isKnownZone,
  moneyFromJson,
  moneyToJson,
  offsetAt,
  parseQuantity,
  ratio,
  scaledDecimal,
  toText,
  unitTable,
} from '@kontor/kernel';
import { checkBatch, checkDocument, checkId, collection } from '@kontor/kernel/store';
import { memoryStore } from '@kontor/kernel/memory';
import { computeTax, percentOf, taxTable } from '@kontor/kernel/tax';
import { importer } from '../importer.ts';
import { keepsNothing } from '../keeps-nothing.ts';

const AT = Date.parse('2026-03-29T01:30:00Z');

const things = collection<{ id: string; name: string; amount?: string }>('thing', {
  id: ({ id }) => id,
  fields: { name: 'text', amount: 'decimal' },
  indexes: { byName: ['name'] },
});

/** Their rows. */
export const kernelImporters = [
  importer({
    name: 'kernel: decimals, quantities and ratios',
    covers: ['@kontor/kernel parseQuantity'],
    samples: [['12.50'], ['-0.001'], ['1e3'], [17], [0.1]],
    read: (given) => {
      const value: unknown = Array.isArray(given) ? given[0] : given;
      const reads = [decimal, toText, scaledDecimal, ratio, percentOf] as const;
      return eachOf([...reads, (given: never) => parseQuantity(given, 3)], value);
    },
  }),
  importer({
    name: 'kernel: money and currencies',
    covers: [],
    samples: [
      { amount: '12.34', currency: 'EUR' },
      { amount: '1200', currency: 'JPY' },
    ],
    read: (json) => {
      const { currency: code } = (json ?? {}) as Partial<typeof json>;
      eachOf([currency, (given: string) => defineCurrency({ code: given, exponent: 2 })], code);
      return moneyToJson(moneyFromJson(json));
    },
  }),
  importer({
    name: 'kernel: days',
    covers: [],
    samples: ['2026-03-02', '2024-02-29', '0001-01-01'],
    read: (text) => formatDay(day(text)),
  }),
  importer({
    name: 'kernel: zones',
    covers: [],
    samples: ['Europe/Berlin', 'UTC', 'Asia/Kathmandu'],
    read: (zone) => {
      isKnownZone(zone);
      return [canonicalZone(zone), offsetAt(zone, AT), instantOf(zone, AT / 60_000)];
    },
  }),
  importer({
    name: 'kernel: calendars',
    covers: [],
    samples: [
      {
        zone: 'Europe/Berlin',
        week: { 'mon-thu': ['08:00-16:00'], fri: [{ from: '22:00', to: '06:00' }] },
        holidays: ['2025-12-25', '2026-01-01'],
        exceptions: [
          { day: '2026-05-06', minutes: 240 },
          { day: '2026-05-03', shifts: [] },
        ],
        first: '2025-01-01',
        last: '2027-12-31',
      },
      { workingWeekdays: [1, 2, 3, 4, 5] },
    ],
    read: (definition) => {
      calendarFaults(definition);
      const calendar = createCalendar(definition);
      calendar.addDays(day('2026-03-02'), 5);
      return calendar.minutesBetween(AT, AT + 86_400_000);
    },
  }),
  importer({
    name: 'kernel: fiscal calendars',
    covers: [],
    samples: [
      { kind: 'months', startMonth: 4, yearNamedBy: 'start' },
      { kind: 'weeks', yearEnd: { weekday: 6, month: 1, rule: 'nearest' }, week53In: 12 },
      { kind: 'nrf' },
    ],
    read: (definition) => createFiscalCalendar(definition as never).weeksOfYear(2026),
  }),
  importer({
    name: 'kernel: events',
    covers: ['@kontor/kernel checkEvent'],
    samples: [
      {
        id: 'event-1',
        time: '2026-03-02T08:00:00.000Z',
        type: 'order.released',
        source: 'mrp',
        subject: 'order-7',
        version: 1,
        data: { quantity: '12.5', lots: [1, null, { a: [true] }] },
        causationId: 'event-0',
      },
    ],
    read: (event) => checkEvent(event),
  }),
  importer({
    name: 'kernel: units',
    covers: [],
    samples: [
      [
        { unit: 'box', of: 'each', factor: '12' },
        { unit: 'pallet', of: 'box', factor: '48' },
        { unit: 'lb', of: 'kg', factor: '0.45359237', item: 'steel' },
      ],
    ],
    read: (rows) => unitTable(rows).factor('pallet', 'each'),
  }),
  importer({
    name: 'kernel: tax',
    covers: [],
    samples: [
      {
        table: [
          { code: 'std', rate: '19' },
          { code: 'low', rate: '7' },
        ],
        document: {
          date: '2026-03-02',
          currency: 'EUR',
          prices: 'net',
          rounding: 'perDocument',
          lines: [{ quantity: '2', unitPrice: '50.00', taxes: ['std'] }],
        },
      },
    ],
    read: ({ table, document }) => computeTax(document as never, taxTable(table as never)),
  }),
  importer({
    name: 'kernel: documents of a store',
    covers: [
      '@kontor/kernel/store checkBatch',
      '@kontor/kernel/store checkDocument',
      '@kontor/kernel/store checkId',
    ],
    samples: [{ id: 'a', name: 'A', amount: '12.5', more: { list: [1, { b: null }] } }],
    read: async (document) => {
      const store = memoryStore();
      await store.prepare([things]);
      await keepsNothing(
        async () => (await store.get(things, ['a']))[0],
        async () => {
          checkDocument(things, document);
          checkId(things, document.id);
          const batch = { checks: [], writes: [{ kind: 'put', collection: things, document }] };
          checkBatch(batch as never, 10);
          await store.commit(batch as never);
        },
      );
    },
  }),
];

/** Every reader has its turn, though one before it refuses; the first refusal is told. */
function eachOf<Value>(reads: readonly ((value: Value) => unknown)[], value: unknown): void {
  const refusals: unknown[] = [];
  for (const read of reads) {
    try {
      read(value as Value);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

const isRefusal = (error: unknown): boolean => error instanceof Error && 'code' in error;
