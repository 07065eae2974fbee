/** READMEs of packages: one skeleton, so that a reader of one finds his way in all of them. */
import type { Finding } from './source.ts';

/** The sections of a package's README, in their order. */
export const readmeSections: readonly string[] = [
  'What it is',
  'Install',
  'First example',
  'What it does',
  'Limits',
  'Errors',
  'Reference',
];

/** Where a README has another title, other sections, another order, or an empty section. */
export function findSkeletonBreaches(path: string, packageName: string, text: string): Finding[] {
  const sections = sectionsOf(text);
  const breach = (line: number, message: string): Finding => {
    return { path, line, rule: 'readme-skeleton', message };
  };
  const titles = sections.map(({ title }) => title);
  const findings: Finding[] = [];
  if (!text.startsWith(`# ${packageName}\n`)) {
    findings.push(breach(1, `it opens with '# ${packageName}'`));
  }
  if (titles.join('\n') !== readmeSections.join('\n')) {
    const wanted = readmeSections.join(', ');
    findings.push(breach(1, `its sections are ${titles.join(', ')}; they should be ${wanted}`));
  }
  const empty = sections.filter(({ hasText }) => !hasText);
  return [...findings, ...empty.map(({ title, line }) => breach(line, `'${title}' is empty`))];
}

interface Section {
  readonly title: string;
  readonly line: number;
  hasText: boolean;
}

/** The sections of the second level; what stands in fences is no heading. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let isFenced = false;
  for (const [index, line] of text.split('\n').entries()) {
    if (line.startsWith('```')) isFenced = !isFenced;
    const title = isFenced ? undefined : /^## (.+)$/.exec(line)?.[1];
    if (title !== undefined) sections.push({ title, line: index + 1, hasText: false });
    else if (line.trim() !== '' && !line.startsWith('#')) markText(sections);
  }
  return sections;
}

function markText(sections: readonly Section[]): void {
  const last = sections.at(-1);
  if (last !== undefined) last.hasText = true;
}
