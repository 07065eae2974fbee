/**
 * All trace scripts on the pure step, each in several ways with equal results: plainly; with a loss
 * of memory after every command; loaded from JSON after every commit; replayed from its history.
 */
import { describe, expect, test } from 'vitest';
import { allScripts, patternScripts, scriptsByTopic } from './all-scripts.ts';
import { type AfterCommit, PureDriver } from './pure-driver.ts';
import { abilitiesOf, play } from './runner.ts';
import type { Script } from './script.ts';

/** Scripts that the engine does not play yet, and why; one that it does is to be taken off. */
const awaited: Readonly<Record<string, string>> = {};

/** What is done after each command, and after each commit. */
const ways: Readonly<Record<string, { readonly loses?: true; readonly keeps?: AfterCommit }>> = {
  plainly: {},
  'with memory lost after every command': { loses: true },
  'kept as JSON after every commit': { keeps: 'json' },
  'replayed from its history after every commit': { keeps: 'replay' },
};

const abilities = abilitiesOf(PureDriver.prototype);

const isPlayable = ({ needs = [] }: Script): boolean => needs.every((need) => abilities.has(need));

describe.each(Object.entries(scriptsByTopic))('trace scripts of %s', (_, all) => {
  describe.each(Object.entries(ways))('%s', (__, { loses, keeps }) => {
    for (const script of all.filter(isPlayable)) {
      const run = script.id in awaited ? test.fails : test;
      run(`${script.id}: ${script.source}`, async () => {
        const driver = new PureDriver(script.model, script.options, keeps);
        await play(script, driver, loses === true ? (one) => one.reload() : undefined);
      });
    }
  });
});

test('ids of scripts are unique', () => {
  const ids = allScripts.map(({ id }) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
});

test('all 43 workflow patterns have a script', () => {
  const scripted = new Set(patternScripts.map(({ source }) => Number.parseInt(source, 10)));
  const all = Array.from({ length: 43 }, (_, at) => at + 1);
  expect(all.filter((number) => !scripted.has(number))).toEqual([]);
});
