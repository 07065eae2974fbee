/**
 * Wraps the doc comments of whole folders at 100 columns, in place.
 *
 * Usage: `npx tsx tools/wrap-comments.ts packages tools`
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { wrapComments } from './tidy/comment-wrap.ts';
import { filesUnder } from './tidy/source.ts';

for (const folder of process.argv.slice(2)) {
  for (const path of filesUnder(resolve(folder)).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(path, 'utf8');
    const wrapped = wrapComments(text);
    if (wrapped === text) continue;
    writeFileSync(path, wrapped);
    console.log(`wrapped ${path}`);
  }
}
