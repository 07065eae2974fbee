/** The law of what is kept: whoever is refused has left nothing behind. */
import { isDeepStrictEqual } from 'node:util';

/** Does the work; where it is refused, the state must be as before, and readable where not. */
export async function keepsNothing(state: () => unknown, work: () => unknown): Promise<void> {
  const before = await state();
  try {
    await work();
  } catch (error) {
    const after = await state();
    if (isDeepStrictEqual(before, after)) throw error;
    throw new Error('what was refused has left something behind', { cause: error });
  }
  try {
    await state();
  } catch (error) {
    throw new Error('what was taken in cannot be read', { cause: error });
  }
}
