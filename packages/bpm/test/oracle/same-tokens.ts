/** Plays one case on the engine and on its twin, and compares them after every deed. */
import { expect } from 'vitest';
import { EngineTokens } from './engine-tokens.ts';
import type { RandomCase } from './random-graphs.ts';
import { TooLong, Twin } from './twin.ts';

/**
 * Expects the two to agree, from the start to the last deed.
 *
 * @returns steps compared; 0: tokens multiplied beyond what is worth the time
 */
export function expectSameTokens({ definition, switches, deeds }: RandomCase): number {
  const twin = unlessTooLong(() => new Twin(definition, switches));
  if (twin === undefined) return 0;
  const engine = new EngineTokens(definition, switches);
  expect(engine.state()).toEqual(twin.state());
  let compared = 1;
  for (const { pick, switches: given } of deeds) {
    const waits = twin.waits();
    if (waits.length === 0) break;
    const at = pick % waits.length;
    if (unlessTooLong(() => [twin.happen(waits[at]!.serial, given)]) === undefined) break;
    engine.happen(engine.waits()[at]!, given);
    expect(engine.state()).toEqual(twin.state());
    compared += 1;
  }
  return compared;
}

function unlessTooLong<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooLong) return undefined;
    throw error;
  }
}
