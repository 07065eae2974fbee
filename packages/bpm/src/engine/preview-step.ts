/** A step of a stored instance that nobody commits. */
import { transact } from '@kontor/kernel/store';
import { BpmError } from '../errors.ts';
import { hashesIn } from './deployment.ts';
import { instances } from './engine-collections.ts';
import type { EngineCore } from './engine-core.ts';
import { type AnyTrigger, move, type Move } from './move.ts';

/**
 * What would come of a trigger now.
 *
 * @throws BpmError BPM_UNKNOWN_INSTANCE, and those of the step itself
 */
export function previewStep(core: EngineCore, id: string, trigger: AnyTrigger): Promise<Move> {
  return transact(
    core.store,
    async (tx) => {
      const stored = await tx.get(instances, id);
      if (stored === undefined) throw new BpmError('BPM_UNKNOWN_INSTANCE', { instance: id });
      const library = await core.deployment.library(tx, hashesIn(stored.snapshot));
      return move(library, stored.snapshot, trigger, core.clock.now());
    },
    core.trying,
  );
}
