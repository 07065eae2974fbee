/**
 * Expressions and texts: which language a BPMN file means, and FEEL where it can be had.
 */
import type { Expression, TextOrExpression } from '../event-model.ts';
import type { BpmnElement } from './document.ts';
import { isJuel, juelToFeel, templateToFeel } from './juel.ts';
import { FEEL_URI } from './namespaces.ts';
import type { Reading } from './reading.ts';

const LANGUAGE_URI = 'urn:kontor:language:';

/** The text of a `bpmn:Expression`, in its language; undefined where there is none. */
export function readExpression(
  reading: Reading,
  element: BpmnElement | undefined,
): Expression | undefined {
  if (element === undefined) return undefined;
  const text = reading.text(element, 'body');
  const language =
    reading.text(element, 'language') ??
    reading.text(reading.document.definitions, 'expressionLanguage');
  if (reading.isOwn) return expressionOf(reading, text ?? '', language);
  if (text === undefined || text === '') return undefined;
  return told(reading, element, expressionOf(reading, text, language));
}

/**
 * A text in a language: plain where it is the process's own. The languages of BPMN are URIs, of
 * Kontor names; a name stays beside its text.
 */
export function expressionOf(
  reading: Reading,
  text: string,
  language: string | undefined,
): Expression {
  if (language === undefined) {
    if (reading.isOwn) return text;
    return reading.lastOf((dialect) => dialect.expression?.(text)) ?? text;
  }
  if (/^juel$/i.test(language) && !reading.isOwn) return juel(text);
  const name = nameOf(language);
  return name === reading.language ? text : { language: name ?? language, text };
}

/** The language that a URI names; undefined where it is none that we know. */
function nameOf(uri: string): string | undefined {
  if (uri.startsWith(LANGUAGE_URI)) return uri.slice(LANGUAGE_URI.length);
  return /^https?:.*\bFEEL\b/i.test(uri) ? 'feel' : undefined;
}

/** What a language is called in XML, for an expression of a process with this language. */
export const languageOf = (expression: Expression, process: string): string => {
  if (typeof expression !== 'string') return expression.language;
  return process === 'feel' ? FEEL_URI : LANGUAGE_URI + process;
};

/** The expression of Camunda 7 and Flowable: FEEL where it can be had. */
export function juel(text: string): Expression {
  const feel = isJuel(text) ? templateToFeel(text) : juelToFeel(text);
  return feel ?? { language: 'juel', text };
}

/** Says it where an expression is not FEEL, and gives it back. */
export function told<T extends Expression>(reading: Reading, element: BpmnElement, given: T): T {
  if (typeof given !== 'string' && given.language !== reading.language && !reading.isOwn) {
    const message =
      `'${given.text}' is ${given.language}. Rewrite it in FEEL, ` +
      `or give the engine a language of that name.`;
    reading.say('expression', 'warning', element, message);
  } else if (typeof given === 'string' && isJuel(given) && !reading.isOwn) {
    const message = `'${given}' looks like JUEL. Read it with dialect 'camunda7' or 'flowable'.`;
    reading.say('expression', 'warning', element, message);
  }
  return given;
}

/** An attribute of a dialect: a text, or an expression. */
export function readValue(reading: Reading, element: BpmnElement, text: string): TextOrExpression {
  const value = reading.lastOf((dialect) => dialect.value?.(text)) ?? text;
  if (typeof value !== 'string') told(reading, element, value.expression);
  return value;
}

const ISO = /^(?:R\d*\/|P[\dT]|-P|\d{4}-?\d\d)/;

/** The text of a timer: as ISO 8601 says it, or an expression for it. */
export function readTimerText(
  reading: Reading,
  element: BpmnElement | undefined,
): TextOrExpression | undefined {
  if (element === undefined) return undefined;
  const language = reading.text(element, 'language');
  const body = reading.text(element, 'body');
  const text = reading.isOwn ? body : body?.trim();
  if (text === undefined || text === '') return undefined;
  if (!reading.isOwn && (ISO.test(text) || isCron(text))) return text;
  if (language !== undefined) return { expression: readExpression(reading, element)! };
  if (reading.isOwn) return text;
  const value = readValue(reading, element, text);
  return typeof value === 'string' && !reading.dialects.some((dialect) => dialect.value)
    ? { expression: told(reading, element, value) }
    : value;
}

/** Five to seven fields: the repetitions of Quartz, which Camunda and Zeebe take for a cycle. */
export const isCron = (text: string): boolean =>
  /^(?:@\w+|[\d*?/,LW#\-A-Z]+(?:\s+[\d*?/,LW#\-A-Z]+){4,6})$/i.test(text.trim());
