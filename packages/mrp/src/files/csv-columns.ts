/**
 * The CSV files of a planning model and their columns: one table, read by the reader, the writer
 * and the documentation.
 *
 * One file per kind of row, with the words of the model (model.ts). Where the model nests, the file
 * repeats: one row per component of a bill, per operation of a routing, per holiday of a calendar.
 */
import type { CsvColumn } from './csv-column.ts';
import { flowFiles } from './csv-flow-columns.ts';
import { structureFiles } from './csv-structure-columns.ts';
import { supplyFiles } from './csv-supply-columns.ts';

/** One file of a model. */
export interface CsvFile {
  /** With its ending: `items.csv`. */
  readonly name: string;
  /** A model cannot do without it. */
  readonly required: boolean;
  readonly columns: readonly CsvColumn[];
}

/** The files' keys, as the reader knows them. */
export type CsvFileKey = keyof typeof csvFiles;

/** Every file that the reader knows. `items` and `locations` must be there. */
export const csvFiles = {
  ...structureFiles,
  ...supplyFiles,
  ...flowFiles,
} satisfies Readonly<Record<string, CsvFile>>;
