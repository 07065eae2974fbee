/**
 * An explanation as text: the page that a planner would write, one line a step.
 */
import type {
  AssumedParts,
  BalanceFigures,
  CoverPart,
  DayExplanation,
  DayFigures,
  DayReason,
  NeedPart,
  OrderExplanation,
} from './explanation.ts';
import { datesText, lotText, moveText, sourceText } from './order-text.ts';

/** Lines, indented by their depth. */
type Lines = readonly (string | readonly string[])[];

/**
 * Writes out the explanation of an order or of a day.
 *
 * @example
 * explanationText(plan.explain('wheel@plant/2026-02-16/1'))
 */
export function explanationText(explained: OrderExplanation | DayExplanation): string {
  const lines = 'order' in explained ? orderLines(explained) : dayLines(explained);
  return lines
    .flatMap((part) => (typeof part === 'string' ? [part] : part.map((line) => `  ${line}`)))
    .join('\n');
}

function orderLines(explained: OrderExplanation): Lines {
  const { order, kind, quantity, due, release, move, lot, choice, dates } = explained;
  const started = explained.yield;
  return [
    `${order}: ${kind} ${quantity}, due ${due}, released ${release}`,
    ...dayParts(explained),
    ...(lot === undefined ? [] : ['lot', lotText(lot)]),
    ...(move === undefined ? [] : ['spare stock', moveText(move)]),
    ...(choice === undefined ? [] : ['source', sourceText(choice)]),
    'days',
    datesText(dates),
    ...(started === undefined
      ? []
      : ['yield', [`${quantity} ÷ ${started.yield}: ${started.started} are started`]]),
  ];
}

function dayLines(explained: DayExplanation): Lines {
  const { item, location, segment, day, reasons, orders } = explained;
  const place = `${item} at ${location}${segment === undefined ? '' : ` for ${segment}`}`;
  return [
    `${place} on ${day}: ${reasons.map((reason) => REASONS[reason]).join('; ')}`,
    ...dayParts(explained),
    ...orders.flatMap((order) => ['', ...orderLines(order)]),
  ];
}

const REASONS: Readonly<Record<DayReason, string>> = {
  ordered: 'ordered',
  noEvent: 'nothing is needed, received or asked for',
  beforeToday: 'no stock is required before today',
  stockCovers: 'the stock on hand is enough',
  receiptsCover: 'with what comes in the stock is enough',
  receiptMovedIn: 'an open order is taken to be moved in',
  ordersCover: 'planned orders for earlier days left enough',
  manual: 'planned by hand, so nothing is ordered',
};

function dayParts({ needs, coveredBy, balance, assumed }: DayFigures): Lines {
  return [
    ...listed(`needs of ${balance.day}`, needs.map(needText)),
    ...listed('served by', coveredBy.map(coverText)),
    ...listed('taken for granted', assumedLines(assumed)),
    'balance',
    balanceLines(balance),
  ];
}

const listed = (title: string, lines: readonly string[]): Lines =>
  lines.length === 0 ? [] : [title, lines];

const ORDERS = { order: 'planned', receipt: 'open' } as const;

function needText({ kind, id, for: whose, quantity }: NeedPart): string {
  switch (kind) {
    case 'order':
    case 'receipt':
      return `${quantity} for ${ORDERS[kind]} order ${id} of ${whose!.item}`;
    case 'debt':
      return `${quantity} for stock below nothing`;
    case 'expired':
      return `${quantity} of lot ${id} expire`;
    default:
      return `${quantity} for ${kind} ${id}`;
  }
}

const SUPPLIES: Readonly<Record<CoverPart['kind'], string>> = {
  stock: 'on hand',
  heldStock: 'held stock',
  receipt: 'open order',
  order: 'planned order',
  coProduct: 'co-product of',
};

const coverText = ({ kind, id, day, quantity }: CoverPart): string =>
  kind === 'stock'
    ? `${quantity} ${SUPPLIES[kind]}`
    : `${quantity} ${SUPPLIES[kind]} ${id}, ${day}`;

function assumedLines({ movedIn, expired, forecasts }: AssumedParts): string[] {
  return [
    ...movedIn.map(
      ({ receipt, quantity, from, to }) =>
        `open order ${receipt} of ${quantity} is moved in from ${from} to ${to}`,
    ),
    ...expired.map(({ lot, quantity, day }) => `${quantity} of lot ${lot} expire on ${day}`),
    ...forecasts.map(
      ({ forecast, quantity, net, planned }) =>
        `of ${quantity} of forecast ${forecast} orders leave ${net}, of which ${planned} count`,
    ),
  ];
}

function balanceLines(balance: BalanceFigures): string[] {
  const { onHand, receiptsBefore, plannedBefore, grossBefore, before, required } = balance;
  const { receipts, planned, gross, net, policy, pass, rebuild } = balance;
  const why = balance.requiredBy === 'nothing' ? '' : `, ${REQUIRED[balance.requiredBy]}`;
  const asked = `required ${required}${why} (${policy}${pass === undefined ? '' : `, ${pass}`})`;
  const lines = [
    `before: on hand ${onHand} + receipts ${receiptsBefore} + planned ${plannedBefore} ` +
      `- needs ${grossBefore} = ${before}`,
    `on ${balance.day}: ${before} + receipts ${receipts} + planned ${planned} ` +
      `- needs ${gross} = ${balance.balance}; ${asked}`,
  ];
  if (rebuild !== undefined) {
    lines.push(`missing before: required ${rebuild.required} - ${before}, ordered for today`);
  }
  return [...lines, net === '0' ? 'nothing is short' : `net requirement ${net}`];
}

const REQUIRED = { safetyStock: 'safety stock', reorderLevel: 'reorder level' } as const;
