/** Checks options: all their faults at once, each with its path and remedy. */
import { decimal, KernelError, type DecimalInput } from '@kontor/kernel';
import { BpmError, type DefinitionIssue } from '../errors.ts';
import { arrivalsFault, instantOf } from './arrivals.ts';
import { amountOf, distributionFault } from './distribution.ts';
import { type Elements, isWork } from './elements.ts';
import { generatorFault, weightsFault } from './generator.ts';
import { type SimulationOptions, staffOf } from './options.ts';

/** Where nothing else is said: a Monday. */
export const FROM = '2026-01-05T00:00:00Z';

/**
 * Refuses options that make no sense for a process.
 *
 * @throws BpmError BPM_INVALID_SIMULATION — with all faults
 */
export function checkOptions(id: string, options: SimulationOptions, elements: Elements): void {
  const issues = [
    ...checkTimes(options),
    ...checkNumbers(options),
    ...checkWork(options, elements),
    ...checkData(options),
    ...checkBranching(options, elements),
    ...checkPools(options),
    ...checkCosts(options),
  ];
  if (issues.length > 0) throw new BpmError('BPM_INVALID_SIMULATION', { process: id, issues });
}

type Issues = Generator<DefinitionIssue, void>;

/** An issue where there is a fault. */
function* fault(code: string, path: string, message: string | undefined): Issues {
  if (message !== undefined) yield { code, path, message };
}

function* checkTimes({ from = FROM, until, warmUp, sla, cells, arrivals }: SimulationOptions) {
  yield* fault('bad-arrivals', 'arrivals', arrivalsFault(arrivals));
  const start = typeof amountOf(from) === 'number' ? NaN : instantOf(from, 0);
  if (Number.isNaN(start)) {
    yield* fault('bad-time', 'from', `'${from}' is no instant: write 2026-03-02T09:00:00Z`);
    return;
  }
  const end = instantOf(until, start);
  if (!(end > start)) {
    const hint = 'give a later instant, or a duration such as P30D';
    yield* fault('bad-time', 'until', `'${until}' is not after the start: ${hint}`);
  }
  const within = typeof sla === 'object' ? sla.within : sla;
  for (const [path, text] of Object.entries({ warmUp, sla: within, cells })) {
    if (text === undefined) continue;
    const amount = typeof text === 'string' ? amountOf(text) : undefined;
    const isGood = amount !== undefined && (path === 'warmUp' ? amount >= 0 : amount > 0);
    if (isGood) continue;
    yield* fault('bad-time', path, `'${text}' is no fixed duration: write PT1H or P2D`);
  }
  if (start + (amountOf(warmUp ?? 0) ?? 0) >= end) {
    yield* fault('bad-time', 'warmUp', 'ends after the run: nothing would be measured');
  }
}

function* checkNumbers({ seed, replications = 1, confidence = 0.95 }: SimulationOptions): Issues {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 2 ** 32) {
    yield* fault('bad-number', 'seed', `${seed} is no whole number from 0 to 4294967295`);
  }
  if (!Number.isInteger(replications) || replications < 1) {
    yield* fault('bad-number', 'replications', `${replications} is no whole number above 0`);
  }
  if (!(confidence > 0 && confidence < 1)) {
    yield* fault('bad-number', 'confidence', `${confidence} is not between 0 and 1: try 0.95`);
  }
}

const WORKED = ['durations', 'errors', 'assign', 'priorities', 'costs'] as const;

function* checkWork(options: SimulationOptions, { nodes, messages }: Elements): Issues {
  for (const option of WORKED) {
    for (const id of Object.keys(options[option] ?? {})) {
      const node = nodes.get(id);
      if (node !== undefined && isWork(node)) continue;
      const told = node === undefined ? 'is no element' : `is a '${node.kind}', not work`;
      yield* fault('no-activity', `${option}.${id}`, `'${id}' ${told}: name a task`);
    }
  }
  for (const id of Object.keys(options.results ?? {})) {
    if (!nodes.has(id)) yield* fault('no-activity', `results.${id}`, `'${id}' is no element`);
  }
  for (const name of Object.keys(options.messages ?? {})) {
    if (messages.has(name)) continue;
    const known = [...messages].join(', ') || 'none';
    yield* fault(
      'no-message',
      `messages.${name}`,
      `nothing waits for '${name}', but for: ${known}`,
    );
  }
  const { startEvent } = options;
  if (startEvent !== undefined && nodes.get(startEvent)?.kind !== 'start') {
    yield* fault('no-activity', 'startEvent', `'${startEvent}' is no start event`);
  }
}

function* checkData({ durations, messages, variables, results, errors }: SimulationOptions) {
  for (const [option, all] of Object.entries({ durations, messages })) {
    for (const [id, one] of Object.entries(all ?? {})) {
      if (typeof one === 'function') continue;
      yield* fault('bad-distribution', `${option}.${id}`, distributionFault(one, true));
    }
  }
  for (const [name, one] of Object.entries(variables ?? {})) {
    yield* fault('bad-generator', `variables.${name}`, generatorFault(one));
  }
  for (const [id, all] of Object.entries(results ?? {})) {
    for (const [name, one] of Object.entries(all)) {
      yield* fault('bad-generator', `results.${id}.${name}`, generatorFault(one));
    }
  }
  for (const [id, codes] of Object.entries(errors ?? {})) {
    const shares = Object.values(codes);
    const sum = shares.reduce((total, share) => total + share, 0);
    if (shares.every((share) => share >= 0) && sum <= 1 + 1e-9) continue;
    yield* fault('bad-probability', `errors.${id}`, 'needs probabilities with a sum of 1 at most');
  }
}

function* checkBranching({ branching = {} }: SimulationOptions, elements: Elements): Issues {
  for (const [id, shares] of Object.entries(branching)) {
    const path = `branching.${id}`;
    const kind = elements.nodes.get(id)?.kind;
    if (kind !== 'exclusive' && kind !== 'inclusive') {
      yield* fault('no-gateway', path, `'${id}' is no exclusive or inclusive gateway`);
      continue;
    }
    const flows = (elements.leaving.get(id) ?? []).map((flow) => flow.id);
    for (const flow of Object.keys(shares)) {
      if (flows.includes(flow)) continue;
      yield* fault('no-flow', `${path}.${flow}`, `it leaves by: ${flows.join(', ')}`);
    }
    const weights = Object.values(shares);
    if (kind === 'exclusive') yield* fault('bad-probability', path, weightsFault(weights));
    else if (weights.some((share) => !(share >= 0 && share <= 1))) {
      yield* fault('bad-probability', path, 'needs a probability from 0 to 1 for each flow');
    }
  }
}

function* checkPools({ resources = {}, assign = {} }: SimulationOptions): Issues {
  for (const [name, pool] of Object.entries(resources)) {
    for (const [at, { count, costPerHour }] of staffOf(pool).entries()) {
      const path = typeof pool === 'number' ? `resources.${name}` : `resources.${name}.${at}`;
      if (!Number.isInteger(count) || count < 0) {
        yield* fault('bad-number', path, `${count} is no whole number of people or machines`);
      }
      yield* fault('bad-amount', `${path}.costPerHour`, amountFault(costPerHour));
    }
  }
  for (const [id, given] of Object.entries(assign)) {
    for (const name of typeof given === 'string' ? [given] : given) {
      if (Object.hasOwn(resources, name)) continue;
      const known = Object.keys(resources).join(', ') || 'none';
      yield* fault('no-pool', `assign.${id}`, `'${name}' is no pool; there are: ${known}`);
    }
  }
}

function* checkCosts({ costs = {} }: SimulationOptions): Issues {
  for (const [id, cost] of Object.entries(costs)) {
    yield* fault('bad-amount', `costs.${id}`, amountFault(cost));
  }
}

function amountFault(amount: DecimalInput | undefined): string | undefined {
  if (amount === undefined) return undefined;
  try {
    decimal(amount);
    return undefined;
  } catch (error) {
    if (!KernelError.is(error, 'KERNEL_BAD_DECIMAL')) throw error;
    return "is no amount: write '32.50'";
  }
}
