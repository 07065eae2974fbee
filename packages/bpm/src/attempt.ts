/** A part of a step that may not be possible: then an incident says so, and all else goes on. */
import { type Burst, frameOf, raise } from './burst.ts';
import { Halt } from './halt.ts';
import type { Incident } from './instance.ts';

/**
 * Does a part of a step for a frame.
 *
 * @param stage - what is to be done again when the incident is resolved
 */
export function attempt(
  burst: Burst,
  frame: number,
  stage: Incident['stage'],
  part: () => void,
): void {
  const parent = burst.draft.frames.get(frame)?.parent ?? 0;
  try {
    part();
  } catch (error) {
    if (!(error instanceof Halt)) throw error;
    stand(burst, frame, parent, stage, error);
  }
}

/** The frame stands still; where it was left already, what follows in the frame around does. */
function stand(
  burst: Burst,
  frame: number,
  parent: number,
  stage: Incident['stage'],
  { code, message, detail, stage: own }: Halt,
): void {
  const isThere = burst.draft.frames.has(frame);
  const at = isThere ? frame : parent;
  raise(burst, {
    code,
    frame: at,
    node: frameOf(burst, at).node,
    stage: isThere ? (own ?? stage) : 'progress',
    message,
    ...(detail !== undefined && { detail }),
  });
}
