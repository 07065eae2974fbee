/**
 * The pages whose snippets are checked: the READMEs, and everything under docs that is written by
 * hand.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fencesOf, type Page } from './fences.ts';
import { type PageProgram, programOf } from './program.ts';

/** Where the repository is. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every page's path from the root. */
export function pagePaths(): string[] {
  const below = (folder: string): string[] =>
    readdirSync(join(root, folder)).map((name) => `${folder}/${name}/README.md`);
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .map((path) => `docs/${path.split(sep).join('/')}`)
    .filter(
      (path) => path.endsWith('.md') && !/\/(?:reference|\.vitepress|node_modules)\//.test(path),
    );
  const fixed = ['README.md', 'CONTRIBUTING.md', 'bench/README.md'];
  return [...fixed, ...below('packages'), ...below('examples'), ...docs].filter((path) =>
    existsSync(join(root, path)),
  );
}

/** The snippets of a page as one program that stands in `folder`; an idle one claims nothing. */
export function programOfPage(path: string, folder: string, idle: boolean): PageProgram {
  const page: Page = { path, fences: fencesOf(path, readFileSync(join(root, path), 'utf8')) };
  const toRoot = relative(folder, root).split(sep).join('/');
  const toPage = posix.join(toRoot, posix.dirname(path));
  const self = posix.join(toRoot, 'tools/readme/program.ts');
  return programOf(page, { self, toPage }, idle);
}
