/**
 * @kontor/olap/files: rows of CSV, Parquet and Arrow for a cube, and its answers as Arrow.
 */
export { arrowBytes, arrowRows, type ArrowSource, type ArrowTable } from './arrow-rows.ts';
export { type CsvOptions, csvRows, type CsvRow } from './csv-rows.ts';
export { parquetRows, type TableRow } from './parquet-rows.ts';
