/**
 * A lot as figures: what the rule wanted, what is covered, what the modifiers made of the rest.
 */
import { formatDay } from '@kontor/kernel';
import { type OrderModifiers, roundUpTo } from '../lot-size/order-modifiers.ts';
import type { LotFigures, ModifierStep, RuleStep } from './lot-step.ts';
import type { Place } from './place.ts';
import type { RuleTrace } from './trace-rules.ts';
import type { NetTrace } from './trace-day.ts';
import { sourceRow } from './source-row.ts';

/** The lot with the number, from 0, of a net requirement of a day. */
export function lotFigures(place: Place, day: number, net: NetTrace, number: number): LotFigures {
  const { text } = place;
  const { source, quantity } = net.lots[number]!;
  const before = net.lots.slice(0, number).reduce((sum, lot) => sum + lot.quantity, 0);
  const open = net.wanted - before;
  return {
    net: text(net.balance.net),
    rules: net.rules.map((rule) => ruleStep(place, net, rule, day)),
    wanted: text(net.wanted),
    covered: text(before),
    number: number + 1,
    count: net.lots.length,
    ...modifierTexts(place, source.modifiers),
    modifiers: modifierSteps(place, open, source.modifiers),
    quantity: text(quantity),
    remainder: text(Math.max(0, open - quantity)),
  };
}

/** The modifiers that a source has, as text. */
export function modifierTexts(
  { text }: Place,
  { min, multiple, max }: OrderModifiers,
): Pick<LotFigures, 'min' | 'multiple' | 'max'> {
  return {
    ...(min > 0 && { min: text(min) }),
    ...(multiple > 0 && { multiple: text(multiple) }),
    ...(max > 0 && { max: text(max) }),
  };
}

/** The modifiers that change the quantity, each with what it makes of it. */
function modifierSteps(
  { text }: Place,
  open: number,
  { min, multiple, max }: OrderModifiers,
): ModifierStep[] {
  const steps: ModifierStep[] = [];
  let quantity = open;
  const take = (rule: ModifierStep['rule'], parameter: number, next: number): void => {
    if (next === quantity) return;
    quantity = next;
    steps.push({ rule, parameter: text(parameter), quantity: text(next) });
  };
  take('min', min, Math.max(quantity, min));
  take('multiple', multiple, roundUpTo(quantity, multiple));
  if (max > 0 && quantity > max) take('max', max, multiple === 0 ? max : max - (max % multiple));
  return steps;
}

function ruleStep(place: Place, net: NetTrace, trace: RuleTrace, day: number): RuleStep {
  const { text, network } = place;
  const quantity = text(trace.quantity);
  const { source } = net.lots[0]!;
  switch (trace.rule) {
    case 'lotForLot': {
      const lotSizing = sourceRow(network, source)?.lotSizing;
      if (lotSizing?.rule !== 'fixedQuantity') return { rule: 'lotForLot', quantity };
      return { rule: 'fixedQuantity', size: text(source.modifiers.min), quantity };
    }
    case 'orderUpTo':
      return {
        rule: trace.rule,
        level: text(network.policies[place.node]!.orderUpTo),
        required: text(trace.required),
        quantity,
      };
    case 'planned':
      return plannedStep(place, trace);
    default:
      return {
        rule: trace.rule,
        days: trace.days,
        until: formatDay(day + trace.days - 1),
        events: trace.events.map((event) => ({
          day: formatDay(event.day),
          receipts: text(event.receipts),
          gross: text(event.gross),
          required: text(event.required),
        })),
        quantity,
      };
  }
}

function plannedStep({ text }: Place, trace: RuleTrace & { readonly rule: 'planned' }): RuleStep {
  return {
    ...trace,
    periods: trace.periods.map(({ from, net, lot }) => ({
      from: formatDay(from),
      net: text(net),
      lot: text(lot),
    })),
    wantedUntil: text(trace.wantedUntil),
    received: text(trace.received),
    quantity: text(trace.quantity),
  };
}
