/** A library without a store: the processes of a test, a preview or a simulation. */
import type { Library } from './burst.ts';
import type { CompiledProcess } from './compiled.ts';
import { BpmError } from './errors.ts';

/** Steps of a burst before it is cut, where nothing else is said. */
export const BURST_STEPS = 1000;

/**
 * What `advance`, `replay` and `explain` need beside the instance.
 *
 * @param processes - those that are run or called; of two of an id, calls get the later one
 * @param options - decisions of business rule tasks, calendars of timers, the length of a burst
 * @example
 * const library = libraryOf([compiled]);
 * advance(library, { id: 'i-1', process: compiled.hash }, { kind: 'start' }, Date.now());
 */
export function libraryOf(
  processes: readonly CompiledProcess[],
  options: Partial<Pick<Library, 'decisions' | 'calendars' | 'burstSteps'>> = {},
): Library {
  const byHash = new Map(processes.map((process) => [process.hash, process]));
  const newest = new Map(processes.map(({ definition, hash }) => [definition.id, hash]));
  const isMeant = (hash: string, process: string, version: string): boolean => {
    const definition = byHash.get(hash)?.definition;
    return definition?.id === process && (definition.version === version || hash === version);
  };
  return {
    process: (hash) => {
      const process = byHash.get(hash);
      if (process !== undefined) return process;
      throw new BpmError('BPM_UNKNOWN_DEFINITION', { process: hash });
    },
    called: (process, version = 'latest') =>
      version === 'latest'
        ? newest.get(process)
        : [...byHash.keys()].findLast((hash) => isMeant(hash, process, version)),
    decisions: options.decisions ?? new Map(),
    calendars: options.calendars ?? {},
    burstSteps: options.burstSteps ?? BURST_STEPS,
  };
}
