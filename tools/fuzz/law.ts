/**
 * The law of every reader: whatever is handed in, the result is a value or an error with a code of
 * ours, soon, and nothing but the document was touched.
 */
import type { Importer } from './importer.ts';

/** Far more than any reader takes for a sample of a few pages, on the slowest machine. */
const MOST_MS = 20_000;

/** What came of a document. */
export type Reading =
  | { readonly kind: 'value' }
  | { readonly kind: 'refused'; readonly code: string };

/** Hands a document in; throws where the law is broken. */
export async function readLawfully({ name, read }: Importer, document: unknown): Promise<Reading> {
  const began = performance.now();
  const reading = await readingOf(name, read, document);
  const took = performance.now() - began;
  if (took > MOST_MS) throw new Error(`${name} took ${Math.round(took)} ms`);
  const added = Object.keys(Object.prototype);
  if (added.length > 0) throw new Error(`${name} added ${added.join()} to every object`);
  return reading;
}

async function readingOf(
  name: string,
  read: Importer['read'],
  document: unknown,
): Promise<Reading> {
  try {
    await read(document as never);
    return { kind: 'value' };
  } catch (error) {
    const code = codeOf(error);
    if (code !== undefined) return { kind: 'refused', code };
    throw new Error(`${name} threw ${String(error)}`, { cause: error });
  }
}

const CODE = /^(?:KERNEL|MRP|LEDGER|BPM|CRM|OLAP)_[A-Z_]+$/;

/** The code of an error of the house: its brand says so, whichever copy of the package made it. */
function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const isOurs = Object.getOwnPropertySymbols(error).some(
    ({ description }) => description?.startsWith('kontor.error.') === true,
  );
  const { code } = error as { readonly code?: unknown };
  return isOurs && typeof code === 'string' && CODE.test(code) ? code : undefined;
}
