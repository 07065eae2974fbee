/**
 * The docs site: written pages ordered by hand, and the reference that typedoc makes of the sources.
 *
 * A folder's pages are listed from the folder, so a page that is written is found; their order is that
 * of `order` below, then of the alphabet.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const docs = fileURLToPath(new URL('..', import.meta.url));

/** Pages that a reader should meet first, by folder. */
const order: Readonly<Record<string, readonly string[]>> = {
  concepts: ['engines-store-events'],
  internals: ['house'],
};

const packages = ['kernel', 'mrp', 'ledger', 'crm-core', 'bpm', 'olap'];

export default defineConfig({
  title: 'Kontor',
  description: 'A headless SDK of business engines in TypeScript',
  cleanUrls: true,
  // READMEs are for the repository; the reference links to sources that are not pages.
  srcExclude: ['**/README.md'],
  themeConfig: {
    nav: [
      { text: 'Concepts', link: firstPage('concepts') },
      { text: 'Recipes', link: firstPage('recipes') },
      { text: 'Internals', link: firstPage('internals') },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: [
      { text: 'Concepts', items: pagesOf('concepts') },
      { text: 'Recipes', items: pagesOf('recipes') },
      { text: 'Internals', items: pagesOf('internals') },
      {
        text: 'Reference',
        collapsed: true,
        items: packages.map((name) => ({
          text: `@kontor/${name}`,
          link: `/reference/@kontor/${name}/`,
        })),
      },
    ],
    search: { provider: 'local' },
    outline: [2, 3],
  },
});

/** The pages of a folder, each by its first heading. */
function pagesOf(folder: string): { text: string; link: string }[] {
  const first = order[folder] ?? [];
  const place = (name: string): number =>
    first.includes(name) ? first.indexOf(name) : first.length;
  const names = existsSync(`${docs}${folder}`)
    ? readdirSync(`${docs}${folder}`).filter((name) => name.endsWith('.md'))
    : [];
  return names
    .map((name) => name.replace(/\.md$/, ''))
    .toSorted((a, b) => place(a) - place(b) || a.localeCompare(b))
    .map((name) => ({
      text: headingOf(`${docs}${folder}/${name}.md`),
      link: `/${folder}/${name}`,
    }));
}

function firstPage(folder: string): string {
  return pagesOf(folder)[0]?.link ?? '/';
}

function headingOf(path: string): string {
  const heading = /^# (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`${path} has no first heading: its link needs a text`);
  return heading.replaceAll('`', '');
}
