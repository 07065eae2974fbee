/**
 * What is known of a day at a node: its needs and where they come from, what serves them, and what
 * the run took for granted.
 */
import { day, formatDay } from '@kontor/kernel';
import { receiptName, stockName } from '../pegging/names.ts';
import { supplyNames } from '../pegging/demand-shares.ts';
import { type Need, type NodePegging, pegNode } from '../pegging/peg-node.ts';
import { balanceFigures } from './balance-figures.ts';
import type { AssumedParts, CoverPart, DayFigures, NeedPart } from './explanation.ts';
import type { Place } from './place.ts';
import type { BalanceTrace } from './balance-trace.ts';
import type { DayTrace } from './trace-day.ts';

/** The figures of a day; `balance` is the one to show. */
export function dayFigures(
  place: Place,
  on: number,
  trace: DayTrace,
  balance: BalanceTrace,
): DayFigures {
  const { network, draft, node, at } = place;
  const pegging = pegNode(network, draft, node);
  // A rebuild for today answers the needs of the day of the break.
  const needs = pegging.needs.filter((need) => need.day === balance.on);
  return {
    ...at,
    decimals: network.index.units.decimalsOf(at.item),
    today: formatDay(network.terms.today),
    day: formatDay(on),
    needs: needs.map((need) => needPart(place, need)).filter((need) => need !== undefined),
    coveredBy: coverParts(place, pegging, needs),
    balance: balanceFigures(place, balance),
    assumed: assumedParts(place, on, trace),
  };
}

/** A need less what stock is reserved for; undefined where that is all of it. */
function needPart(place: Place, need: Need): NeedPart | undefined {
  const { network, text } = place;
  const reserved = need.kind === 'demand' ? (network.reserved.get(need.ref) ?? 0) : 0;
  if (need.quantity === reserved) return undefined;
  return { ...namedNeed(place, need), quantity: text(need.quantity - reserved) };
}

function namedNeed(place: Place, need: Need): Omit<NeedPart, 'quantity'> {
  const { network, draft, node } = place;
  const { kind, ref } = need;
  switch (kind) {
    case 'order':
    case 'move':
      return {
        kind: 'order',
        id: place.orderName(ref),
        for: network.nodes.at(draft.node[ref]!),
      };
    case 'firmIssue': {
      const { item, location, segment } = network.model.receipts[ref]!;
      const apart = segment === undefined ? {} : { segment };
      return { kind: 'receipt', id: receiptName(network, ref), for: { item, location, ...apart } };
    }
    case 'expired': {
      const lot = network.lots.get(node)![ref]!;
      return { kind, id: lotName(place, lot) };
    }
    case 'debt':
      return { kind, id: kind };
    default:
      return { kind, id: need.id };
  }
}

/** A lot of stock, or the open order that brings it. */
const lotName = (
  { network }: Place,
  { kind, row }: { readonly kind: 'stock' | 'receipt'; readonly row: number },
): string => (kind === 'stock' ? stockName(network, row) : receiptName(network, row));

/** What serves some needs; a supply that serves several of them is one part. */
function coverParts(
  { network, draft, text }: Place,
  { needs: all, supplies, shares }: NodePegging,
  needs: readonly Need[],
): CoverPart[] {
  const nameOf = supplyNames(network, draft);
  const bySupply = new Map<number, number>();
  for (const { need, supply, quantity } of shares) {
    if (!needs.includes(all[need]!)) continue;
    bySupply.set(supply, (bySupply.get(supply) ?? 0) + quantity);
  }
  return [...bySupply].map(([number, quantity]): CoverPart => {
    const supply = supplies[number]!;
    const on = supply.kind === 'order' ? draft.due[supply.ref]! : supply.day;
    const kind = supply.kind === 'firmCoProduct' ? 'coProduct' : supply.kind;
    return { kind, id: nameOf(supply), day: formatDay(on), quantity: text(quantity) };
  });
}

function assumedParts(place: Place, on: number, { assumed, row }: DayTrace): AssumedParts {
  const { network, text } = place;
  return {
    movedIn: assumed.moved
      .filter(({ to }) => row.origin + to <= on)
      .map((moved) => ({
        receipt: receiptName(network, moved.row),
        quantity: text(moved.quantity),
        from: formatDay(row.origin + moved.cell),
        to: formatDay(row.origin + moved.to),
      })),
    expired: assumed.expired
      .filter(({ lot }) => lot.expires <= on)
      .map(({ lot, quantity }) => ({
        lot: lotName(place, lot),
        quantity: text(quantity),
        day: formatDay(lot.expires),
      })),
    forecasts: forecastParts(place, on),
  };
}

/** The forecasts of a period that holds the day, and what orders and the fence left of them. */
function forecastParts({ network, node, at, text }: Place, on: number): AssumedParts['forecasts'] {
  const found = network.consumed.find((one) => one.node === node);
  if (found === undefined) return [];
  const { forecasts } = network.model;
  return found.rows.flatMap((row, period) => {
    const { id, from, until, quantity, unit } = forecasts[row]!;
    if (on < day(from) || on >= day(until)) return [];
    return {
      forecast: id ?? `forecast ${row + 1}`,
      quantity: text(network.index.units.steps(at.item, quantity, unit)),
      net: text(found.consumption.net[period]!),
      planned: text(found.planned[period]!),
    };
  });
}
