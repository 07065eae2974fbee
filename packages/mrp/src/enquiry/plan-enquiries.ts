/**
 * What a plan answers beyond its orders: groups of sites, forecasts, promises, cover.
 */
import type { Draft } from '../draft.ts';
import type { Network } from '../network.ts';
import { type CoverOptions, type CoverRecord, coverRecord } from './cover-record.ts';
import { type ForecastReport, forecastReport } from './forecast-report.ts';
import { type GroupOptions, type GroupRecord, groupRecord } from './group-record.ts';
import { nodeOf } from './node-of.ts';
import { type PromiseOptions, type PromiseRecord, promiseRecord } from './promise-record.ts';

/** Answers of a plan, made when they are asked for. */
export interface PlanEnquiries {
  /**
   * The grid of an item over a group of sites, all segments; transfers between them cancel and are
   * shown in transit.
   *
   * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned at one of the sites
   */
  groupRecord(item: string, options?: GroupOptions): GroupRecord;
  /** What orders consumed of each forecast, what was planned of it, and what nobody expected. */
  forecasts(): ForecastReport;
  /**
   * What can still be promised to customers, from stock, open orders and (unless left out) planned
   * ones.
   *
   * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned there
   * @throws MrpError MRP_BAD_FIGURE — its quantities add up to 2^53 steps or more
   */
  availableToPromise(item: string, location: string, options?: PromiseOptions): PromiseRecord;
  /**
   * For how long the stock on hand and each day's projected balance last.
   *
   * @throws MrpError MRP_UNKNOWN_NODE — the item is not planned there
   * @throws MrpError MRP_BAD_FIGURE — its needs add up to 2^53 steps or more
   */
  daysOfCover(item: string, location: string, options?: CoverOptions): CoverRecord;
}

/** The answers of a finished plan. */
export function planEnquiries(network: Network, draft: Draft): PlanEnquiries {
  return {
    groupRecord: (item, options) => groupRecord(network, draft, item, options),
    forecasts: () => forecastReport(network),
    availableToPromise: (item, location, options) => {
      const node = nodeOf(network, item, location, options?.segment);
      return promiseRecord(network, draft, node, options);
    },
    daysOfCover: (item, location, options) => {
      const node = nodeOf(network, item, location, options?.segment);
      return coverRecord(network, draft, node, options);
    },
  };
}
