/** What a migration plan is: plain JSON that can be kept, shown, and used again. */
import * as z from 'zod';

const names = z.record(z.string(), z.string());

/** Reads a plan. */
export const migrationPlan = z.strictObject({
  /** The id that both definitions have. */
  process: z.string(),
  /** The hash of the definition that is left. */
  from: z.string(),
  /** The hash of the one that is gone to. */
  to: z.string(),
  /** Old nodes by the new ones they go on as. */
  nodes: names,
  /** Old flows by the new ones; those into joins, where tokens may wait, are all here. */
  flows: names,
  /** Elements that are gone, as the mapping says: an instance that stands there is not moved. */
  dropped: z.array(z.string()),
  /** New elements whose running timers start anew; true = all. Others keep their due instant. */
  recompute: z.union([z.literal(true), z.array(z.string())]),
});

/** A plan; made by `planMigration`. */
export type MigrationPlan = z.output<typeof migrationPlan>;
