/**
 * Production time: the minutes that a routing takes, exact, as whole numbers over one scale.
 */
import { decimal } from '@kontor/kernel';
import type { ProductionTime } from './compiled-source.ts';
import type { ModelIndex } from './model-index.ts';

/** Minutes are kept to a millionth. */
const MINUTE_STEPS = 1_000_000;

/** The time of making one order of an item at a site; undefined without a routing. */
export function productionTime(
  { routingOf, units }: ModelIndex,
  item: string,
  location: string,
): ProductionTime | undefined {
  const routing = routingOf(item, location);
  if (routing === undefined) return undefined;
  const stepsPerUnit = 10 ** units.decimalsOf(item);
  const sum = (minutes: readonly string[]): number =>
    minutes
      .reduce((total, text) => total.plus(decimal(text)), decimal(0))
      .times(MINUTE_STEPS)
      .ceil()
      .toNumber();
  return {
    setup: sum(routing.operations.map((operation) => operation.setupMinutes)) * stepsPerUnit,
    perStep: sum(routing.operations.map((operation) => operation.minutesPerUnit)),
    scale: MINUTE_STEPS * stepsPerUnit,
  };
}
