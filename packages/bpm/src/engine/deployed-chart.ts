/** The charts that a chart, or an instance of one, needs beside itself. */
import type { ChartInstance } from '../statechart/chart-instance.ts';
import type { CompiledChart } from '../statechart/compiled-chart.ts';

/** The definitions that an instance stands on: its own first, then those of invoked charts. */
export const chartsIn = ({ chart, sessions }: ChartInstance): string[] => [
  ...new Set([chart, ...sessions.map((session) => session.chart)]),
];

/** Names of charts that invocations start inside the same instance. */
export function invokedCharts({ states, inside }: CompiledChart): string[] {
  const own = states.flatMap(({ invokes }) =>
    invokes.flatMap(({ definition: { type, src } }) => {
      const isInside = type === undefined || type === 'scxml';
      return isInside && typeof src === 'string' ? [src] : [];
    }),
  );
  return [...own, ...[...inside.values()].flatMap(invokedCharts)];
}
