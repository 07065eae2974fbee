/**
 * Facts of activities: one row a call, a meeting, a mail, a task or a note.
 */
import type { CrmRecord } from '../record/record.ts';
import { type ColumnsOf, columnsOf, factReader } from './columns-of.ts';

/** Columns by activity; see `FactColumns`. */
export type ActivityFacts = ColumnsOf<ActivityRow>;

type ActivityRow = {
  readonly activity: string;
  readonly kind: string;
  readonly status: string;
  readonly priority: string;
  readonly direction: string;
  readonly outcome: string;
  readonly owner: string;
  readonly team: string;
  readonly region: string;
  readonly account: string;
  readonly contact: string;
  readonly lead: string;
  readonly opportunity: string;
  readonly createdAt: number | null;
  readonly startsAt: number | null;
  readonly endsAt: number | null;
  /** Of tasks. */
  readonly dueDay: number | null;
  readonly doneAt: number | null;
  /** How long it took; null where nobody has said. */
  readonly durationMs: number | null;
};

const COLUMNS = [
  'activity',
  'kind',
  'status',
  'priority',
  'direction',
  'outcome',
  'owner',
  'team',
  'region',
  'account',
  'contact',
  'lead',
  'opportunity',
  'createdAt',
  'startsAt',
  'endsAt',
  'dueDay',
  'doneAt',
  'durationMs',
] as const satisfies readonly (keyof ActivityRow)[];

/** The facts of activities. */
export const activityFacts = (records: readonly CrmRecord[]): ActivityFacts =>
  columnsOf(COLUMNS, records.map(activityRow));

const MINUTE_MS = 60_000;

function activityRow(record: CrmRecord): ActivityRow {
  const { text, instant, day, number } = factReader(record);
  const minutes = number('durationMinutes');
  return {
    activity: record.id,
    kind: text('kind'),
    status: text('status'),
    priority: text('priority'),
    direction: text('direction'),
    outcome: text('outcome'),
    owner: text('owner'),
    team: text('team'),
    region: text('region'),
    account: text('account'),
    contact: text('contact'),
    lead: text('lead'),
    opportunity: text('opportunity'),
    createdAt: instant('createdAt'),
    startsAt: instant('startsAt'),
    endsAt: instant('endsAt'),
    dueDay: day('dueOn'),
    doneAt: instant('doneAt'),
    durationMs: minutes === null ? null : minutes * MINUTE_MS,
  };
}
