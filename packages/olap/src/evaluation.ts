/**
 * What a formula is evaluated with: the facts, the names, and the way back to evaluation itself.
 */
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
  /** The values of a formula in a frame. */
  values(formula: Formula, frame: Frame): Cells;
}
