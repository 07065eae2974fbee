/** Readers of the ledger's reports: layouts of statements. */
import { bookStatement, openBooks } from '@kontor/ledger';
import { importer } from '../importer.ts';

const books = openBooks({
  entity: { id: 'NL01', functionalCurrency: 'EUR', zone: 'Europe/Amsterdam' },
  accounts: [
    { id: 'cash', code: '1000', name: 'Cash', type: 'asset' },
    { id: 'sales', code: '4000', name: 'Sales', type: 'income' },
  ],
  periods: [{ id: '2026-02', from: '2026-02-01', to: '2026-02-28' }],
});

/** Their rows. */
export const ledgerReportImporters = [
  importer({
    name: 'ledger: layouts of statements',
    covers: [],
    samples: [
      {
        id: 'position',
        label: 'Position',
        types: ['asset'],
        rows: [
          { id: 'cash', label: 'Cash', accounts: [{ id: 'cash' }] },
          { id: 'total', label: 'Total', sum: ['cash'] },
        ],
      },
    ],
    read: (layout) =>
      bookStatement(books, {
        layout,
        columns: [{ id: 'now', asOf: '2026-02-28' }],
      } as never),
  }),
];
