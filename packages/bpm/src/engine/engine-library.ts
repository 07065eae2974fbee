/** What a step of either kind needs beside the instance: definitions, decisions, calendars. */
import type { Library } from '../burst.ts';
import type { ChartLibrary } from '../statechart/chart-run.ts';

/** Processes by `process`, statecharts by `chart`; `isChart` tells which a hash is. */
export type EngineLibrary = Library & ChartLibrary & { isChart(hash: string): boolean };
