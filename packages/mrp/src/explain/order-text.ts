/**
 * The parts of an order's explanation as lines of text.
 */
import type { DateStep, DateSteps } from './date-step.ts';
import type { SourceFigures, SourceVerdict } from './explanation.ts';
import type { LotFigures, ModifierStep, RuleStep } from './lot-step.ts';
import type { MoveFigures } from './move-figures.ts';

/** How the net requirement became the lot. */
export function lotText(lot: LotFigures): string[] {
  const lines = [`net requirement ${lot.net}`, ...lot.rules.map(ruleText)];
  if (lot.covered !== '0') lines.push(`lots before this one cover ${lot.covered}`);
  lines.push(...lot.modifiers.map(modifierText));
  const rest = lot.remainder === '0' ? '' : `; ${lot.remainder} go through the steps again`;
  return [...lines, `lot ${lot.number} of ${lot.count}: ${lot.quantity}${rest}`];
}

function ruleText(step: RuleStep): string {
  switch (step.rule) {
    case 'lotForLot':
      return `lot for lot: ${step.quantity}`;
    case 'fixedQuantity':
      return `in lots of ${step.size}: ${step.quantity}`;
    case 'periodOfSupply':
      return `largest shortfall of ${step.days} days, until ${step.until}: ${step.quantity}`;
    case 'maxCoverDays':
      return `at most the needs of ${step.days} days, until ${step.until}: ${step.quantity}`;
    case 'orderUpTo':
      return `up to ${step.level} from the required ${step.required}: ${step.quantity}`;
    case 'planned':
      return (
        `${step.name} over periods of ${step.periodDays} days wants ${step.wantedUntil} by now, ` +
        `received ${step.received}: ${step.quantity}`
      );
  }
}

const MODIFIERS = { min: 'at least', multiple: 'in multiples of', max: 'at most' } as const;

const modifierText = ({ rule, parameter, quantity }: ModifierStep): string =>
  `${MODIFIERS[rule]} ${parameter}: ${quantity}`;

/** What there was to spare, and the share of it. */
export function moveText(move: MoveFigures): string[] {
  const { origin, share } = move;
  const given = move.given === '0' ? '' : `, of which ${move.given} are given already`;
  const place = `${origin.item} at ${origin.location}`;
  const lines = [
    `short ${move.net}${given}`,
    `${place} can spare ${move.found} on ${move.takenOn}, ${move.spare} when it is asked`,
    `asked ${move.turn} of ${move.turns}, ${move.policy}`,
  ];
  if (share !== undefined) {
    const claims = share.claims.map(
      ({ item, location, quantity }) => `${quantity} for ${item} at ${location}`,
    );
    lines.push(`shares of ${share.supply}: ${claims.join(', ')}; used ${share.used}`);
  }
  lines.push(`wanted ${move.wanted}`, ...move.modifiers.map(modifierText));
  return [...lines, `taken ${move.taken} of ${origin.item}`];
}

const CHOICES: Readonly<Record<SourceFigures['by'], string>> = {
  rank: 'the first in force',
  quota: 'furthest behind its quota',
  inTime: 'the first that would not leave before today',
  noneInTime: 'the first in force: each would leave before today',
};

/** Which source took the lot, and why the others did not. */
export const sourceText = ({ by, due, sources }: SourceFigures): string[] =>
  sources.map((source) => `${source.id}: ${verdictText(source, by, due)}`);

function verdictText(source: SourceVerdict, by: SourceFigures['by'], due: string): string {
  const { verdict, priority, from, until, quota, allocated, release } = source;
  const part = quota === undefined ? '' : `, ${allocated} allocated of quota ${quota}`;
  switch (verdict) {
    case 'chosen':
      return `taken, ${CHOICES[by]}${part}`;
    case 'notInForce':
      return `not in force on ${due}: from ${from ?? 'ever'}, until ${until ?? 'ever'}`;
    case 'lowerRank':
      return `lower rank, priority ${priority}`;
    case 'quota':
      return `not its turn${part}`;
    case 'late':
      return `would leave on ${release ?? due}, before today`;
    case 'fromStockOnly':
      return 'gives from stock only, before anything is ordered';
    case 'standIn':
      return 'stands in where no source is named';
  }
}

/** How the days were counted. */
export function datesText(dates: DateSteps): string[] {
  const { need, toDue, toRelease, earliest, onward, due, release } = dates;
  const lines = [`needed ${need}`, ...[...toDue, ...toRelease].map(stepText)];
  if (onward !== undefined && earliest !== undefined) {
    const why = earliest.by === 'today' ? 'the past is closed' : 'release time fence';
    lines.push(`not before ${earliest.day}, ${why}`, ...onward.map(stepText));
  }
  return [...lines, `due ${due}, released ${release}`];
}

const STEPS: Readonly<Record<DateStep['rule'], string>> = {
  safetyTime: 'safety time',
  workingDay: 'last working day',
  planningFence: 'planning time fence',
  receiving: 'receiving',
  making: 'making',
  leadTime: 'lead time',
};

function stepText(step: DateStep): string {
  const { rule, from, to, days, week, making, leadTime } = step;
  const count = days === 0 ? '' : ` ${days} ${days === 1 ? 'day' : 'days'}`;
  const calendar = week === undefined ? '' : ` (${week.calendar})`;
  const why = [
    making === undefined ? undefined : `${making.minutes} minutes for ${making.started}`,
    leadTime === undefined ? undefined : leadTimeText(leadTime),
  ].filter((text) => text !== undefined);
  const detail = why.length === 0 ? '' : `, ${why.join(', ')}`;
  return `${STEPS[rule]}${count}${calendar}: ${from} → ${to}${detail}`;
}

function leadTimeText({ of, preparationDays }: NonNullable<DateStep['leadTime']>): string {
  const whose = of === 'none' ? 'nobody’s' : `the ${of}’s`;
  return preparationDays === 0 ? whose : `${whose}, ${preparationDays} of them preparation`;
}
