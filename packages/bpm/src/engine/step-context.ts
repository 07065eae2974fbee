/** What a step is done with: the doors of the engine, and what this try knows of earlier ones. */
import type { Ids, Trace } from '@kontor/kernel';
import type { Deployment } from './deployment.ts';
import type { Handlers } from './handlers.ts';

/** What a step needs of the engine. */
export interface StepContext {
  readonly deployment: Deployment;
  readonly ids: Ids;
  readonly now: number;
  readonly tenant: string;
  readonly handlers: Handlers;
  /** Jobs whose handler has failed in an earlier try of this commit, with why. */
  readonly failedInside: ReadonlyMap<string, { readonly message: string; readonly due: number }>;
  /** Bytes of JSON that an instance may take. */
  readonly instanceBytes: number;
  readonly trace: Trace | undefined;
}
