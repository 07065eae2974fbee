/**
 * Decision tables to closures: inputs are evaluated once, rules are matched, outputs are evaluated
 * only for rules that count, and the hit policy decides.
 *
 * @source DMN 1.5, chapter 8 "Decision table"
 */
import type { MatchedRule } from '../feel/run.ts';
import { type Code, type Frame, frameOf } from '../feel/scope.ts';
import { type FeelList, type FeelValue, isList } from '../feel/value.ts';
import { decideBy, type Hits, valueOf } from './hit-policy.ts';
import type { TableBox } from './model.ts';
import { type Cell, matcherOf } from './rule-index.ts';
import { codeOfText, fault, part, type Surroundings, typedCode, within } from './surroundings.ts';

type Input = TableBox['inputs'][number];
type Output = TableBox['outputs'][number];
type Rule = TableBox['rules'][number];

/** The code of a table. */
export function tableCode(table: TableBox, around: Surroundings): Code {
  checkTable(table, around);
  const inputs = table.inputs.map((input, at) => inputOf(input, part(around, `input ${at + 1}`)));
  const outputs = table.outputs.map((output, at) =>
    outputOf(output, part(around, `output ${output.name ?? at + 1}`)),
  );
  const match = matcherOf(cellsOf(table, around), inputs.length);
  const results = resultsOf(table, outputs, around);
  const names =
    outputs.length === 1 ? undefined : table.outputs.map(({ name }, at) => name ?? `${at + 1}`);
  const decide = decideBy(table);
  const told = table.rules.map(toldRule);
  return (frame) => {
    const { run } = frame;
    run.spend(table.rules.length);
    const values = inputs.map((input) => input(frame));
    // A value that is not allowed was reported: no rule speaks for it.
    if (values.includes(undefined)) return null;
    const rules = match(values.map((value) => frameOf([value!], frame)));
    run.matched({ table: around.path, rules: rules.map((rule) => told[rule]!) });
    if (rules.length === 0) return defaultOf(outputs, names, frame);
    const outputsOfRule = (rule: number): FeelValue[] => results[rule]!.map((code) => code(frame));
    const hits: Hits = {
      rules,
      names,
      outputsOf: outputsOfRule,
      priorities: outputs.map(({ priorities }) => priorities?.(frame)),
      site: { run, at: 0 },
    };
    return decide(hits);
  };
}

const toldRule = ({ id, annotations }: Rule, index: number): MatchedRule => ({
  row: index + 1,
  ...(id !== undefined && { id }),
  ...(annotations !== undefined && { annotations }),
});

function checkTable(table: TableBox, around: Surroundings): void {
  const { inputs, outputs, rules, hitPolicy, aggregation } = table;
  rules.forEach(({ when, gives }, at) => {
    if (when.length === inputs.length && gives.length === outputs.length) return;
    const cells = `${when.length} + ${gives.length} cells for ${inputs.length} + ${outputs.length}`;
    fault(part(around, `rule ${at + 1}`), 'cells', `it has ${cells} inputs and outputs`);
  });
  const unnamed = outputs.length > 1 && outputs.some(({ name }) => name === undefined);
  if (unnamed) fault(around, 'unnamed-output', 'it has several outputs: name each of them');
  const isAggregated = aggregation !== undefined && aggregation !== 'list';
  if (isAggregated && hitPolicy !== 'collect') {
    fault(
      around,
      'aggregation',
      `${aggregation} is of collecting tables: collect, or leave it out`,
    );
  } else if (isAggregated && outputs.length > 1) {
    fault(around, 'aggregation', `${aggregation} takes one output: collect a list, or split it`);
  }
}

/** The value of an input; undefined, reported, when it is not among those allowed. */
function inputOf(input: Input, around: Surroundings): (frame: Frame) => FeelValue | undefined {
  const code = typedCode(codeOfText(input.expression, around), input.type, around);
  if (input.allowed === undefined) return code;
  const test = codeOfText(input.allowed, within(around, { '?': true }), 'unaryTests');
  return (frame) => {
    const value = code(frame);
    if (value === null || frame.run.muted(() => test(frameOf([value], frame))) === true) {
      return value;
    }
    const message = `the value of '${input.expression}' is not one of ${input.allowed!}`;
    frame.run.report('wrong-type', message, 0);
    return undefined;
  };
}

/** An output, read. */
interface OutputColumn {
  /** Its values by priority, high first. */
  readonly priorities: ((frame: Frame) => FeelList | undefined) | undefined;
  readonly default: Code | undefined;
  /** The code of a cell, as a value of the column. */
  cell(text: string, around: Surroundings): Code;
}

function outputOf(output: Output, around: Surroundings): OutputColumn {
  const allowed = output.allowed ?? around.allowedOf(output.type);
  const test =
    output.allowed === undefined
      ? undefined
      : codeOfText(output.allowed, within(around, { '?': true }), 'unaryTests');
  const cell = (text: string, beside: Surroundings): Code => {
    const code = isBlank(text) ? () => null : codeOfText(text, beside);
    const typed = typedCode(code, output.type, around);
    return test === undefined ? typed : allowedCode(typed, test, output.allowed!);
  };
  return {
    priorities: prioritiesOf(allowed, around),
    default:
      output.default === undefined ? undefined : cell(output.default, part(around, 'default')),
    cell,
  };
}

const isBlank = (text: string): boolean => /^\s*-?\s*$/.test(text);

function allowedCode(code: Code, test: Code, allowed: string): Code {
  return (frame) => {
    const value = code(frame);
    const holds = value === null || frame.run.muted(() => test(frameOf([value], frame))) === true;
    if (holds) return value;
    return frame.run.report('wrong-type', `an output is not one of ${allowed}`, 0);
  };
}

/** `"a", "b"` is a list without its brackets; tests such as `< 5` are no list and rank nothing. */
function prioritiesOf(
  allowed: string | undefined,
  around: Surroundings,
): OutputColumn['priorities'] {
  if (allowed === undefined) return undefined;
  const code = codeOfText(`[${allowed}]`, { ...around, faults: [] });
  return (frame) => {
    const values = frame.run.muted(() => code(frame));
    return isList(values) ? values : undefined;
  };
}

/** A cell for each input of each rule; the input is `?`. */
function cellsOf({ rules, inputs }: TableBox, around: Surroundings): Cell[][] {
  const inner = within(around, { '?': true });
  return rules.map(({ when }, at) =>
    inputs.map((_, column) => {
      const text = when[column] ?? '-';
      const beside = part(inner, `rule ${at + 1}.when.${column + 1}`);
      return { code: codeOfText(text, beside, 'unaryTests'), constants: constantsOf(text) };
    }),
  );
}

/** A text without escapes, or a whole number that a double has. */
const CONSTANT = String.raw`"[^"\\]*"|-?(?:0|[1-9]\d{0,14})`;
const CONSTANTS = new RegExp(String.raw`^(?:${CONSTANT})(?:\s*,\s*(?:${CONSTANT}))*$`);

/** The constants of a cell that has nothing else; none in a cell that takes everything. */
function constantsOf(text: string): Cell['constants'] {
  if (isBlank(text)) return [];
  const trimmed = text.trim();
  if (trimmed === 'true' || trimmed === 'false') return [trimmed === 'true'];
  if (!CONSTANTS.test(trimmed)) return undefined;
  const parts = trimmed.match(new RegExp(CONSTANT, 'g'))!;
  return parts.map((part) => (part.startsWith('"') ? part.slice(1, -1) : Number(part)));
}

function resultsOf(
  { rules }: TableBox,
  outputs: readonly OutputColumn[],
  around: Surroundings,
): Code[][] {
  return rules.map(({ gives }, at) =>
    outputs.map(({ cell }, column) =>
      cell(gives[column] ?? '', part(around, `rule ${at + 1}.gives.${column + 1}`)),
    ),
  );
}

function defaultOf(
  outputs: readonly OutputColumn[],
  names: readonly string[] | undefined,
  frame: Frame,
): FeelValue {
  if (outputs.every((output) => output.default === undefined)) return null;
  const values = outputs.map((output) => output.default?.(frame) ?? null);
  return valueOf({ names }, values);
}
