/**
 * The namespaces of vendors, and the prefixes that the readers know them by, whatever a file does.
 */

/** Kontor's own namespace: what BPMN cannot say of a definition. */
export const KONTOR_URI = 'urn:kontor:bpmn:1';

/** The language of the expressions that a definition has when it says nothing else. */
export const FEEL_URI = 'https://www.omg.org/spec/DMN/20230324/FEEL/';

/** Prefix by namespace. */
export const VENDOR_PREFIXES: Readonly<Record<string, string>> = {
  [KONTOR_URI]: 'kontor',
  'http://camunda.org/schema/1.0/bpmn': 'camunda',
  'http://camunda.org/schema/zeebe/1.0': 'zeebe',
  'http://flowable.org/bpmn': 'flowable',
  'http://activiti.org/bpmn': 'activiti',
};
