/**
 * Why a deal changed a figure: its steps from how it was to how it is, each with its cause.
 */
import type { ForecastDeal } from './deal.ts';
import type { FigureReader } from './figure-of-deal.ts';

/** Causes of changes, in the order in which a waterfall shows them. */
export const CHANGE_CAUSES = [
  /** The deal was not there before. */
  'new',
  /** It moved in from a later period, or from no date. */
  'pulledIn',
  /** It moved in from an earlier period. */
  'pushedIn',
  'amountUp',
  'amountDown',
  'won',
  'reopened',
  /** Another forecast category. */
  'categoryMoved',
  /** Another probability in the same category. */
  'probabilityMoved',
  /** It came to, or went from, this owner, team or other field of the cell. */
  'reassigned',
  /** It moved out to an earlier period: closed, or expected, sooner. */
  'pulledOut',
  /** It moved out to a later period, or to no date. */
  'pushedOut',
  'lost',
  /** The deal is not there any more. */
  'removed',
] as const;

/** A cause of a change. */
export type ChangeCause = (typeof CHANGE_CAUSES)[number];

/** A part of a change; the amount is a whole number as figures are. */
export type ChangeStep = readonly [cause: ChangeCause, amount: bigint];

/** The steps of one deal; their amounts sum to its change of the figure. */
export function changeSteps(
  reader: FigureReader,
  before: ForecastDeal | undefined,
  after: ForecastDeal | undefined,
): ChangeStep[] {
  const [was, is] = [valueIn(reader, before), valueIn(reader, after)];
  if (before === undefined) return [['new', is]];
  if (after === undefined) return [['removed', -was]];
  const [wasIn, isIn] = [isInCell(reader, before), isInCell(reader, after)];
  if (!wasIn && !isIn) return [];
  if (isLost(after) && !isLost(before)) return [['lost', is - was]];
  if (!reader.hasFields(before) || !reader.hasFields(after)) return [['reassigned', is - was]];
  if (!wasIn) return [[reader.periodSide(before) < 0 ? 'pushedIn' : 'pulledIn', is]];
  if (!isIn) return [[reader.periodSide(after) < 0 ? 'pulledOut' : 'pushedOut', -was]];
  const { amount, currency } = after;
  // With the new amount, but still counted as it was.
  const between = reader.figureOf({ ...before, amount, currency });
  return [
    [between < was ? 'amountDown' : 'amountUp', between - was],
    [standingCause(before, after), is - between],
  ];
}

function valueIn(reader: FigureReader, deal: ForecastDeal | undefined): bigint {
  return deal === undefined || !isInCell(reader, deal) ? 0n : reader.figureOf(deal);
}

const isInCell = (reader: FigureReader, deal: ForecastDeal): boolean =>
  reader.periodSide(deal) === 0 && reader.hasFields(deal);

const isWon = ({ forecastCategory }: ForecastDeal): boolean => forecastCategory === 'closed';
const isLost = (deal: ForecastDeal): boolean => deal.closedAt !== undefined && !isWon(deal);

function standingCause(before: ForecastDeal, after: ForecastDeal): ChangeCause {
  if (isWon(after) && !isWon(before)) return 'won';
  if (before.closedAt !== undefined && after.closedAt === undefined) return 'reopened';
  return before.forecastCategory === after.forecastCategory ? 'probabilityMoved' : 'categoryMoved';
}
