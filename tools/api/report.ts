/** The page on which an API is written down, and what has changed between two of them. */
import { differences } from '../examples/differences.ts';
import type { Api } from './declarations.ts';

/** Between declarations, which have no empty lines. */
const GAP = '\n\n';

/** The page of an entry point. */
export function reportOf(specifier: string, { exported, reached }: Api): string {
  return [
    `# ${specifier}`,
    'Made of the built types by `npm run api`: what users can import, and what that is made of.',
    `## Exported: ${exported.length}`,
    ['```ts', exported.map(compact).join(GAP), '```'].join('\n'),
    ...(reached.length === 0
      ? []
      : [
          `## Reached from there: ${reached.length}`,
          ['```ts', reached.map(compact).join(GAP), '```'].join('\n'),
        ]),
    '',
  ]
    .join(GAP)
    .replace(/\n+$/, '\n');
}

/** Lines that were taken out or put in, of declarations that differ; none when all are equal. */
export function changesOf(before: string, after: string): string[] {
  const [left, right] = [before.split(GAP), after.split(GAP)];
  const only = (blocks: readonly string[], others: readonly string[]): string => {
    const there = new Set(others);
    return blocks.filter((block) => !there.has(block)).join('\n');
  };
  const [gone, come] = [only(left, right), only(right, left)];
  if (before !== after && gone === come) return ['  the order of declarations'];
  return differences(gone, come).map((line) => `  ${line}`);
}

/** Without empty lines, and without the numbers that a bundler gives names by chance: `z$1`. */
const compact = (declaration: string): string =>
  declaration.replaceAll(/\n\s*\n/g, '\n').replaceAll(/\b([A-Za-z_]\w*)\$\d+\b/g, '$1');
