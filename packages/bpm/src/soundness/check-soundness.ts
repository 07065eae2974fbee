/**
 * Whether every instance of a process can come to its end, whatever happens in it.
 *
 * A process is sound when from wherever it has come to, its end can be reached (option to
 * complete); when nothing is left behind at the end (proper completion); and when each element can
 * be reached (no dead task). Checked by going through all that tokens can do, scope by scope, with
 * conditions that may say anything. Where that is too much, or depends on more than tokens, the
 * verdict is `unknown`, with the reason.
 *
 * Several tokens may end in several end events (implicit termination), and an activity may run
 * twice at once (multi-merge): BPMN allows both. The second is told as a warning.
 *
 * @source W. M. P. van der Aalst et al., "Soundness of workflow nets: classification, decidability,
 *   and analysis" (2011)
 */
import { checkStructure } from '../check-model.ts';
import { type CheckedScope, scopesOf } from '../check-scope.ts';
import { readDefinition } from '../compile.ts';
import { BpmError } from '../errors.ts';
import type { ProcessInput } from '../model.ts';
import { compileNet, type NoNet, repeatedIntoJoin } from './compile-net.ts';
import { hasTooManyWays, type PlayedNet, playedNet } from './firing.ts';
import { reduceNet } from './reduce-net.ts';
import { findingsIn, type SoundnessFinding } from './soundness-findings.ts';
import { explore, type StateSpace } from './state-space.ts';
import type { TokenNet } from './token-net.ts';

/** What it comes to. `unknown`: see the finding that says why. */
export type SoundnessVerdict = 'sound' | 'unsound' | 'unknown';

/** The outcome of a check. */
export interface Soundness {
  readonly verdict: SoundnessVerdict;
  /** Scope by scope from the outside. A sound process may have warnings. */
  readonly findings: readonly SoundnessFinding[];
}

/** How far a check goes. */
export interface SoundnessOptions {
  /** States of one scope, at most; 20,000 when left out. Beyond, the verdict is `unknown`. */
  readonly states?: number;
}

const STATES = 20_000;

/**
 * Checks a process.
 *
 * @throws BpmError BPM_INVALID_DEFINITION — its structure has faults, which come first
 * @example
 * const { verdict, findings } = checkSoundness(order);
 * findings.map(({ message }) => message);
 */
export function checkSoundness(
  process: ProcessInput,
  { states = STATES }: SoundnessOptions = {},
): Soundness {
  const definition = readDefinition(process);
  const issues = checkStructure(definition);
  if (issues.length > 0) {
    throw new BpmError('BPM_INVALID_DEFINITION', { process: definition.id, issues });
  }
  const scopes = scopesOf(definition, Number.POSITIVE_INFINITY);
  const findings = scopes.flatMap((scope) => checkScope(scope, states));
  const has = (severity: SoundnessFinding['severity']): boolean =>
    findings.some((finding) => finding.severity === severity);
  return { verdict: has('error') ? 'unsound' : has('unknown') ? 'unknown' : 'sound', findings };
}

function checkScope(scope: CheckedScope, most: number): SoundnessFinding[] {
  const explored = exploreScope(scope, most);
  if (!('space' in explored)) return [notAnalysed(explored)];
  const findings = findingsIn(scope, explored.played, explored.space);
  const node = repeatedIntoJoin(scope);
  if (node === undefined || findings.some(({ severity }) => severity === 'error')) return findings;
  const reason = 'it may happen any number of times, and was followed once; its tokens meet a join';
  return [...findings, notAnalysed({ node, reason })];
}

const notAnalysed = ({ node, reason }: NoNet): SoundnessFinding => ({
  code: 'not-analysed',
  severity: 'unknown',
  path: node,
  message: `can't be looked through: ${reason}`,
  witness: [],
});

type Explored = NoNet | { readonly played: PlayedNet; readonly space: StateSpace };

function exploreScope(scope: CheckedScope, most: number): Explored {
  const compiled = compileNet(scope);
  if ('reason' in compiled) return compiled;
  // With inclusive blocks folded, too, where no two tokens can ever be in one.
  const smallest = reduceNet(compiled, true);
  const net = isSingleToken(smallest) ? smallest : reduceNet(compileNet(scope) as TokenNet, false);
  const wide = hasTooManyWays(net);
  if (wide !== undefined) {
    return { node: wide.id, reason: `it can be left in too many ways (${wide.outs.length} flows)` };
  }
  const played = playedNet(net);
  const space = explore(played, most, false);
  // Fewer orders of what is independent: the same ends, without a word on tokens that meet.
  if (!space.isCut || played.hasInclusive) return { played, space };
  return { played, space: { ...explore(played, most, true), unsafe: undefined } };
}

/** Whether there is never more than one token. */
function isSingleToken({ nodes, begins }: TokenNet): boolean {
  return (
    begins.every(({ length }) => length <= 1) &&
    nodes.every(
      ({ split, outs, boundaries }) =>
        (split === 'one' || outs.length <= 1) && boundaries.every((one) => one.outs.length <= 1),
    )
  );
}
