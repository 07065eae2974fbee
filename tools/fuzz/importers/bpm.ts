/** Readers of the process engine: BPMN, SCXML and DMN, expressions, definitions, timers. */
import { readFileSync } from 'node:fs';
import {
  type ChartDefinition,
  chartLanguage,
  checkChartSoundness,
  checkSoundness,
  checkStructure,
  compileChart,
  compileDecisions,
  compileProcess,
  feel,
  isTimerIssue,
  readDefinition,
  readTimer,
} from '@kontor/bpm';
import { readBpmn, readPlacement, writeBpmn } from '@kontor/bpm/bpmn-xml';
import { parseDmn } from '@kontor/bpm/dmn-xml';
import { fromScxml } from '@kontor/bpm/scxml';
import { importer } from '../importer.ts';
import { chart, decisions, process } from './bpm-samples.ts';
import { bpmnXml, scxml } from './xml-samples.ts';

const dmnXml = readFileSync(
  new URL('../../../examples/credit-decision/credit-decision.dmn', import.meta.url),
  'utf8',
);
const languages = [feel];
const NOW = Date.parse('2026-03-02T08:00:00Z');

/** Their rows. */
export const bpmImporters = [
  importer({
    name: 'bpm: BPMN XML',
    covers: ['@kontor/bpm/bpmn-xml readBpmn', '@kontor/bpm/bpmn-xml readPlacement'],
    samples: [bpmnXml],
    read: async (xml) => {
      const { document, processes } = await readBpmn(xml);
      if (document !== undefined) readPlacement(document);
      for (const one of processes) compileProcess(one, { languages });
      if (document !== undefined) await writeBpmn(document);
    },
  }),
  importer({
    name: 'bpm: SCXML',
    covers: ['@kontor/bpm/scxml fromScxml'],
    samples: [scxml],
    read: (xml) => {
      const { definition } = fromScxml(xml, { language: 'feel' });
      return definition && compileChart(definition, chartOptions);
    },
  }),
  importer({
    name: 'bpm: DMN XML',
    covers: ['@kontor/bpm/dmn-xml parseDmn'],
    samples: [dmnXml],
    read: (xml) => {
      const { model } = parseDmn(xml);
      return model && compileDecisions(model);
    },
  }),
  importer({
    name: 'bpm: FEEL',
    covers: [],
    samples: [
      'if order.total > 100 and not(order.paid) then "dear" else string(order.total ** 2)',
      'for i in 1..10, j in [1, 2, 3] return i * j - {a: 1, b: [i, j]}.a',
      'some x in orders satisfies x.day = date("2026-03-02") + duration("P1D")',
      'replace("abc", "(a+)+b", "$1") + substring("hello", 2, 3)',
      '@"2026-03-02T08:00:00@Europe/Berlin" instance of function<number>->list<string>',
    ],
    read: (text) => {
      for (const kind of ['expression', 'unaryTests'] as const) {
        const compiled = feel.compile(text, kind);
        if ('evaluate' in compiled) compiled.evaluate(() => undefined, { now: NOW });
      }
    },
  }),
  importer({
    name: 'bpm: process definitions',
    covers: [
      '@kontor/bpm readDefinition',
      '@kontor/bpm checkStructure',
      '@kontor/bpm checkSoundness',
    ],
    samples: [process],
    read: (definition) => {
      readDefinition(definition as never);
      compileProcess(definition as never, { languages });
      checkStructure(definition as never);
      checkSoundness(definition as never, { states: 2000 });
    },
  }),
  importer({
    name: 'bpm: chart definitions',
    covers: ['@kontor/bpm checkChartSoundness'],
    samples: [chart],
    read: (definition) => {
      checkChartSoundness(definition as unknown as ChartDefinition);
      return compileChart(definition as unknown as ChartDefinition, chartOptions);
    },
  }),
  importer({
    name: 'bpm: decision models',
    covers: [],
    samples: [decisions],
    read: (model) => compileDecisions(model as never),
  }),
  importer({
    name: 'bpm: timers',
    covers: ['@kontor/bpm readTimer'],
    samples: [
      { date: '2026-03-29T02:30', zone: 'Europe/Berlin' },
      { duration: 'P1Y2M3DT4H5M6S' },
      { cycle: 'R3/2026-03-28T02:30/P1D', missed: 'skip' },
      { cron: '0 30 2 * * MON-FRI', zone: '+01:00' },
    ],
    read: (spec) => {
      const rule = readTimer(spec as never);
      return isTimerIssue(rule) ? rule.message : rule.kind;
    },
  }),
];

const chartOptions = { languages: [chartLanguage(feel)] } as never;
