/**
 * The process as it is simulated: gateways with probabilities decide by chance, and automatic tasks
 * that take time or people wait as tasks do. All else is what the engine runs.
 */
import type { Library } from '../burst.ts';
import { compileProcess, readDefinition } from '../compile.ts';
import type { CompiledProcess } from '../compiled.ts';
import type { ExpressionLanguage } from '../expression.ts';
import { feel } from '../feel/language.ts';
import { libraryOf } from '../library.ts';
import type { Flow, Node, ProcessDefinition } from '../model.ts';
import { checkOptions } from './check-options.ts';
import { type Elements, elementsOf } from './elements.ts';
import type { GatewayDice } from './gateway-dice.ts';
import { definitionOf, type Simulated, type SimulationOptions } from './options.ts';

/** A process ready to be simulated. */
export interface SimulatedProcess {
  readonly main: CompiledProcess;
  readonly library: Library;
}

/**
 * Prepares a process.
 *
 * @param dice - what its gateways ask
 * @throws BpmError BPM_INVALID_SIMULATION, BPM_INVALID_DEFINITION
 */
export function simulatedProcess(
  process: Simulated,
  options: SimulationOptions,
  dice: GatewayDice,
): SimulatedProcess {
  const all = [process, ...(options.processes ?? [])];
  const definitions = all.map((one) => readDefinition(definitionOf(one)));
  const elements = elementsOf(definitions);
  checkOptions(definitions[0]!.id, options, elements);
  addDice(dice, options, elements);
  const languages = [...(options.languages ?? [feel]), languageOf(dice)];
  const compiled = definitions.map((one) => compileProcess(rewritten(one, options), { languages }));
  const { decisions, calendars } = options;
  const given = { ...(decisions && { decisions }), ...(calendars && { calendars }) };
  return { main: compiled[0]!, library: libraryOf(compiled, given) };
}

function addDice(dice: GatewayDice, { branching = {} }: SimulationOptions, known: Elements): void {
  for (const [gateway, given] of Object.entries(branching)) {
    const isExclusive = known.nodes.get(gateway)!.kind === 'exclusive';
    const flows = known.leaving.get(gateway)!.map(({ id }) => id);
    dice.add(gateway, { isExclusive, flows, shares: flows.map((flow) => given[flow] ?? 0) });
  }
}

const CHANCE = '~chance';

/** Conditions that ask dice: their text is the gateway and the flow. */
const languageOf = (dice: GatewayDice): ExpressionLanguage => ({
  name: CHANCE,
  compile: (text) => {
    const [gateway, flow] = JSON.parse(text) as [string, string];
    const evaluate = () => ({ value: dice.takes(gateway, flow), diagnostics: [] });
    return { text, reads: [], evaluate };
  },
});

interface Scope {
  readonly nodes: Node[];
  readonly flows: Flow[];
}

const rewritten = (
  definition: ProcessDefinition,
  options: SimulationOptions,
): ProcessDefinition => ({
  ...definition,
  ...rewrittenScope(definition, options),
});

function rewrittenScope({ nodes, flows }: Scope, options: SimulationOptions): Scope {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  return {
    nodes: nodes.map((node) => rewrittenNode(node, options)),
    flows: flows.map((flow) => rewrittenFlow(flow, kinds.get(flow.from)!, options)),
  };
}

function rewrittenNode(node: Node, options: SimulationOptions): Node {
  if (node.kind === 'subProcess') return { ...node, ...rewrittenScope(node, options) };
  if (node.kind === 'exclusive' && options.branching?.[node.id] !== undefined) {
    const { default: _, ...rest } = node;
    return rest;
  }
  if ((node.kind === 'task' || node.kind === 'manual') && isTimed(node.id, options)) {
    return { ...node, kind: 'user' };
  }
  return node;
}

const isTimed = (id: string, { durations, assign }: SimulationOptions): boolean =>
  durations?.[id] !== undefined || assign?.[id] !== undefined;

/** Of an exclusive gateway all flows are drawn; of an inclusive one those that have a share. */
function rewrittenFlow(flow: Flow, kind: Node['kind'], { branching }: SimulationOptions): Flow {
  const shares = branching?.[flow.from];
  if (shares === undefined || (kind === 'inclusive' && shares[flow.id] === undefined)) return flow;
  const text = JSON.stringify([flow.from, flow.id]);
  return { ...flow, condition: { language: CHANCE, text } };
}
