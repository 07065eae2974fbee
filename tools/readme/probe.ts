/**
 * The probe that collects what a page claims and what is so, without stopping at the first miss.
 */
import { isDeepStrictEqual, inspect } from 'node:util';
import type { SnippetProbe } from './program.ts';

/** A probe and what it has found: one line of text a miss. */
export function collectingProbe(): { readonly probe: SnippetProbe; readonly misses: string[] } {
  const misses: string[] = [];
  const probe: SnippetProbe = {
    async equal(place, actual, claimed) {
      const [is, says] = [await actual(), claimed()];
      if (!isDeepStrictEqual(is, says)) {
        misses.push(`${place} is ${show(is)}, the page says ${show(says)}`);
      }
    },
    async throws(place, actual, code) {
      try {
        misses.push(`${place} gives ${show(await actual())}, the page says it throws ${code}`);
      } catch (error) {
        const thrown = (error as { readonly code?: unknown } | null)?.code;
        if (thrown !== code) misses.push(`${place} throws ${show(error)}, the page says ${code}`);
      }
    },
    async prints(place, printed, text) {
      const line = (await printed()).map((value) => printedForm(value)).join(' ');
      if (line !== text) misses.push(`${place} prints '${line}', the page says '${text}'`);
    },
  };
  return { probe, misses };
}

const show = (value: unknown): string => inspect(value, { depth: 6, breakLength: Infinity });

const printedForm = (value: unknown): string => (typeof value === 'string' ? value : show(value));
