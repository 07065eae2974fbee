/**
 * Decision tables written in TypeScript: the rows as a practitioner reads them, and a row with a
 * cell too many or too few is no program. What comes out is the plain JSON of a decision.
 */
import type { Decision, HitPolicy, TableBox } from './model.ts';

/** A cell: FEEL text, or a number or boolean as it is. */
export type TableCell = string | number | boolean;

/** A column that is tested: an expression, or more about it. */
export type TableInput = string | TableBox['inputs'][number];

/** A column that is a result: its name, or more about it. */
export type TableOutput =
  | string
  | (Omit<TableBox['outputs'][number], 'name' | 'default'> & {
      readonly name: string;
      /** Its value when no rule matches. */
      readonly default?: TableCell | undefined;
    });

/** A row: cells of the inputs, then of the outputs. */
export type TableRow<
  Inputs extends readonly TableInput[],
  Outputs extends readonly TableOutput[],
> = readonly [...{ [At in keyof Inputs]: TableCell }, ...{ [At in keyof Outputs]: TableCell }];

/** A table as it is written. */
export interface TableSpec<
  Inputs extends readonly TableInput[],
  Outputs extends readonly TableOutput[],
> {
  /** `unique` when it is left out. */
  readonly hitPolicy?: HitPolicy;
  readonly aggregation?: TableBox['aggregation'];
  readonly inputs: Inputs;
  readonly outputs: Outputs;
  readonly rules: readonly TableRow<Inputs, Outputs>[];
  /** The type of the result. */
  readonly type?: string;
}

/**
 * A decision that is a table. Cells of inputs are unary tests (`"gold"`, `> 100`, `[1..5]`, `-`),
 * those of outputs are expressions: a text needs its quotes.
 *
 * @example
 * decisionTable('discount', {
 *   hitPolicy: 'first',
 *   inputs: ['customer', 'total'],
 *   outputs: ['percent'],
 *   rules: [
 *     ['"gold"', '>= 100', 15],
 *     ['"gold"', '-', 10],
 *     ['-', '-', 0],
 *   ],
 * })
 */
export function decisionTable<
  const Inputs extends readonly TableInput[],
  const Outputs extends readonly TableOutput[],
>(name: string, spec: TableSpec<Inputs, Outputs>): Decision {
  const { hitPolicy = 'unique', aggregation, type } = spec;
  const inputs = spec.inputs.map((input) =>
    typeof input === 'string' ? { expression: input } : input,
  );
  const rules = spec.rules.map((row) => {
    const cells = (row as readonly TableCell[]).map(String);
    return { when: cells.slice(0, inputs.length), gives: cells.slice(inputs.length) };
  });
  const logic: TableBox = {
    kind: 'table',
    hitPolicy,
    ...(aggregation !== undefined && { aggregation }),
    inputs,
    outputs: spec.outputs.map(outputOf),
    rules,
  };
  return { name, ...(type !== undefined && { type }), logic };
}

function outputOf(output: TableOutput): TableBox['outputs'][number] {
  if (typeof output === 'string') return { name: output };
  const { default: otherwise, ...others } = output;
  return otherwise === undefined ? others : { ...others, default: String(otherwise) };
}
