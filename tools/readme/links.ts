/**
 * Links between pages: where each leads, and whether something is there.
 *
 * A page of the site leads to pages of the site only, since nothing else is built into it; a README
 * may lead to any file of the repository. A link to a heading names it as the site does.
 */
import { posix } from 'node:path';

/** What is read: the text of a page by its path from the root; undefined where there is none. */
export type ReadPage = (path: string) => string | undefined;

/**
 * The links of a page that lead nowhere, each as `page:line target: why`.
 *
 * @param path - of the page, from the root of the repository, with slashes
 */
export function deadLinks(path: string, markdown: string, read: ReadPage): string[] {
  const dead: string[] = [];
  withoutFences(markdown).forEach((text, index) => {
    for (const match of text.replaceAll(/`[^`]*`/g, '').matchAll(/\]\(([^()\s]+)\)/g)) {
      const why = faultOf(path, match[1]!, read);
      if (why !== undefined) dead.push(`${path}:${String(index + 1)} ${match[1]!}: ${why}`);
    }
  });
  return dead;
}

/** The lines of a page; those of its fences are empty. */
function withoutFences(markdown: string): string[] {
  let isInside = false;
  return markdown.split('\n').map((text) => {
    const isFence = /^\s*(?:```|~~~)/.test(text);
    if (isFence) isInside = !isInside;
    return isInside || isFence ? '' : text;
  });
}

function faultOf(path: string, target: string, read: ReadPage): string | undefined {
  if (/^[a-z]+:/.test(target) || target.startsWith('/reference/')) return undefined;
  const [file = '', heading] = target.split('#');
  const found = file === '' ? path : fileOf(path, file);
  const isOfSite = path.startsWith('docs/');
  if (isOfSite && !found.startsWith('docs/')) return 'is no page of the site: name it as code';
  const text = read(found);
  if (text === undefined) return `there is no ${found}`;
  if (heading === undefined || headingsOf(text).includes(heading)) return undefined;
  return `${found} has no heading of that name`;
}

/** A link from the site's root is to a page without its ending. */
function fileOf(path: string, file: string): string {
  if (!file.startsWith('/')) return posix.join(posix.dirname(path), file).replace(/\/$/, '');
  return file === '/' ? 'docs/index.md' : `docs${file}.md`;
}

/** The headings of a page as links name them. */
function headingsOf(markdown: string): string[] {
  return withoutFences(markdown).flatMap((text) => {
    const heading = /^#{1,6} (.+)$/.exec(text)?.[1];
    return heading === undefined ? [] : [slugOf(heading)];
  });
}

const slugOf = (heading: string): string =>
  heading
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
