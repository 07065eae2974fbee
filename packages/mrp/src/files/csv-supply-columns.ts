/**
 * Columns of how supply is planned: sources with their lot rules, parameters, safety stocks.
 *
 * The words of a choice are the model's own, read from its schemas.
 */
import * as z from 'zod';
import { lotSizing, planningParameter, sourcing } from '../model/supply.ts';
import { choice, column, type CsvColumn, required } from './csv-column.ts';

const place = [
  required('text', 'item', 'item id', 'part', 'part number', 'material', 'sku'),
  required('text', 'location', 'location id', 'site', 'plant'),
];
const sourceKinds = sourcing.options.map(({ shape }) => shape.kind.value);

/** The words of a field that some lot rules have. */
const wordsOf = (field: string): string[] =>
  lotSizing.options.flatMap(({ shape }) => {
    const words: unknown = Object.entries(shape).find(([name]) => name === field)?.[1];
    return words instanceof z.ZodDefault && words.unwrap() instanceof z.ZodEnum
      ? (words.unwrap() as z.ZodEnum).options.map(String)
      : [];
  });

/** The columns that make up a source's lot rule. */
export const lotRuleColumns: readonly CsvColumn[] = [
  choice(
    'lotSizing',
    lotSizing.options.map(({ shape }) => shape.rule.value),
  ),
  column('decimal', 'lotSizeQuantity', 'fixed lot size'),
  column('integer', 'periodDays', 'period of supply'),
  column('decimal', 'setupCost', 'ordering cost'),
  column('decimal', 'holdingCost'),
  choice('lotSizeAs', wordsOf('as')),
  choice('convention', wordsOf('convention')),
];

const { shape: terms } = planningParameter;

/** The files of supply. */
export const supplyFiles = {
  sourcing: {
    name: 'sourcing.csv',
    required: false,
    columns: [
      ...place,
      { ...choice('kind', sourceKinds), required: true, mayBeBlank: false },
      column('text', 'supplier', 'vendor'),
      column('text', 'origin', 'from location'),
      column('flag', 'onlyFromStock'),
      column('text', 'alternate'),
      column('text', 'componentsAt', 'components location'),
      column('text', 'substitute'),
      column('fraction', 'quantityPer'),
      column('integer', 'priority'),
      column('decimal', 'quota'),
      column('decimal', 'quotaAllocated'),
      column('decimal', 'cost'),
      column('integer', 'leadTimeDays', 'lead time'),
      ...lotRuleColumns,
      column('decimal', 'lotSizeMin', 'minimum lot size'),
      column('decimal', 'lotSizeMultiple'),
      column('decimal', 'lotSizeMax', 'maximum lot size'),
      column('day', 'from', 'valid from'),
      column('day', 'until', 'valid until'),
      column('text', 'calendar'),
      column('text', 'source', 'id'),
    ],
  },
  parameters: {
    name: 'parameters.csv',
    required: false,
    columns: [
      ...place,
      column('decimal', 'safetyStock'),
      choice('safetyStockPolicy', terms.safetyStockPolicy.unwrap().options),
      column('decimal', 'reorderMin', 'reorder level'),
      column('decimal', 'reorderMax', 'order up to'),
      column('integer', 'safetyTimeDays', 'safety time'),
      column('integer', 'receivingDays'),
      choice('planning', terms.planning.unwrap().options),
      column('integer', 'planningTimeFenceDays', 'planning time fence'),
      column('integer', 'releaseTimeFenceDays', 'release time fence'),
      column('integer', 'demandTimeFenceDays', 'demand time fence'),
      column('integer', 'rescheduleWithinDays'),
      column('integer', 'rescheduleInToleranceDays'),
      column('integer', 'rescheduleOutToleranceDays'),
      column('decimal', 'quantityTolerance'),
      column('integer', 'maxCoverDays', 'maximum cover'),
      column('flag', 'avoidPastDue'),
      choice('segments', terms.segments.unwrap().options),
      column('integer', 'consumeBackwardDays'),
      column('integer', 'consumeForwardDays'),
      choice('consumptionMode', terms.consumptionMode.unwrap().options),
      column('integer', 'forecastGroupDays'),
      choice('fairShare', terms.fairShare.unwrap().options),
    ],
  },
  safetyStocks: {
    name: 'safety_stocks.csv',
    required: false,
    columns: [
      ...place,
      required('day', 'from', 'valid from'),
      required('decimal', 'quantity', 'safety stock'),
    ],
  },
} as const;
