/**
 * Checks every ts fence of the READMEs and of the docs by its types, those that are not run among
 * them. `KONTOR_DIST=1` checks them by the types of the built packages.
 */
import { join, sep } from 'node:path';
import { pagePaths, programOfPage, root } from './readme/pages.ts';
import { typeErrors } from './readme/type-check.ts';

const folder = join(root, 'tools/readme/out');
const programs = new Map(
  pagePaths().map((path, index) => {
    const name = join(folder, `page-${String(index)}.check.ts`)
      .split(sep)
      .join('/');
    return [name, { text: programOfPage(path, folder, true).text, page: path }];
  }),
);
const errors = typeErrors(root, programs);
for (const error of errors) console.error(error);
console.log(`${String(programs.size)} pages, ${String(errors.length)} errors in their snippets`);
process.exitCode = errors.length > 0 ? 1 : 0;
