/** The drawing of a process, read back as XML. */
import { memoryStore } from '@kontor/kernel/memory';
import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { writeBpmn } from '../../src/bpmn/write.ts';
import { readBpmn } from '../../src/bpmn/read.ts';
import { readPlacement } from '../../src/bpmn/read-placement.ts';
import { auditTrail } from '../../src/insight/audit-trail.ts';
import { readActivities } from '../../src/insight/find-activities.ts';
import { passCounts, positionOf } from '../../src/insight/position.ts';
import { processDiagramSvg } from '../../src/insight/process-diagram.ts';
import { processPage } from '../../src/insight/process-page.ts';
import { makeKit } from '../engine/engine-kit.ts';
import { readNotation } from '../notation.ts';

const MODEL = `start > and(g); g > user(A) ^timer(PT1H) > user(L) > end; A > and(j);
  g > svc(S) > j; g > user(C) > j; j > D > end`;
const named = { fields: { A: { name: 'Approve <order> & "pay"' } } };

/** Titles of what is drawn, by its state. */
function titles(svg: string, state: string): string[] {
  const { document } = parseHTML(`<html><body>${svg}</body></html>`);
  return [...document.querySelectorAll(`g.${state} > title`)].map((one) => one.textContent ?? '');
}

async function halfWay() {
  const kit = await makeKit({ store: memoryStore() });
  await kit.deploy(MODEL, named);
  await kit.engine.start('main', {}, { id: 'i1' });
  await kit.engine.complete('i1', 'C');
  for (let attempt = 1; attempt <= 3; attempt++) {
    kit.clock.advance(60_000);
    const [job] = await kit.engine.claim({ types: ['S'], limit: 1 });
    await kit.engine.endJob(job!.id, job!.fence, { kind: 'crash', message: 'no link' });
  }
  const position = positionOf(await kit.engine.instance('i1'));
  return { ...kit, position, counts: passCounts(await readActivities(kit.store, 'i1')) };
}

test('what is active, what was done, what is stuck and where tokens wait is drawn and told', async () => {
  const { position, counts } = await halfWay();
  const svg = processDiagramSvg(readNotation(MODEL, named).main, { position, counts });
  expect(titles(svg, 'active')).toEqual(['Approve <order> & "pay": user task; active']);
  expect(titles(svg, 'incident')).toEqual([
    'S: service task; active; incident retries-exhausted: no link',
  ]);
  expect(titles(svg, 'done')).toEqual([
    'start_1: start event; done 1 times',
    'g: parallel gateway; done 1 times',
    'C: user task; done 1 times',
  ]);
  expect(titles(svg, 'flow').filter((one) => one.includes('waiting'))).toHaveLength(1);
});

test('no text breaks out of the drawing', () => {
  const svg = processDiagramSvg(readNotation(MODEL, named).main);
  expect(svg).not.toContain('<order>');
  expect(svg).toContain('&lt;order&gt;');
});

test('a diagram of a file is kept: elements stand where its author put them', async () => {
  const { main } = readNotation('start > user(A) > end');
  const xml = (await writeBpmn(main)).replace(/<dc:Bounds x="\d+"/u, '<dc:Bounds x="777"');
  const { document } = await readBpmn(xml);
  const placement = readPlacement(document!);
  expect(processDiagramSvg(main, { placement })).toContain('cx="795"');
});

test('the page holds drawing, legend, position and history, and nothing from elsewhere', async () => {
  const { position, counts, store } = await halfWay();
  const history = await auditTrail(store, 'i1');
  const page = processPage(readNotation(MODEL, named).main, { position, counts, history });
  const { document } = parseHTML(page);
  expect(document.querySelectorAll('tbody tr')).toHaveLength(history.length);
  expect(document.querySelectorAll('li')).toHaveLength(3);
  expect(page).not.toMatch(/<script|<link|https?:\/\/(?!www\.w3\.org\/2000\/svg)/u);
});
