/**
 * What a formula is evaluated with: the facts, the names, and the way back to evaluation itself.
 */
import type { Crossing } from './calculated-members.ts';
import type { Cells } from './cells.ts';
import type { RateTable } from './compile-cube.ts';
import type { Formula } from './formula.ts';
import type { Frame } from './frame.ts';
import type { Facts } from './cell-plan.ts';
import type { Naming } from './naming.ts';

/** What formulas are evaluated with. */
export interface Evaluation {
  readonly facts: Facts;
  readonly naming: Naming;
  /** Formulas of the query itself, which go before those of the cube. */
  readonly own: ReadonlyMap<string, Formula>;
  readonly rates: Readonly<Record<string, RateTable>>;
  /** By name of a formula: where it stands among calculated members; default 0. */
  readonly solveOrder?: Readonly<Record<string, number>> | undefined;
  /** The calculated members that are shown and not yet computed. */
  readonly crossing: Crossing;
  /** What `{ op: 'value' }` stands for. */
  readonly shown?: string | undefined;
  /** The values of a formula in a frame. */
  readonly values: (on: Evaluation, formula: Formula, frame: Frame) => Cells;
}
