/**
 * What can go wrong in planning, by code. Faults of a model come all at once, as issues with a
 * path.
 */
import { type CodedError, codedErrors } from '@kontor/kernel';

/** The kinds of fault that a model can have. */
export type ModelIssueCode =
  /** A value of the wrong type or shape, an unknown field, or what the row itself rules out. */
  | 'INVALID_VALUE'
  | 'DUPLICATE_KEY'
  | 'UNKNOWN_ITEM'
  | 'UNKNOWN_LOCATION'
  | 'UNKNOWN_CALENDAR'
  | 'UNKNOWN_UNIT'
  /** No demand of that id, or one of another item or site. */
  | 'UNKNOWN_DEMAND'
  /** An alternate that no bill of the item has at the site. */
  | 'UNKNOWN_BILL'
  | 'UNKNOWN_TIME_ZONE'
  | 'UNIT_MISMATCH'
  | 'BAD_QUANTITY'
  | 'OVER_PRECISE_QUANTITY'
  | 'QUANTITY_TOO_LARGE'
  | 'NEGATIVE_QUANTITY'
  /** More is reserved than the demand asks for, or than is in free stock. */
  | 'OVER_RESERVED'
  | 'NEGATIVE_LEAD_TIME'
  | 'BAD_DAY'
  | 'BAD_EFFECTIVITY'
  | 'BAD_LOT_SIZE'
  | 'EMPTY_CALENDAR'
  /** An item that needs itself, over bills or lanes; the message shows the way round. */
  | 'BOM_CYCLE';

/** One fault: where it is in the model, what it is, and what to do. */
export interface ModelIssue {
  readonly code: ModelIssueCode;
  /** From the model's root: `['demands', 12, 'item']`; rows count from 0. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** One fault of a frePPLe file: which row (from 0), of which table, and what to do. */
export interface FreppleIssue {
  readonly row: number;
  readonly table: string;
  readonly message: string;
}

/** The kinds of fault that the files of a model can have, beside those of the model itself. */
export type FileIssueCode =
  | 'MISSING_FILE'
  /** A name that no file of a model has, near to one that has. */
  | 'UNKNOWN_FILE'
  | 'EMPTY_FILE'
  /** Not UTF-8 text. */
  | 'BAD_ENCODING'
  | 'BAD_QUOTING'
  | 'MISSING_COLUMN'
  | 'UNKNOWN_COLUMN'
  | 'DUPLICATE_COLUMN'
  /** A row with more or fewer cells than the header. */
  | 'CELL_COUNT'
  | 'EMPTY_CELL'
  | 'BAD_NUMBER'
  | 'BAD_DATE'
  | 'BAD_FLAG'
  | 'BAD_WEEKDAYS'
  | 'BAD_CHOICE'
  /** Rows of one bill that disagree about what the bill yields. */
  | 'CONFLICTING_CELL';

/** One fault in a file: where a person finds it, what it is, and what to do. */
export interface FileIssue {
  readonly code: FileIssueCode | ModelIssueCode;
  readonly file: string;
  /** Counts from 1, the header included; undefined when the whole file is meant. */
  readonly line: number | undefined;
  /** The header as the file has it. */
  readonly column: string | undefined;
  readonly message: string;
}

/** The planner's codes and what each one carries. */
export type MrpErrorDetails = {
  /** The model cannot be planned; every fault is listed. */
  MRP_INVALID_MODEL: { issues: readonly ModelIssue[] };
  /** The files of a model have faults; every one is listed. */
  MRP_INVALID_FILES: { folder: string; issues: readonly FileIssue[] };
  /** A folder or file that cannot be read. */
  MRP_UNREADABLE_FILE: { file: string; reason: string };
  /** A sum or an order passed 2^53 steps of the item's unit. */
  MRP_QUANTITY_TOO_LARGE: { item: string; location: string };
  /** A lot size gone wrong: more orders than one plan may have. */
  MRP_TOO_MANY_ORDERS: { limit: number };
  /** While a large plan was being written, a newer one of its name was kept. */
  MRP_PLAN_OVERTAKEN: { name: string };
  /** An option of a run that makes no sense. */
  MRP_BAD_OPTION: { option: string; value: string; expected: string };
  /** A figure handed to one of the rules by itself; `path` says where: `orders.3.quantity`. */
  MRP_BAD_FIGURE: { path: string; value: string; expected: string };
  /** A model with what quantities by bucket cannot say; `feature` names it. */
  MRP_NEEDS_ORDERS: { item: string; location: string; feature: string };
  /** A question about an item at a site that is not planned. */
  MRP_UNKNOWN_NODE: { item: string; location: string };
  /** A question about an order that is neither planned nor open. */
  MRP_UNKNOWN_ORDER: { order: string };
  /** A question about a demand that is not in the model. */
  MRP_UNKNOWN_DEMAND: { demand: string };
  /** An item that needs itself over its bills; `path` leads from it round to itself. */
  MRP_BOM_CYCLE: { path: readonly string[] };
  /** A frePPLe file that is not there, or is no list of rows. */
  MRP_FREPPLE_UNREADABLE: { file: string; reason: string };
  /** A frePPLe file whose rows contradict themselves; every fault is listed. */
  MRP_FREPPLE_INVALID: { file: string; issues: readonly FreppleIssue[] };
};

const listedRows = (issues: readonly FreppleIssue[]): string =>
  issues
    .slice(0, 20)
    .map(({ row, table, message }) => `\n- row ${row} (${table}): ${message}`)
    .join('') + (issues.length > 20 ? `\n- and ${issues.length - 20} more` : '');

const listed = (issues: readonly ModelIssue[]): string =>
  issues
    .slice(0, 20)
    .map((issue) => `\n- ${issue.path.join('.')}: ${issue.message} [${issue.code}]`)
    .join('') + (issues.length > 20 ? `\n- and ${issues.length - 20} more` : '');

const listedInFiles = (issues: readonly FileIssue[]): string =>
  issues
    .slice(0, 20)
    .map((issue) => `\n- ${placeInFile(issue)}: ${issue.message} [${issue.code}]`)
    .join('') + (issues.length > 20 ? `\n- and ${issues.length - 20} more` : '');

/** Where a fault is, for a person: `demands.csv, line 14, column 'item'`. */
export function placeInFile({ file, line, column }: FileIssue): string {
  const lineText = line === undefined ? '' : `, line ${line}`;
  return `${file}${lineText}${column === undefined ? '' : `, column '${column}'`}`;
}

/** The planner's error. Match it with `MrpError.is(error, code)`. */
export const MrpError = codedErrors<MrpErrorDetails>('MrpError', {
  MRP_INVALID_MODEL: ({ issues }) =>
    `The model has ${issues.length} ${issues.length === 1 ? 'fault' : 'faults'}:${listed(issues)}`,
  MRP_INVALID_FILES: ({ folder, issues }) =>
    `The files in '${folder}' have ${issues.length} ${issues.length === 1 ? 'fault' : 'faults'}:` +
    listedInFiles(issues),
  MRP_UNREADABLE_FILE: ({ file, reason }) =>
    `'${file}' cannot be read (${reason}): check the path and that you may read it.`,
  MRP_QUANTITY_TOO_LARGE: ({ item, location }) =>
    `The quantities of '${item}' at '${location}' add up to more than 2^53 steps of its unit: ` +
    `give the item fewer decimals or a larger unit.`,
  MRP_TOO_MANY_ORDERS: ({ limit }) =>
    `The plan needs more than ${limit} orders: look for a lotSizeMax far below the demand.`,
  MRP_PLAN_OVERTAKEN: ({ name }) =>
    `A newer plan '${name}' was kept while this one was written: read that one, or plan again.`,
  MRP_BAD_OPTION: ({ option, value, expected }) =>
    `Option '${option}' is '${value}': give ${expected}.`,
  MRP_BAD_FIGURE: ({ path, value, expected }) => `${path} is ${value}: give ${expected}.`,
  MRP_NEEDS_ORDERS: ({ item, location, feature }) =>
    `'${item}' at '${location}' has ${feature}, which quantities by bucket cannot say: use plan.`,
  MRP_UNKNOWN_ORDER: ({ order }) =>
    `There is no order '${order}': plan.orders() lists the planned ones, the model's receipts ` +
    `are the open ones.`,
  MRP_UNKNOWN_DEMAND: ({ demand }) =>
    `There is no demand '${demand}': plan.demandShares() lists the demands by their ids.`,
  MRP_UNKNOWN_NODE: ({ item, location }) =>
    `'${item}' is not planned at '${location}': it has no stock, demand, source or use there. ` +
    `plan.nodes() lists what is planned.`,
  MRP_BOM_CYCLE: ({ path }) =>
    `It goes in a circle: ${path.join(' needs ')}. Take one of these lines out of its bill or ` +
    `lane; structureCycles lists every circle of a model.`,
  MRP_FREPPLE_UNREADABLE: ({ file, reason }) =>
    `'${file}' cannot be read as a frePPLe file: ${reason}. Give the JSON that ` +
    `'frepplectl dumpdata' writes, plain or gzipped.`,
  MRP_FREPPLE_INVALID: ({ file, issues }) =>
    `'${file}' has ${issues.length} ${issues.length === 1 ? 'fault' : 'faults'}:` +
    listedRows(issues),
});

/** An error of the planner, typed by its code. */
export type MrpError<Code extends keyof MrpErrorDetails = keyof MrpErrorDetails> = CodedError<
  MrpErrorDetails,
  Code
>;
