/**
 * `npm run simulate -- --seeds 200 [--from 1] [--only <part of a name>]`
 *
 * Runs every simulation for so many seeds, prints one line for each, and names the first failing
 * seed with the command that runs it again. Exit code 0: all laws held; 1: one was broken; 2: bad
 * arguments.
 */
import { parseArgs } from 'node:util';
import { simulations } from './simulate/registry.ts';
import type { Simulation } from './simulate/simulation.ts';

interface Arguments {
  readonly seeds: number;
  readonly from: number;
  readonly only: string;
}

function readArguments(argv: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      seeds: { type: 'string', default: '100' },
      from: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
    },
  });
  return {
    seeds: whole('seeds', values.seeds),
    from: whole('from', values.from),
    only: values.only,
  };
}

function whole(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} must be a whole number, not '${text}'`);
  return Number(text);
}

/** Runs one simulation; prints its line; says whether all laws held. */
async function simulate(simulation: Simulation, { seeds, from }: Arguments): Promise<boolean> {
  let deeds = 0;
  let faults = 0;
  for (let seed = from; seed < from + seeds; seed++) {
    try {
      const report = await simulation.run(seed);
      deeds += report.deeds;
      faults += report.faults;
    } catch (error) {
      const again = `npm run simulate -- --seeds 1 --from ${seed} --only '${simulation.name}'`;
      console.log(`${simulation.name}: FAILED at seed ${seed}. Run it again: ${again}`);
      console.error(error);
      return false;
    }
  }
  console.log(
    `${simulation.name}: ${seeds} seeds from ${from}, ${deeds} deeds, ${faults} faults: ` +
      'all laws held',
  );
  return true;
}

async function main(): Promise<number> {
  let given: Arguments;
  try {
    given = readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm run simulate -- --seeds 200 --from 1`);
    return 2;
  }
  const chosen = simulations.filter(({ name }) => name.includes(given.only));
  if (chosen.length === 0) {
    console.error(
      `No simulation's name holds '${given.only}'. There are: ` +
        simulations.map(({ name }) => name).join(', '),
    );
    return 2;
  }
  let held = true;
  for (const simulation of chosen) held = (await simulate(simulation, given)) && held;
  return held ? 0 : 1;
}

process.exitCode = await main();
