import type { CauseRow } from "./knownCauses.ts";

/** Errors of Python that come with data: pandas, numpy, JSON, dates. */
export const dataCauses: readonly CauseRow[] = [
  {
    type: /^TypeError$/,
    message: /is not JSON serializable/,
    cause:
      "JSON knows texts, numbers, lists and dictionaries, and you give it something else, such as a date or a numpy number.",
    lookAt: "The value that the message names: convert it first, or pass default= to json.dumps().",
  },
  {
    type: /^KeyError$/,
    message: /not in index|None of \[|are in the \[(columns|index)\]/,
    cause: "The data frame has no column or row of that name.",
    lookAt: "frame.columns just before this line: spaces, capitals, and whether the column became the index.",
  },
  {
    type: /^IndexError$/,
    message: /too many indices for array/,
    cause: "The array has fewer dimensions than you give indices.",
    lookAt: "array.shape before this line: a single row or column may have lost a dimension.",
  },
  {
    type: /^ValueError$/,
    message: /truth value of (a|an) .{1,40} is ambiguous/,
    cause: "You use a whole array or column as a condition.",
    lookAt:
      "The condition: use & and | with parentheses in place of `and` and `or`, or .any(), .all(), .empty.",
  },
  {
    type: /^ValueError$/,
    message:
      /operands could not be broadcast|shapes? .{1,80}(not aligned|mismatch)|matmul: Input operand|inhomogeneous shape|cannot reshape/,
    cause: "The arrays' shapes do not fit together.",
    lookAt:
      "Print the .shape of both sides just before this line. Dimensions must be equal or 1, counted from the right.",
  },
  {
    type: /^ValueError$/,
    message: /cannot reindex|duplicate (labels|keys)|duplicate axis/,
    cause: "The index holds the same label more than once.",
    lookAt: "frame.index.is_unique, and where the frames were joined: reset_index(drop=True) may be missing.",
  },
  {
    type: /^ValueError$/,
    message: /Input (X )?contains NaN|contains NaN, infinity/,
    cause: "The data hold missing or infinite values, which the model does not take.",
    lookAt: "frame.isna().sum(), and divisions or logarithms that came before.",
  },
  {
    type: /^ValueError$/,
    message: /time data .{1,200} does not match format|unconverted data remains|Invalid isoformat/,
    cause: "The date is written otherwise than the format says.",
    lookAt:
      "The value in the message beside the format: day and month may be swapped, or a time zone follows.",
  },
  {
    type: /^(MergeError|IntCastingNaNError|InvalidIndexError)$/,
    cause: "The frames cannot be joined or converted so: keys are repeated, missing or of different types.",
    lookAt: "Both frames' key columns: their names, .dtype, duplicates and missing values.",
  },
  {
    type: /^SettingWithCopy(Warning|Error)$|^ChainedAssignmentError$/,
    cause:
      "You assign to what may be a copy of a part of the frame, so that the frame itself stays as it was.",
    lookAt:
      "The selection before the assignment: write frame.loc[rows, column] = value in one step, or .copy() the part.",
  },
  {
    type: /^ParserError$/,
    cause: "A line of the file has another number of fields than those before it.",
    lookAt: "The line that the message names, the separator (sep=), and quotes inside of fields.",
  },
  {
    type: /^JSONDecodeError$/,
    message: /Expecting value.{0,40}(char 0|column 1)/,
    cause: "What you read as JSON is empty or something else, such as a page of HTML with an error.",
    lookAt: "The first characters of the text, and the status of the reply before it is parsed.",
  },
  {
    type: /^JSONDecodeError$/,
    cause:
      "The text is not valid JSON: single quotes, a comma too many, a comment, or several objects one after another.",
    lookAt: "The place that the message names. For one object a line, parse line by line.",
    otherwise: true,
  },
  {
    type: /^(MemoryError|_ArrayMemoryError)$/,
    cause: "The data do not fit into memory.",
    lookAt:
      "The size of what is made here: a join that multiplies rows, or a file that can be read in pieces (chunksize=).",
  },
];
