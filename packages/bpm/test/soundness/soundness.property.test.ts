/** Verdicts against runs of the engine, and against a net that nothing was reduced in. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scopesOf } from '../../src/check-scope.ts';
import { processDefinition } from '../../src/model.ts';
import { checkSoundness } from '../../src/soundness/check-soundness.ts';
import { compileNet } from '../../src/soundness/compile-net.ts';
import { fired, firings, type Marking, playedNet } from '../../src/soundness/firing.ts';
import { isJoin } from '../../src/soundness/token-net.ts';
import { EngineTokens } from '../oracle/engine-tokens.ts';
import { blockCases, type RandomCase, wildCases } from '../oracle/random-graphs.ts';

const isFull = process.env['KONTOR_FULL'] === '1';
const numRuns = isFull ? 20_000 : 120;
const timeout = isFull ? 3_600_000 : 60_000;
const STATES = 2000;

const verdictOf = ({ definition }: RandomCase) => checkSoundness(definition, { states: STATES });

/** Plays a case; whether a join was stuck, or tokens were left at one. */
function isStuckInEngine({ definition, switches, deeds }: RandomCase): boolean {
  const engine = new EngineTokens(definition, switches);
  for (const { pick, switches: given } of deeds) {
    const waits = engine.waits();
    if (waits.length === 0 || waits.length > 50) break;
    engine.happen(waits[pick % waits.length]!, given);
  }
  const { incidents, diagnostics } = engine.state();
  const words = [...incidents, ...diagnostics];
  return words.some((one) => one.startsWith('join-deadlock') || one.startsWith('stranded-token'));
}

test.each([
  ['without structure', wildCases],
  ['of blocks', blockCases],
])('property: no run of a sound process is stuck, on graphs %s', { timeout }, (_, cases) => {
  const seen = { sound: 0, unsound: 0, unknown: 0 };
  fc.assert(
    fc.property(cases, (one) => {
      const { verdict } = verdictOf(one);
      seen[verdict] += 1;
      if (verdict === 'sound') expect(isStuckInEngine(one)).toBe(false);
    }),
    { numRuns },
  );
  // Chance alone never comes near these: they notice when graphs of a kind are no longer drawn.
  expect(seen.sound).toBeGreaterThan(numRuns / 60);
  expect(seen.unsound).toBeGreaterThan(0);
});

/**
 * Whether some marking of the net as it is written has tokens that nothing moves; undefined: too
 * many.
 */
function isStuckByForce({ definition }: RandomCase): boolean | undefined {
  let isStuck = false;
  const read = processDefinition.parse(definition);
  for (const scope of scopesOf(read, 50)) {
    const net = compileNet(scope);
    if ('reason' in net) return undefined;
    const played = playedNet(net);
    const first = net.begins.map((begin) =>
      played.edges.map((edge) => Number(begin.includes(edge))),
    );
    const known = new Map<string, Marking>(first.map((marking) => [marking.join(), marking]));
    for (const marking of known.values()) {
      if (known.size > STATES || Math.max(...marking) > 3) return undefined;
      const next = firings(played, marking, false);
      const isEmpty = marking.every((count) => count === 0);
      isStuck ||= next.length === 0 && !isEmpty;
      for (const firing of next) {
        const after = fired(played, marking, firing);
        known.set(after.join(), after);
      }
    }
  }
  return isStuck;
}

test('property: what is reduced is stuck exactly where the whole net is', { timeout }, () => {
  let compared = 0;
  fc.assert(
    fc.property(fc.oneof(wildCases, blockCases), (one) => {
      const byForce = isStuckByForce(one);
      const { verdict, findings } = verdictOf(one);
      if (byForce === undefined || verdict === 'unknown') return;
      compared += 1;
      const stuck = findings.filter(({ code }) => /^(?:deadlock|stranded-token)$/u.test(code));
      expect(stuck.length > 0).toBe(byForce);
    }),
    { numRuns },
  );
  expect(compared).toBeGreaterThan(numRuns / 10);
});

test('property: a witness leads to the marking that it tells of', { timeout }, () => {
  fc.assert(
    fc.property(fc.oneof(wildCases, blockCases), (one) => {
      for (const { code, path, witness } of verdictOf(one).findings) {
        if (code !== 'deadlock') continue;
        const scope = scopesOf(processDefinition.parse(one.definition), 50).find(({ byId }) =>
          byId.has(path),
        )!;
        const net = compileNet(scope);
        if ('reason' in net) throw new Error('it was analysed');
        expect(isJoin(net.nodes.find(({ id }) => id === path)!)).toBe(true);
        // Tokens by flow: what elements gave, less what they took.
        expect(
          tokensLeftAt(
            witness,
            scope.incoming.get(path)!.map(({ id }) => id),
          ),
        ).toBe(true);
      }
    }),
    { numRuns: numRuns / 2 },
  );
});

/** Some of these flows got a token and not all: the join was never passed. */
function tokensLeftAt(
  witness: readonly { readonly flows: readonly string[] }[],
  flows: readonly string[],
): boolean {
  const given = new Set(witness.flatMap((step) => step.flows));
  return flows.some((flow) => given.has(flow));
}
