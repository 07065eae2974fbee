/**
 * Facts of deals: one row an opportunity, as it stands.
 */
import type { CrmRecord } from '../record/record.ts';
import { type ColumnsOf, columnsOf, factReader } from './columns-of.ts';

/** Columns by opportunity; see `FactColumns`. */
export type OpportunityFacts = ColumnsOf<OpportunityRow>;

type OpportunityRow = {
  readonly opportunity: string;
  readonly pipeline: string;
  readonly stage: string;
  readonly forecastCategory: string;
  readonly owner: string;
  readonly team: string;
  readonly region: string;
  readonly account: string;
  readonly contact: string;
  readonly source: string;
  readonly campaign: string;
  readonly wonReason: string;
  readonly lostReason: string;
  /** Decimal text in `currency`; null where nobody has said. */
  readonly amount: string | null;
  readonly currency: string;
  /** Per cent. */
  readonly probability: number | null;
  /** Expected; of deals that are over too. */
  readonly closeDay: number | null;
  readonly createdAt: number | null;
  readonly stageEnteredAt: number | null;
  /** When it was won or lost; null while it is open. */
  readonly closedAt: number | null;
};

const COLUMNS = [
  'opportunity',
  'pipeline',
  'stage',
  'forecastCategory',
  'owner',
  'team',
  'region',
  'account',
  'contact',
  'source',
  'campaign',
  'wonReason',
  'lostReason',
  'amount',
  'currency',
  'probability',
  'closeDay',
  'createdAt',
  'stageEnteredAt',
  'closedAt',
] as const satisfies readonly (keyof OpportunityRow)[];

/** The facts of opportunities. */
export const opportunityFacts = (records: readonly CrmRecord[]): OpportunityFacts =>
  columnsOf(COLUMNS, records.map(opportunityRow));

function opportunityRow(record: CrmRecord): OpportunityRow {
  const { text, decimal, instant, day, number } = factReader(record);
  return {
    opportunity: record.id,
    pipeline: text('pipeline'),
    stage: text('stage'),
    forecastCategory: text('forecastCategory'),
    owner: text('owner'),
    team: text('team'),
    region: text('region'),
    account: text('account'),
    contact: text('contact'),
    source: text('source'),
    campaign: text('campaign'),
    wonReason: text('wonReason'),
    lostReason: text('lostReason'),
    amount: decimal('amount'),
    currency: text('currency'),
    probability: number('probability'),
    closeDay: day('closeDate'),
    createdAt: instant('createdAt'),
    stageEnteredAt: instant('stageEnteredAt'),
    closedAt: instant('closedAt'),
  };
}
