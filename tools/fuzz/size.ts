/**
 * How much is handed in: `npm test` sees that the law holds, `KONTOR_FULL=1` looks for what breaks
 * it.
 */

/** Whether there is time. */
export const isFull = process.env['KONTOR_FULL'] === '1';

/** Documents a reader; levels of nesting; letters of a long text; items of a long list. */
export const size = isFull
  ? { runs: 1500, levels: 100_000, letters: 200_000, items: 10_000 }
  : { runs: 8, levels: 6_000, letters: 5_000, items: 300 };
