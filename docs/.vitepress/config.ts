/**
 * The docs site: written pages in groups ordered by hand, and the reference that typedoc makes of
 * the sources.
 *
 * A folder's pages are listed from the folder, so a page that is written is found: one that no group
 * of `sections` names stands at the end, under "More".
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';

const docs = fileURLToPath(new URL('..', import.meta.url));

/** Pages that belong together, in order; `bpm-*` is every other page that begins so. */
type Groups = Readonly<Record<string, readonly string[]>>;

/** The sections of the site by folder, and the groups of each. */
const sections: Readonly<Record<string, { readonly text: string; readonly groups: Groups }>> = {
  tutorial: { text: 'Tutorial', groups: { Tutorial: ['*'] } },
  concepts: {
    text: 'Concepts',
    groups: {
      'All engines': ['engines-store-events'],
      Planning: ['plans'],
      Books: ['books-that-always-balance'],
      Customers: ['customers-and-deals'],
      Processes: [
        'processes',
        'versions-and-migration',
        'statecharts',
        'decisions',
        'seeing-what-processes-do',
        'simulation-of-processes',
      ],
      Cubes: ['cubes'],
    },
  },
  recipes: {
    text: 'Recipes',
    groups: {
      'In your application': [
        'bring-your-own-database',
        'share-a-commit',
        'join-my-postgres-transaction',
        'several-workers',
        'trace-with-opentelemetry',
      ],
      'Planning: data': [
        'embed-the-planner',
        'plan-from-csv',
        'explode-a-bill',
        'supply-several-sites',
        'stock-that-is-not-free',
        'choose-a-lot-size',
        'forecasts-and-master-schedules',
      ],
      'Planning: results': ['work-through-action-messages', 'explain-an-order'],
      Books: [
        'set-up-books',
        'post-entries',
        'balances-and-closing',
        'foreign-currency',
        'compute-tax',
        'statements-and-facts',
      ],
      'Customers: records': [
        'records-with-custom-fields',
        'who-may-see-what',
        'segments-and-conditions',
        'import-and-webhooks',
      ],
      'Customers: selling': [
        'capture-and-convert-leads',
        'assign-and-call',
        'plan-recurring-activities',
        'score-leads',
        'build-a-pipeline',
        'forecast-as-of',
        'forecast-accuracy',
        'pay-commission',
      ],
      'Customers: quotes': [
        'price-books-and-promotions',
        'promotions',
        'configure-a-product',
        'quote-versions-and-approval',
      ],
      'Processes: writing': [
        'write-a-process-in-typescript',
        'approve-a-purchase',
        'order-to-cash',
        'tasks-for-people',
        'timers-in-business-hours',
        'correlate-messages',
        'undo-a-saga',
        'decisions',
        'lifecycle-of-a-deal',
        'read-and-write-bpmn',
      ],
      'Processes: running': [
        'resolve-incidents',
        'deploy-a-new-version',
        'find-the-bottleneck',
        'staffing-what-if',
      ],
      Cubes: [
        'define-a-cube',
        'load-a-cube',
        'facts-of-engines',
        'ask-a-cube',
        'compare-with-last-year',
        'top-products',
        'stock-in-a-cube',
        'currencies-in-a-cube',
        'keep-a-cube-current',
        'own-aggregate',
      ],
    },
  },
  'coming-from': {
    text: 'Coming from',
    groups: {
      'Coming from': [
        'frepple',
        'odoo',
        'plain-text-accounting',
        'salesforce-and-hubspot',
        'camunda-and-xstate',
        'cubes',
      ],
    },
  },
  internals: {
    text: 'Internals',
    groups: {
      'All engines': [
        'house',
        'numbers',
        'limits',
        'quantities',
        'calendar',
        'store',
        'store-sql',
        'facts',
        'events',
      ],
      Planning: [
        'structure',
        'netting',
        'lot-sizing',
        'sourcing',
        'segments',
        'expiry',
        'co-products',
        'rescheduling',
        'forecast',
        'pegging',
        'action-messages',
        'explanations',
        'available-to-promise',
      ],
      Books: ['ledger-posting', 'ledger-accounts', 'ledger-*'],
      Customers: ['crm', 'crm-predicates', 'crm-leads', 'crm-assignment', 'crm-*'],
      'Processes: elements': [
        'bpm-elements',
        'bpm-elements-tasks',
        'bpm-elements-jobs',
        'bpm-elements-gateways',
        'bpm-elements-events',
        'bpm-elements-*',
        'bpm-patterns',
      ],
      Processes: ['bpm-store', 'bpm-timers', 'bpm-*'],
      Cubes: ['olap-members', 'olap-totals', 'olap-*'],
    },
  },
};

const packages = ['kernel', 'mrp', 'ledger', 'crm-core', 'bpm', 'olap'];

const reference = {
  text: 'Reference',
  items: packages.map((name) => ({
    text: `@kontor/${name}`,
    link: `/reference/@kontor/${name}/`,
  })),
};

export default defineConfig({
  title: 'Kontor',
  description: 'A headless SDK of business engines in TypeScript',
  cleanUrls: true,
  // READMEs are for the repository; the reference links to sources that are not pages.
  srcExclude: ['**/README.md'],
  markdown: {
    // `{{name}}` in a sentence is code, too, and no expression of Vue.
    config(md) {
      const inline = md.renderer.rules.code_inline;
      if (inline === undefined) throw new Error('inline code has no renderer to build upon');
      md.renderer.rules.code_inline = (...args) => inline(...args).replace(/^<code/, '<code v-pre');
    },
  },
  themeConfig: {
    nav: [
      ...Object.entries(sections).map(([folder, { text }]) => ({
        text,
        link: firstPage(folder),
        activeMatch: `^/${folder}/`,
      })),
      { text: 'Vocabulary', link: '/vocabulary' },
      { text: 'Reference', link: '/reference/' },
    ],
    sidebar: {
      ...Object.fromEntries(
        Object.keys(sections).map((folder) => [`/${folder}/`, sidebarOf(folder)]),
      ),
      '/reference/': [reference],
      '/': [
        { text: 'Start', items: startOf() },
        ...sidebarOf('tutorial'),
        ...sidebarOf('concepts'),
      ],
    },
    search: {
      provider: 'local',
      options: {
        miniSearch: {
          // The reference names everything; who asks in words is answered by pages first.
          searchOptions: {
            boostDocument: (id: string) => (id.includes('/reference/') ? 0.2 : 1),
          },
        },
      },
    },
    outline: [2, 3],
  },
});

/** A link of the side bar, or a heading with links below it. */
interface Entry {
  readonly text: string;
  readonly link: string;
}

/**
 * The groups of a folder with their pages, those that no group names last.
 *
 * @throws Error where a group names a page that there is not
 */
function sidebarOf(folder: string): { text: string; items: Entry[] }[] {
  const left = new Set(namesOf(folder));
  const { groups } = sections[folder]!;
  // Pages with a name of their own are not taken by a pattern of another group.
  const named = new Set(Object.values(groups).flat());
  const take = (name: string): Entry => {
    if (!left.delete(name)) throw new Error(`there is no page ${folder}/${name}: mend 'sections'`);
    return entryOf(folder, name);
  };
  const listed = Object.entries(groups).map(([text, patterns]) => ({
    text,
    items: patterns
      .flatMap((pattern) => (pattern.endsWith('*') ? matching(left, named, pattern) : [pattern]))
      .map(take),
  }));
  return [...listed, { text: 'More', items: [...left].map(take) }].filter(
    ({ items }) => items.length > 0,
  );
}

/** The names that begin as the pattern does, but for those that stand somewhere by themselves. */
function matching(
  names: ReadonlySet<string>,
  named: ReadonlySet<string>,
  pattern: string,
): string[] {
  return [...names].filter((name) => name.startsWith(pattern.slice(0, -1)) && !named.has(name));
}

/** Where a reader who has just come may go. */
function startOf(): Entry[] {
  return [
    { text: 'What Kontor is', link: '/' },
    { text: 'Vocabulary', link: '/vocabulary' },
  ];
}

function firstPage(folder: string): string {
  return sidebarOf(folder)[0]?.items[0]?.link ?? '/';
}

function namesOf(folder: string): string[] {
  if (!existsSync(`${docs}${folder}`)) return [];
  return readdirSync(`${docs}${folder}`)
    .filter((name) => name.endsWith('.md'))
    .map((name) => name.replace(/\.md$/, ''))
    .toSorted((a, b) => a.localeCompare(b));
}

/** A page by its first heading. */
function entryOf(folder: string, name: string): Entry {
  const path = `${docs}${folder}/${name}.md`;
  const heading = /^# (.+)$/m.exec(readFileSync(path, 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`${path} has no first heading: its link needs a text`);
  return { text: heading.replaceAll('`', ''), link: `/${folder}/${name}` };
}
