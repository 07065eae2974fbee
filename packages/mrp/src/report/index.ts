/**
 * @kontor/mrp/report: a plan as a page for the browser.
 */
export { htmlReport, type ReportOptions } from './html-report.ts';
