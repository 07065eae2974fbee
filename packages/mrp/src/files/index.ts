/**
 * @kontor/mrp/files: planning models and plans as files. For Node; the engine itself reads no file.
 */

// A folder of CSV files
export {
  findFolderIssues,
  type FolderModel,
  loadCsvFolder,
  readCsvFolder,
  type ReadOptions,
} from './csv-folder.ts';
export type { CsvModel } from './csv-model.ts';
export type { CellKind, CsvColumn } from './csv-column.ts';
export { type CsvFile, type CsvFileKey, csvFiles } from './csv-columns.ts';

// Writing
export { csvOfModel } from './csv-write-model.ts';
export { csvOfPlan, type TextFile } from './csv-plan.ts';

// Other planners' files
export { type FreppleModel, type FreppleOptions, readFrepple } from './frepple.ts';
