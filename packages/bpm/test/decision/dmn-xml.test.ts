/**
 * DMN XML in: what is read, and what is told. The TCK's models are read in conformance/dmn.
 */
import { expect, test } from 'vitest';
import { parseDmn } from '../../src/dmn-xml.ts';
import { compileDecisions } from '../../src/index.ts';

const VERSIONS = [
  'http://www.omg.org/spec/DMN/20180521/MODEL/',
  'https://www.omg.org/spec/DMN/20191111/MODEL/',
  'https://www.omg.org/spec/DMN/20211108/MODEL/',
  'https://www.omg.org/spec/DMN/20230324/MODEL/',
];

const file = (inside: string, namespace = VERSIONS[3]!): string =>
  `<d:definitions xmlns:d="${namespace}" name="m" namespace="urn:m">${inside}</d:definitions>`;

const table = `
  <d:inputData id="i" name="order total"><d:variable name="order total" typeRef="number"/></d:inputData>
  <d:decision id="x" name="fee"><d:variable name="fee" typeRef="number"/>
    <d:informationRequirement><d:requiredInput href="#i"/></d:informationRequirement>
    <d:decisionTable hitPolicy="COLLECT" aggregation="SUM">
      <d:input><d:inputExpression><d:text>order total</d:text></d:inputExpression></d:input>
      <d:output/>
      <d:rule><d:inputEntry><d:text><![CDATA[< 10]]></d:text></d:inputEntry>
        <d:outputEntry><d:text>5</d:text></d:outputEntry></d:rule>
      <d:rule><d:inputEntry><d:text>&lt; 20</d:text></d:inputEntry>
        <d:outputEntry><d:text>2</d:text></d:outputEntry></d:rule>
    </d:decisionTable>
  </d:decision>`;

test.each(VERSIONS)('%s is read into decisions', (namespace) => {
  const { model, diagnostics } = parseDmn(file(table, namespace));
  expect(diagnostics).toEqual([]);
  const compiled = compileDecisions(JSON.parse(JSON.stringify(model)) as typeof model & object);
  if ('issues' in compiled) throw new Error(JSON.stringify(compiled.issues));
  const fees = [5, 15, 25].map((total) => compiled.evaluate('fee', { 'order total': total }).value);
  expect(fees).toEqual([7, 2, null]);
});

const codesOf = (xml: string): string[] => parseDmn(xml).diagnostics.map(({ code }) => code);

test('what is no DMN, or dangerous, is refused and never thrown', () => {
  expect(codesOf('')).toEqual(['not-xml']);
  expect(codesOf('<definitions')).toEqual(['not-xml']);
  expect(codesOf('<definitions/>')).toEqual(['not-dmn']);
  expect(codesOf(`<!DOCTYPE d [<!ENTITY a "b">]>${file('')}`)).toEqual(['refused']);
  const prefixes = Array.from({ length: 300 }, (_, at) => `xmlns:p${at}="urn:p"`).join(' ');
  expect(codesOf(file(`<d:x ${prefixes}><d:y/></d:x>`))).toEqual(['too-large']);
  expect(codesOf(file('<d:x>'.repeat(300) + '</d:x>'.repeat(300)))).toEqual(['too-large']);
});

test('what a model cannot hold is told under the element', () => {
  const java = `<d:businessKnowledgeModel id="k" name="f"><d:encapsulatedLogic kind="Java"/>
    </d:businessKnowledgeModel><d:decision name="empty"/>
    <d:import name="p" namespace="urn:p" importType="http://www.dmg.org/PMML-4_3"/>`;
  const told = parseDmn(file(java)).diagnostics;
  expect(told.map(({ code, path, severity }) => `${severity} ${code} ${path}`)).toEqual([
    'error unsupported-element p',
    'warning missing empty',
    'error unsupported-language k',
  ]);
});
