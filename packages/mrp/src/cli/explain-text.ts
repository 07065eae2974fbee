/**
 * Why an order is there, as text for a terminal: its needs, the balance, the lot, the source, the
 * days, in the order in which a planner would work them out by hand.
 */
import { placeText } from '../enquiry/place-text.ts';
import type { DateStep } from '../explain/date-step.ts';
import type {
  BalanceFigures,
  CoverPart,
  NeedPart,
  OrderExplanation,
  SourceVerdict,
} from '../explain/explanation.ts';
import type { LotFigures, ModifierStep, RuleStep } from '../explain/lot-step.ts';
import type { MoveFigures } from '../explain/move-figures.ts';
import type { PegShare } from '../pegging/order-pegging.ts';
import { type TextColumn, textTable } from './text-table.ts';

/** A step of arithmetic: what it is, and what it comes to. */
type Figure = readonly [string, string];

/**
 * The text of an explanation.
 *
 * @param bold - makes a heading stand out, or leaves it as it is
 */
export function explainText(why: OrderExplanation, bold: (text: string) => string): string {
  const place = placeText(why);
  const part = <Row>(heading: string, columns: readonly TextColumn<Row>[], rows: readonly Row[]) =>
    rows.length === 0 ? [] : ['', bold(heading), ...textTable(columns, rows)];
  const lines = [
    bold(`Why ${why.order}`),
    `  ${why.kind} ${why.quantity} '${why.item}' at '${place}', ` +
      `due ${why.due}, release ${why.release}`,
    ...part(`Needs of ${why.day}`, needColumns, why.needs),
    ...part('What covers them', coverColumns, why.coveredBy),
    ...part('Assumed on the way', assumedColumns, assumed(why)),
    ...part('Balance', figureColumns, balanceFigures(why.balance)),
    ...part('Quantity', figureColumns, quantityFigures(why)),
    ...part('Source', sourceColumns, why.choice?.sources ?? []),
    ...part('Days', dayColumns, daySteps(why)),
    ...part('What it serves', shareColumns, why.serves),
  ];
  return `${lines.join('\n')}\n`;
}

const figureColumns: readonly TextColumn<Figure>[] = [
  { heading: 'figure', cell: ([name]) => name },
  { heading: 'quantity', cell: ([, quantity]) => quantity, align: 'right' },
];

const needColumns: readonly TextColumn<NeedPart>[] = [
  { heading: 'need', cell: ({ kind }) => kind },
  { heading: 'id', cell: ({ id }) => id },
  {
    heading: 'for',
    cell: ({ for: of }) => (of === undefined ? '' : `${of.item} at ${placeText(of)}`),
  },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
];

const coverColumns: readonly TextColumn<CoverPart>[] = [
  { heading: 'supply', cell: ({ kind }) => kind },
  { heading: 'id', cell: ({ id }) => id },
  { heading: 'there on', cell: ({ day }) => day },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
];

const assumedColumns: readonly TextColumn<Figure>[] = [
  { heading: 'assumption', cell: ([name]) => name },
  { heading: 'quantity', cell: ([, quantity]) => quantity, align: 'right' },
];

function assumed({ assumed: { movedIn, expired, forecasts } }: OrderExplanation): Figure[] {
  return [
    ...movedIn.map(({ receipt, from, to, quantity }): Figure => {
      return [`${receipt} is moved in from ${from} to ${to}`, quantity];
    }),
    ...expired.map(({ lot, day, quantity }): Figure => {
      return [`${lot} expires on ${day} unused`, quantity];
    }),
    ...forecasts.map(({ forecast, quantity, net, planned }): Figure => {
      return [`${forecast}: of ${quantity}, ${net} after orders; planned`, planned];
    }),
  ];
}

function balanceFigures(balance: BalanceFigures): Figure[] {
  const steps: Figure[] = [
    ['+ received before', balance.receiptsBefore],
    ['+ planned before', balance.plannedBefore],
    ['- needed before', balance.grossBefore],
    [`+ received on ${balance.day}`, balance.receipts],
    ['+ planned for the day already', balance.planned],
    ['- needed on the day', balance.gross],
  ];
  const required: Figure[] =
    balance.requiredBy === 'nothing'
      ? []
      : [
          [
            balance.requiredBy === 'safetyStock' ? 'safety stock' : 'reorder level',
            balance.required,
          ],
        ];
  return [
    ['on hand', balance.onHand],
    ...steps.filter(([, quantity]) => quantity !== '0'),
    ['= balance without the order', balance.balance],
    ...required,
    ['net requirement', balance.net],
  ];
}

const quantityFigures = ({ lot, move }: OrderExplanation): Figure[] => [
  ...(lot === undefined ? [] : lotFigures(lot)),
  ...(move === undefined ? [] : moveFigures(move)),
];

function lotFigures(lot: LotFigures): Figure[] {
  const of = lot.count === 1 ? '' : `, lot ${lot.number} of ${lot.count}`;
  return [
    ['net requirement', lot.net],
    ...lot.rules.map((step): Figure => [ruleText(step), step.quantity]),
    ...(lot.covered === '0' ? [] : [['- covered by lots before', lot.covered] as const]),
    ...lot.modifiers.map(modifierFigure),
    [`= quantity${of}`, lot.quantity],
  ];
}

function ruleText(step: RuleStep): string {
  switch (step.rule) {
    case 'lotForLot':
      return 'lot for lot';
    case 'fixedQuantity':
      return `whole lots of ${step.size}`;
    case 'periodOfSupply':
      return `needs of ${step.days} days, until ${step.until}`;
    case 'maxCoverDays':
      return `at most the needs of ${step.days} days, until ${step.until}`;
    case 'planned':
      return `${step.name}: ${step.wantedUntil} so far, less ${step.received} received`;
    case 'orderUpTo':
      return `order up to ${step.level}`;
  }
}

const modifierNames = { min: 'at least', multiple: 'in multiples of', max: 'at most' } as const;

const modifierFigure = ({ rule, parameter, quantity }: ModifierStep): Figure => [
  `${modifierNames[rule]} ${parameter}`,
  quantity,
];

function moveFigures(move: MoveFigures): Figure[] {
  return [
    ['net requirement', move.net],
    ...(move.given === '0' ? [] : [['- given by sources before', move.given] as const]),
    [
      `'${move.origin.item}' at '${placeText(move.origin)}' can spare from ${move.takenOn} on`,
      move.found,
    ],
    [`of it left at turn ${move.turn} of ${move.turns} (${move.policy})`, move.spare],
    ...move.modifiers.map(modifierFigure),
    ['= taken there', move.taken],
  ];
}

const sourceColumns: readonly TextColumn<SourceVerdict>[] = [
  { heading: 'source', cell: ({ id }) => id },
  { heading: 'priority', cell: ({ priority }) => String(priority), align: 'right' },
  { heading: 'quota', cell: ({ quota }) => quota ?? '', align: 'right' },
  { heading: 'given', cell: ({ allocated }) => allocated ?? '', align: 'right' },
  { heading: 'release', cell: ({ release }) => release ?? '' },
  { heading: 'verdict', cell: ({ verdict }) => verdict },
];

const daySteps = ({ dates }: OrderExplanation): readonly DateStep[] => [
  ...dates.toDue,
  ...dates.toRelease,
  ...(dates.onward ?? []),
];

const dayColumns: readonly TextColumn<DateStep>[] = [
  { heading: 'step', cell: ({ rule }) => rule },
  { heading: 'from', cell: ({ from }) => from },
  { heading: 'to', cell: ({ to }) => to },
  { heading: 'working days', cell: ({ days }) => String(days), align: 'right' },
  { heading: 'calendar', cell: ({ week }) => week?.calendar ?? 'every day' },
  { heading: 'of', cell: ({ leadTime, making }) => leadTime?.of ?? (making ? 'routing' : '') },
];

const shareColumns: readonly TextColumn<PegShare>[] = [
  { heading: 'need', cell: ({ kind }) => kind },
  { heading: 'id', cell: ({ id }) => id },
  { heading: 'item', cell: ({ item }) => item },
  { heading: 'location', cell: placeText },
  { heading: 'day', cell: ({ day }) => day },
  { heading: 'quantity', cell: ({ quantity }) => quantity, align: 'right' },
];
