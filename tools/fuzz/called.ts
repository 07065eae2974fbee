/** Rows of functions that a program calls with its own data: their arguments are the document. */
import { type Importer, importer } from './importer.ts';

/**
 * A row of a function of the ledger.
 *
 * A document is the list of arguments; one that is mutated into no list is the only argument.
 *
 * @param what which of its uses, where it has several rows
 */
export function called(
  name: string,
  call: (...given: never[]) => unknown,
  given: readonly unknown[],
  what?: string,
): Importer {
  return importer({
    name: `ledger: ${name}${what === undefined ? '' : `, ${what}`}`,
    covers: [`@kontor/ledger ${name}`],
    samples: [given],
    read: (document: unknown) => call(...((Array.isArray(document) ? document : [document]) as [])),
  });
}
