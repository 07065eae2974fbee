/**
 * All readers of outside data, a row each. Whoever exports another `parse…`, `read…`, `load…`,
 * `import…`, `from…` or `check…`, or any function of the ledger, adds a row, or says in `noReaders`
 * why it is none.
 */
import type { Importer } from './importer.ts';
import { bpmImporters } from './importers/bpm.ts';
import { bpmMessageImporters } from './importers/bpm-messages.ts';
import { crmImporters } from './importers/crm.ts';
import { crmSalesImporters } from './importers/crm-sales.ts';
import { kernelImporters } from './importers/kernel.ts';
import { ledgerImporters } from './importers/ledger.ts';
import { ledgerCalculatorImporters } from './importers/ledger-calculators.ts';
import { ledgerQuestionImporters } from './importers/ledger-questions.ts';
import { ledgerReportImporters } from './importers/ledger-reports.ts';
import { mrpImporters } from './importers/mrp.ts';
import { olapFileImporters } from './importers/olap-files.ts';
import { olapImporters } from './importers/olap.ts';

/** The table. */
export const importers: readonly Importer[] = [
  ...kernelImporters,
  ...mrpImporters,
  ...ledgerImporters,
  ...ledgerReportImporters,
  ...ledgerCalculatorImporters,
  ...ledgerQuestionImporters,
  ...crmImporters,
  ...crmSalesImporters,
  ...bpmImporters,
  ...bpmMessageImporters,
  ...olapImporters,
  ...olapFileImporters,
];

/** Exports that are called like readers and take nothing from outside. */
export const noReaders: Readonly<Record<string, string>> = {
  '@kontor/kernel/store checkRange': 'ranges are written by programs',
  '@kontor/ledger chartOf': 'it reads books, which openBooks has checked',
  '@kontor/ledger facts': 'it reads books, which openBooks has checked',
  '@kontor/crm-core/segments Membership.load': 'it reads what the CRM has kept',
  '@kontor/bpm/insight readActivities': 'it reads what the engine has kept',
};
