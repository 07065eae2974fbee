/**
 * A frePPLe operation that makes an item at a site, as the planning model has it.
 */
import type { ModelInput } from '../model.ts';
import type { FreppleRow } from './frepple-file.ts';
import type { BomInput } from './frepple-materials.ts';
import type { SupplyRule } from './frepple-rules.ts';

/** A row of the table. */
export type OperationRow = FreppleRow<'input.operation'>;
/** A routing as a user writes it. */
export type RoutingInput = NonNullable<ModelInput['routings']>[number];

/** An operation with its steps in order. */
export interface Making {
  readonly operation: OperationRow;
  readonly item: string;
  readonly location: string;
  /** The name of its bill among the bills of the item; the first one has none. */
  readonly alternate?: string;
  /** Units of the item that one unit of the operation yields, a decimal. */
  readonly output: string;
  readonly rule: SupplyRule;
  readonly bom: BomInput;
  readonly routing: RoutingInput;
}
