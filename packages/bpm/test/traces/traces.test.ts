/**
 * All trace scripts on the pure step, each in several ways with equal results: plainly; with a loss
 * of memory after every command; loaded from JSON after every commit; replayed from its history.
 */
import { describe, test } from 'vitest';
import { adHocScripts } from './ad-hoc.ts';
import { compensationScripts, transactionScripts } from './compensation.ts';
import { eventScripts } from './events.ts';
import { repetitionScripts } from './repetition.ts';
import { scopeScripts } from './scopes.ts';
import { gatewayScripts } from './gateways.ts';
import { joinScripts } from './joins.ts';
import { PureDriver } from './pure-driver.ts';
import { abilitiesOf, play } from './runner.ts';
import type { Script } from './script.ts';

const scripts: Readonly<Record<string, readonly Script[]>> = {
  gateways: gatewayScripts,
  'joins and flows': joinScripts,
  events: eventScripts,
  scopes: scopeScripts,
  repetition: repetitionScripts,
  compensation: compensationScripts,
  transactions: transactionScripts,
  'ad-hoc sub-processes': adHocScripts,
};

const abilities = abilitiesOf(PureDriver.prototype);

const isPlayable = ({ needs = [] }: Script): boolean => needs.every((need) => abilities.has(need));

describe.each(Object.entries(scripts))('trace scripts of %s', (_, all) => {
  const playable = all.filter(isPlayable);

  test.each(playable)('$id: $source', async (script) => {
    await play(script, new PureDriver(script.model, script.options));
  });

  test.each(playable)('$id, memory lost after every command', async (script) => {
    await play(script, new PureDriver(script.model, script.options), (driver) => driver.reload());
  });

  test.each(playable)('$id, kept as JSON after every commit', async (script) => {
    await play(script, new PureDriver(script.model, script.options, 'json'));
  });

  test.each(playable)('$id, replayed from its history after every commit', async (script) => {
    await play(script, new PureDriver(script.model, script.options, 'replay'));
  });
});
