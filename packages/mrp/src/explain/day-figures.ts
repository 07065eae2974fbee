/**
 * What is known of a day at a node: its needs and where they come from, what serves them, and what
 * the run took for granted.
 */
import { day, formatDay } from '@kontor/kernel';
import { receiptName } from '../pegging/names.ts';
import { balanceFigures } from './balance-figures.ts';
import type { AssumedParts, DayFigures } from './explanation.ts';
import type { OpenPlace } from './open-place.ts';
import type { Place } from './place.ts';
import { lotName } from './served-needs.ts';
import type { BalanceTrace } from './balance-trace.ts';
import type { DayTrace } from './trace-day.ts';

/** The figures of a day; `balance` is the one to show. */
export function dayFigures(
  place: OpenPlace,
  on: number,
  trace: DayTrace,
  balance: BalanceTrace,
): DayFigures {
  const { network, at } = place;
  return {
    ...at,
    decimals: network.index.units.decimalsOf(at.item),
    today: formatDay(network.terms.today),
    day: formatDay(on),
    // A rebuild for today answers the needs of the day of the break.
    ...place.served(balance.on),
    balance: balanceFigures(place, balance),
    assumed: assumedParts(place, on, trace),
  };
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
