/**
 * Five loan requests: a DMN file is read, asked and explained, and then decides in a process, whose
 * gateway takes the verdict and whose doubtful cases go to an underwriter.
 */
import { readFileSync } from 'node:fs';
import { compileDecisions, decisionFunctions, ProcessEngine } from '@kontor/bpm';
import { parseDmn } from '@kontor/bpm/dmn-xml';
import { manualClock, sequentialIds } from '@kontor/kernel';
import { memoryStore } from '@kontor/kernel/memory';
import { loanRequest } from './loan-process.ts';
import { requests } from './requests.ts';

const ASKED = '2026-03-02';

const credit = readDecisions('./credit-decision.dmn');
heading('What the file decides');
say(credit.decisions.join(', '));

heading('What is decided, and by which rows');
for (const { applicant, loan } of requests) {
  const { value, diagnostics, matches } = credit.evaluate('assessment', {
    applicant,
    loan,
    asked: ASKED,
  });
  const { verdict, payment, burden, papers } = value as unknown as Assessment;
  say(
    `${applicant.name}: ${verdict}; pays ${payment}, burden ${burden}; needs ${papers.join(', ')}`,
  );
  for (const { table, rules } of matches) {
    if (table === 'decision papers') continue;
    const rows = rules.map(({ row, annotations }) => `${row} (${annotations?.join() ?? ''})`);
    say(`    ${table.replace('decision ', '').padEnd(8)} ${rows.join(', ') || 'no row'}`);
  }
  for (const { element, message } of diagnostics) say(`    ${element}: ${message}`);
}

heading('What is not allowed is told, and decides nothing');
const pirate = { ...requests[0].applicant, work: 'pirate' };
const refused = credit.evaluate('score', { applicant: pirate, asked: ASKED });
const [why] = refused.diagnostics;
say(`score ${JSON.stringify(refused.value)}; ${why!.element}: ${why!.message}`);

heading('The same in a process');
const clock = manualClock(Date.parse(`${ASKED}T09:00:00Z`));
const bpm = new ProcessEngine({
  store: memoryStore(),
  clock,
  ids: sequentialIds('loan'),
  decisions: decisionFunctions(credit),
});
await bpm.prepare();
await bpm.deploy(loanRequest);
for (const request of requests) {
  const id = request.applicant.name;
  await bpm.start('loan-request', { ...request, asked: ASKED }, { id, key: id });
}
await show();

heading('An underwriter agrees to what was doubtful');
for (const { instance, instructions } of await bpm.tasks({ candidateGroups: ['underwriters'] })) {
  say(instructions!);
  await bpm.complete(instance, 'underwrite', { agreed: true }, 'uma');
}
await show();

interface Assessment {
  readonly verdict: string;
  readonly payment: number;
  readonly burden: number;
  readonly papers: readonly string[];
}

/** The decisions of a file; whatever is wrong with it is told before anything is decided. */
function readDecisions(file: string) {
  const xml = readFileSync(new URL(file, import.meta.url), 'utf8');
  const { model, diagnostics } = parseDmn(xml);
  if (model === undefined || diagnostics.length > 0) {
    throw new Error(diagnostics.map(({ path, message }) => `${path}: ${message}`).join('\n'));
  }
  const compiled = compileDecisions(model);
  if (!('issues' in compiled)) return compiled;
  throw new Error(compiled.issues.map(({ path, message }) => `${path}: ${message}`).join('\n'));
}

async function show(): Promise<void> {
  for (const { applicant } of requests) {
    const { state, lastElement } = await bpm.instance(applicant.name);
    say(`${applicant.name}  ${state}${lastElement === undefined ? '' : ` at '${lastElement}'`}`);
  }
}

function say(text: string): void {
  console.log(`  ${text}`);
}

function heading(text: string): void {
  console.log(`\n${text}`);
}
