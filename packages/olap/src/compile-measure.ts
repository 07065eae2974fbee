/**
 * From a measure as written to a measure in force.
 */
import { currency } from '@kontor/kernel';
import type { Dimension, Level } from './hierarchy.ts';
import {
  averageMeasure,
  countMeasure,
  distinctMeasure,
  extremeMeasure,
  floatSumMeasure,
  type Measure,
  percentileMeasure,
  rowsMeasure,
  sumMeasure,
  type Timing,
  varianceMeasure,
  weightedMeasure,
} from './measure.ts';
import type { MeasureDefinition } from './model.ts';
import { onceMeasure } from './once-measure.ts';
import { approximateDistinctMeasure, approximatePercentileMeasure } from './sketch-measure.ts';
import type { ValueColumn } from './value-column.ts';
import type { ValueDictionary } from './value-dictionary.ts';

/** What rows give: decimals, whole units of the scale, or units of decimals of their own. */
export interface UnitTerms {
  readonly isScaled?: boolean | undefined;
  /** The column of the decimals of a row's units. */
  readonly scaledBy?: string | undefined;
}

/** Where measures get their columns; the same column is given once. */
export interface MeasureColumns {
  scaled(column: string, scale: number, terms: UnitTerms): ValueColumn;
  float(column: string): ValueColumn;
  /** 1 where the column has a value of any kind. */
  presence(column: string): ValueColumn;
  dictionary(column: string): ValueDictionary;
}

type Written = Exclude<MeasureDefinition, { kind: 'custom' }>;

/** The measure of a checked definition. */
export function compileMeasure(
  name: string,
  written: Written,
  columns: MeasureColumns,
  dimensions: readonly Dimension[],
): Measure {
  switch (written.kind) {
    case 'rows':
      return rowsMeasure(name);
    case 'count':
      return countMeasure(name, columns.presence(written.column));
    case 'floatSum':
      return floatSumMeasure(name, columns.float(written.column));
    case 'distinct':
      return distinctMeasure(name, columns.dictionary(written.column));
    case 'approximateDistinct':
      return approximateDistinctMeasure(
        name,
        columns.dictionary(written.column),
        written.precision ?? 14,
      );
    case 'approximatePercentile':
      return approximatePercentileMeasure(name, columns.float(written.column), written.at);
    case 'money':
      return moneyMeasure(name, written, columns, dimensions);
    default:
      return scaledMeasure(name, written, columns, dimensions);
  }
}

type Scaled = Exclude<
  Written,
  {
    kind:
      | 'rows'
      | 'count'
      | 'floatSum'
      | 'distinct'
      | 'approximateDistinct'
      | 'approximatePercentile';
  }
>;

function scaledMeasure(
  name: string,
  written: Exclude<Scaled, { kind: 'money' }>,
  columns: MeasureColumns,
  dimensions: readonly Dimension[],
): Measure {
  const column = columns.scaled(written.column, written.scale ?? 0, written);
  const unit = unitOf(written, dimensions);
  switch (written.kind) {
    case 'sum':
      return written.once === undefined
        ? sumMeasure(name, column, unit)
        : onceMeasure(name, column, columns.dictionary(written.once), unit);
    case 'min':
    case 'max':
      return extremeMeasure(name, column, written.kind);
    case 'average':
      return averageMeasure(name, column, written);
    case 'weightedAverage': {
      const weight = columns.scaled(written.weight, written.weightScale ?? 0, {});
      return weightedMeasure(name, column, weight, written);
    }
    case 'variance':
    case 'deviation': {
      const isSample = written.of === 'sample';
      const isRoot = written.kind === 'deviation';
      return varianceMeasure(name, column, { isSample, isRoot, shown: written });
    }
    case 'percentile':
      return percentileMeasure(name, column, written.at, written.method ?? 'continuous', written);
    default:
      return sumMeasure(name, column, { timing: timingOf(written, dimensions), ...unit });
  }
}

function unitOf(written: Scaled, dimensions: readonly Dimension[]): Pick<Measure, 'unit'> {
  if (!('unit' in written) || written.unit === undefined) return {};
  return { unit: { level: levelOf(written.unit.level, dimensions) } };
}

type Timed = Extract<Written, { along: string }>;

function timingOf(written: Timed, dimensions: readonly Dimension[]): Timing {
  const along = dimensions.find(({ name }) => name === written.along)!;
  switch (written.kind) {
    case 'averageOverTime': {
      const rule = written.over === 'calendar' ? 'averageOverCalendar' : 'averageOverNonEmpty';
      return { along, rule, scope: 'cell', shown: written };
    }
    case 'byAccount': {
      const accounts = dimensions.find(({ name }) => name === written.accounts);
      return { along, rule: 'byAccount', scope: 'leaf', shown: {}, accounts };
    }
    default:
      return { along, rule: written.kind, scope: written.scope ?? 'leaf', shown: {} };
  }
}

/** Money: the scale is that of the currency unless told otherwise. */
function moneyMeasure(
  name: string,
  written: Extract<Written, { kind: 'money' }>,
  columns: MeasureColumns,
  dimensions: readonly Dimension[],
): Measure {
  const { currency: of } = written;
  const exponent = 'code' in of ? currency(of.code).exponent : 2;
  const scale = written.scale ?? exponent;
  const column = columns.scaled(written.column, scale, written);
  const more = { currency: 'code' in of ? of : { level: levelOf(of.level, dimensions) } };
  return written.once === undefined
    ? sumMeasure(name, column, more)
    : onceMeasure(name, column, columns.dictionary(written.once), more);
}

function levelOf(ref: string, dimensions: readonly Dimension[]): Level {
  const [dimension, level] = ref.split('.');
  return dimensions.find(({ name }) => name === dimension)!.levels.get(level!)!;
}
