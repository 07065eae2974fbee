/**
 * @kontor/olap/files: rows of CSV, Parquet, Arrow and plain columns for a cube, and its answers as
 * Arrow.
 */
export { arrowBytes, arrowRows, type ArrowSource, type ArrowTable } from './arrow-rows.ts';
export { columnRows, type ColumnRow, type Columns } from '../column-rows.ts';
export { type CsvOptions, csvRows, type CsvRow } from './csv-rows.ts';
export { parquetRows, type TableRow } from './parquet-rows.ts';
