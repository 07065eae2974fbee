/**
 * When a job that has failed is tried again: exponential pauses with a cap and jitter.
 *
 * The jitter comes from the job's key and the number of its failures, so the same run gives the
 * same pauses, and a thousand jobs that failed together do not come back together.
 */
import type { RetryRule } from '../model.ts';
import { readDuration } from '../timer/iso-duration.ts';

const DAY_MS = 86_400_000;
const PAUSE_MS = 10_000;
const FACTOR = 2;
const MOST_MS = 3_600_000;
/** A pause is so much shorter or longer, at most. */
const JITTER = 0.1;

/**
 * The instant of the next attempt.
 *
 * @param failed - failures so far, this one included
 * @param now - milliseconds since 1970
 */
export function retryAt(rule: RetryRule, effectKey: string, failed: number, now: number): number {
  const first = lengthMs(rule.pause, PAUSE_MS);
  const most = lengthMs(rule.most, Math.max(MOST_MS, first));
  const pause = Math.min(most, first * (rule.factor ?? FACTOR) ** (failed - 1));
  return now + Math.round(pause * (1 + JITTER * (2 * shareOf(`${effectKey}#${failed}`) - 1)));
}

function lengthMs(text: string | undefined, otherwise: number): number {
  const duration = text === undefined ? undefined : readDuration(text);
  return duration === undefined ? otherwise : duration.days * DAY_MS + duration.ms;
}

/** A number from 0 to 1 that looks like chance and is the same for the same text (FNV-1a). */
function shareOf(text: string): number {
  let hash = 0x81_1c_9d_c5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01_00_01_93) >>> 0;
  }
  return hash / 2 ** 32;
}
