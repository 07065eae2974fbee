/** What a migration plan is: plain JSON that can be kept, shown, and used again. */

/** A plan. */
export interface MigrationPlan {
  /** The id that both definitions have. */
  readonly process: string;
  /** Hashes of the definition that is left, and of the one that is gone to. */
  readonly from: string;
  readonly to: string;
  /** Old nodes by the new ones they go on as. */
  readonly nodes: Readonly<Record<string, string>>;
  /** Old flows by the new ones; those into joins, where tokens may wait, are all here. */
  readonly flows: Readonly<Record<string, string>>;
  /** Elements that are gone, as the mapping says: an instance that stands there is not moved. */
  readonly dropped: readonly string[];
  /** New elements whose running timers start anew; true = all. Others keep their due instant. */
  readonly recompute: true | readonly string[];
}
