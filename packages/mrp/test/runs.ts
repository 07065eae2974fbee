/**
 * How often a property that plans whole models is tried: a fifth of it in `npm test`, which has to
 * end within minutes, and all of it with KONTOR_FULL=1. Models are drawn anew each time, so nothing
 * is left out for long.
 */
export const runs = (full: number): number =>
  process.env['KONTOR_FULL'] === '1' ? full : Math.ceil(full / 5);
