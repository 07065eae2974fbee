/**
 * What became of the forecast: consumed by which orders, dropped behind the fence, planned.
 *
 * Says nothing that the run did not do: it is the consumption that the run planned with, by name.
 *
 * @source APICS Dictionary, "consuming the forecast", "demand time fence"
 */
import { type ConsumedForecast } from '../compile-demand.ts';
import type { Network } from '../network.ts';
import { demandName, forecastName } from '../pegging/names.ts';

/** A forecast row and what became of it. Quantities in the item's stocking unit. */
export interface ForecastUse {
  /** Its id, or `forecast 3` for the third row. */
  readonly forecast: string;
  readonly item: string;
  readonly location: string;
  readonly from: string;
  readonly until: string;
  readonly gross: string;
  /** What orders took out of it. */
  readonly consumed: string;
  /** By which of them; in the order of taking, by due day and id. */
  readonly consumedBy: readonly { readonly demand: string; readonly quantity: string }[];
  /** Gross less consumed. */
  readonly net: string;
  /** What of the net lies before the end of the demand time fence, or in the past. */
  readonly dropped: string;
  /** What of the net was planned as demand. */
  readonly planned: string;
}

/** A demand where there is forecast, and what it consumed. Quantities in the stocking unit. */
export interface ForecastedDemand {
  readonly demand: string;
  readonly item: string;
  readonly location: string;
  readonly due: string;
  readonly quantity: string;
  /** From which forecasts; in the order of taking. */
  readonly consumed: readonly { readonly forecast: string; readonly quantity: string }[];
  /** What no forecast within reach was left for: nobody had expected it. */
  readonly rest: string;
}

/** The forecasts of a plan and the demands that consumed them. */
export interface ForecastReport {
  /** By item, site and first day. */
  readonly forecasts: readonly ForecastUse[];
  /** Of items at sites that have a forecast, by item, site, due day and id. */
  readonly demands: readonly ForecastedDemand[];
}

/** What became of every forecast. */
export function forecastReport(network: Network): ForecastReport {
  const consumed = network.consumed.toSorted((a, b) => a.node - b.node);
  return {
    forecasts: consumed.flatMap((of) => forecastUses(network, of)),
    demands: consumed.flatMap((of) => forecastedDemands(network, of)),
  };
}

function forecastUses(network: Network, of: ConsumedForecast): ForecastUse[] {
  const { consumption, rows, planned } = of;
  const { model, index } = network;
  const { item, location } = network.nodes.at(of.node);
  const text = (steps: number): string => index.units.format(item, steps);
  const takers = rows.map((): { demand: string; quantity: string }[] => []);
  for (const { row, shares } of consumption.orders) {
    const demand = demandName(network, of.demandRows[row]!);
    for (const { period, quantity } of shares) {
      takers[period]!.push({ demand, quantity: text(quantity) });
    }
  }
  return rows.map((row, period) => {
    const { from, until } = model.forecasts[row]!;
    const [consumed, net] = [consumption.consumed[period]!, consumption.net[period]!];
    return {
      forecast: forecastName(network, row),
      item,
      location,
      from,
      until,
      gross: text(consumed + net),
      consumed: text(consumed),
      consumedBy: takers[period]!,
      net: text(net),
      dropped: text(net - planned[period]!),
      planned: text(planned[period]!),
    };
  });
}

function forecastedDemands(network: Network, of: ConsumedForecast): ForecastedDemand[] {
  const { model, index } = network;
  return of.consumption.orders.map(({ row: at, shares, rest }) => {
    const row = of.demandRows[at]!;
    const { item, location, due, quantity, unit } = model.demands[row]!;
    const text = (steps: number): string => index.units.format(item, steps);
    return {
      demand: demandName(network, row),
      item,
      location,
      due: index.dayText(index.dayAt(location, due)),
      quantity: text(index.units.steps(item, quantity, unit)),
      consumed: shares.map((share) => ({
        forecast: forecastName(network, of.rows[share.period]!),
        quantity: text(share.quantity),
      })),
      rest: text(rest),
    };
  });
}
