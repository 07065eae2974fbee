import * as bpm from '@kontor/bpm';
import { expect, test } from 'vitest';

test('the package offers the pure step and the engine, and nothing by accident', () => {
  expect(Object.keys(bpm).toSorted()).toEqual([
    'BpmError',
    'ProcessEngine',
    'activate',
    'advance',
    'businessError',
    'checkStructure',
    'compileDecisions',
    'compileProcess',
    'contentHash',
    'decisionFunctions',
    'decisionModel',
    'decisionTable',
    'definitionNotes',
    'explain',
    'facts',
    'feel',
    'feelLanguage',
    'following',
    'isBusinessError',
    'missedAt',
    'processCollections',
    'processDefinition',
    'readDefinition',
    'readTimer',
    'recomputeDue',
    'replay',
    'service',
  ]);
});
