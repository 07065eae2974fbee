/**
 * An instance that was migrated goes on as one that was started on the new definition and has done
 * the same, wherever it stood (dossier of tests: "migration").
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DriverState } from '../traces/runner.ts';
import { PureDriver } from '../traces/pure-driver.ts';
import { perform } from '../traces/runner.ts';
import { processesOf, readModel } from '../traces/scripted-model.ts';
import type { Command } from '../traces/script.ts';
import { type Block, blocks } from './blocks.ts';
import { type Edits, edited } from './edit.ts';
import { scriptOf } from './write-script.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const timeout = isFull ? 3_600_000 : 120_000;

const edits: fc.Arbitrary<Edits> = fc.record({
  renames: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  inserts: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});

/** A command under the new names. */
function renamed(command: Command, nameOf: (id: string) => string): Command {
  if ('complete' in command) return { ...command, complete: nameOf(command.complete) };
  if ('fail' in command) return { ...command, fail: nameOf(command.fail) };
  return command;
}

/**
 * What came since; what is now. Tasks that were put in between may have let one branch be entered
 * before another, so what happens in one step is compared without its order.
 */
const since = (state: DriverState, before: DriverState): object => ({
  ...state,
  active: state.active.toSorted(),
  trace: state.trace.slice(before.trace.length).toSorted(),
  cancelled: state.cancelled.slice(before.cancelled.length).toSorted(),
  diagnostics: state.diagnostics.slice(before.diagnostics.length),
});

/** Plays a script on both, with the migration of the one after some commands. */
async function expectSame(block: Block, change: Edits, place: number): Promise<boolean> {
  const { model: text, options = {}, do: commands = [] } = scriptOf(block);
  const model = readModel(text, options);
  const { definition, mapping, nameOf } = edited(model.main, change);
  const [old, fresh] = [
    new PureDriver(model, options, 'replay'),
    new PureDriver({ ...model, main: definition }, options),
  ];
  const at = commands.length === 0 ? 0 : place % commands.length;
  old.start({});
  fresh.start({});
  for (const command of commands.slice(0, at)) {
    await perform(old, command);
    await perform(fresh, renamed(command, nameOf));
  }
  if (old.state().ended !== false) return false;
  const to = processesOf({ ...model, main: definition }, options).main;
  if (to.hash === processesOf(model, options).main.hash) return false;
  const before = [old.state(), fresh.state()] as const;
  old.migrateTo(to, mapping);
  expect(since(old.state(), before[0])).toEqual(since(fresh.state(), before[1]));
  for (const command of commands.slice(at)) {
    await perform(old, renamed(command, nameOf));
    await perform(fresh, renamed(command, nameOf));
    expect(since(old.state(), before[0])).toEqual(since(fresh.state(), before[1]));
  }
  expect(old.state().ended).toBe('completed');
  return true;
}

test('property: a migrated instance goes on as one started on the new definition would', {
  timeout,
}, async () => {
  let moved = 0;
  const law = async (block: Block, change: Edits, place: number): Promise<void> => {
    if (await expectSame(block, change, place)) moved++;
  };
  const property = fc.asyncProperty(blocks(3), edits, fc.nat(50), law);
  const numRuns = isFull ? 3000 : 120;
  await fc.assert(property, { numRuns });
  // Most draws have something to move.
  expect(moved).toBeGreaterThan(numRuns / 3);
});
