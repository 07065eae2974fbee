/** An engine for one test: on a store in memory, with a clock and ids that the test knows. */
import { type ManualClock, manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import type { Store } from '@kontor/kernel/store';
import { expect } from 'vitest';
import type { Deployed } from '../../src/engine/deployment.ts';
import { BpmError, type BpmErrorDetails } from '../../src/errors.ts';
import type { Instance } from '../../src/instance.ts';
import { ProcessEngine, type ProcessEngineOptions } from '../../src/process-engine.ts';
import { type NotationOptions, readNotation } from '../notation.ts';
import { checkHistory, checkRows } from './rows-law.ts';
import { checkedStore } from '../../../../tools/schemas/checked-store.ts';

/** Where the clock of a test begins. */
export const BEGIN = Date.parse('2026-01-01T00:00:00Z');

/** An engine with what is around it. */
export interface Kit {
  readonly engine: ProcessEngine;
  readonly store: Store;
  readonly clock: ManualClock;
  /** Deploys a model in the notation of tests, with those it calls. */
  deploy(
    text: string,
    options?: NotationOptions & { readonly version?: string },
  ): Promise<Deployed>;
  /** Another engine on the same store and clock, as after a restart. */
  another(options?: Partial<ProcessEngineOptions>): ProcessEngine;
  /** The laws of what is kept. */
  check(): Promise<void>;
}

let drawn = 0;

/** Makes an engine. */
export async function makeKit(options: Partial<ProcessEngineOptions> = {}): Promise<Kit> {
  // What every story tells is as it was published.
  const store = checkedStore(options.store ?? memoryStore());
  const clock = manualClock(BEGIN);
  const another: Kit['another'] = (others = {}) => {
    const ids = sequentialIds(`e${++drawn}`);
    const trying = { sleep: async (): Promise<void> => undefined };
    return new ProcessEngine({ clock, ids, trying, ...options, store, ...others });
  };
  const engine = another();
  await engine.prepare();
  return {
    engine,
    store,
    clock,
    another,
    deploy: async (text, { version, ...notation } = {}) => {
      const { main, called } = readNotation(text, notation);
      const first = version === undefined ? main : { ...main, version };
      const [deployed] = await engine.deploy(first, ...Object.values(called));
      return deployed!;
    },
    check: async () => {
      await checkRows(store, clock.now());
      await checkHistory(store);
    },
  };
}

/** Where an instance waits, by elements. */
export const waitsOf = ({ waits }: Instance): string[] => waits.map(({ node }) => node);

/** The code with which something is refused. */
export async function refusal(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(Error);
  return (error as { code?: string }).code ?? String(error);
}

/** What an error says, where it has a code. */
export async function detailsOf<Code extends keyof BpmErrorDetails>(
  work: Promise<unknown>,
  code: Code,
): Promise<BpmErrorDetails[Code]> {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (BpmError.is(error, code)) return error.details;
  throw new Error(`no ${code}`, { cause: error });
}
