/**
 * Shortages: demands that the plan cannot serve on their day, how late they are, and the root
 * cause.
 */
import { formatDay } from '@kontor/kernel';
import type { Draft } from './draft.ts';
import { type LateNeed, latePlan, NEVER, NOT_PLANNED, OVERDUE } from './lateness.ts';
import type { Network } from './network.ts';
import { byText } from './node-table.ts';
import { demandName, receiptName, stockName } from './pegging/names.ts';
import type { PegScope } from './pegging/scope.ts';

/** Why a demand is late: the supply at the bottom of the chain. */
export interface ShortageCause {
  readonly kind: 'releasePastDue' | 'noSource' | 'overdue' | 'lateReceipt' | 'notPlanned';
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  /** One sentence for a planner. */
  readonly text: string;
}

/** A demand that is not served on its day. */
export interface Shortage {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly segment?: string;
  readonly due: string;
  /** The part of the demand that is late, in the item's stocking unit. */
  readonly quantity: string;
  /** Calendar days after the due day; null where nobody can supply it. */
  readonly lateDays: number | null;
  /** The first day all of it can be there; null where nobody can supply it. */
  readonly available: string | null;
  readonly cause: ShortageCause;
}

/** Every late demand, latest first, then by day and name. */
export function shortages(network: Network, draft: Draft): Shortage[] {
  const { needs, scope } = latePlan(network, draft);
  return needs
    .filter(({ kind }) => kind === 'demand')
    .map((late) => shortageOf(scope, late))
    .sort(
      (a, b) =>
        (b.lateDays ?? NEVER) - (a.lateDays ?? NEVER) ||
        byText(a.due, b.due) ||
        byText(a.demand, b.demand),
    );
}

function shortageOf(
  scope: PegScope,
  { row, node, day: due, quantity, days, cause }: LateNeed,
): Shortage {
  const { network } = scope;
  const place = network.nodes.at(node);
  return {
    demand: demandName(network, row),
    ...place,
    due: formatDay(due),
    quantity: network.index.units.format(place.item, quantity),
    lateDays: days >= NEVER ? null : days,
    available: days >= NEVER ? null : formatDay(due + days),
    cause: causeOf(scope, cause, node, due),
  };
}

function causeOf(scope: PegScope, cause: number, node: number, due: number): ShortageCause {
  const { network, draft, supplies } = scope;
  if (cause <= NOT_PLANNED) {
    const place = network.nodes.at(NOT_PLANNED - cause);
    const text = `'${place.item}' at '${place.location}' is planned by hand: plan an order`;
    return { kind: 'notPlanned', ...place, text };
  }
  if (cause === OVERDUE) {
    const today = formatDay(network.terms.today);
    const text = `it was due on ${formatDay(due)}, before today (${today})`;
    return { kind: 'overdue', ...network.nodes.at(node), text };
  }
  return cause < draft.count
    ? causeInOrder(scope, cause)
    : causeInFirm(network, supplies.kindOf(cause), supplies.rowOf(cause));
}

function causeInFirm({ model }: Network, kind: string, row: number): ShortageCause {
  const isHeld = kind === 'heldStock';
  const { item, location, segment } = isHeld ? model.stock[row]! : model.receipts[row]!;
  const name = isHeld ? stockName({ model }, row) : receiptName({ model }, row);
  const place = { item, location, ...(segment !== undefined && { segment }) };
  return {
    kind: 'lateReceipt',
    ...place,
    text: `${name} of '${item}' at '${location}' comes later`,
  };
}

function causeInOrder({ network, draft }: PegScope, order: number): ShortageCause {
  const place = network.nodes.at(draft.node[order]!);
  const of = `'${place.item}' at '${place.location}'`;
  const source = network.sources[draft.source[order]!]!;
  if (source.missing === 'source') {
    return { kind: 'noSource', ...place, text: `nothing supplies ${of}: add a source` };
  }
  const quantity = network.index.units.format(place.item, draft.quantity[order]!);
  const [need, ready, release] = [draft.need[order]!, draft.due[order]!, draft.release[order]!].map(
    network.index.dayText,
  );
  const { today, pastDueRelease } = network.terms;
  const day = draft.release[order] === today ? 'today' : `on ${release}`;
  const fault =
    pastDueRelease === 'keep' && draft.release[order]! < today
      ? `should have been released on ${release}`
      : `released ${day} is due on ${ready}, needed ${need}`;
  return { kind: 'releasePastDue', ...place, text: `${source.kind} ${quantity} ${of}: ${fault}` };
}
