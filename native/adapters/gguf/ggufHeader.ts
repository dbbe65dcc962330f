import { fail, ok, type Result } from "../../../core/base/result.ts";
import { type Failure, failureOf } from "../../../core/contract/failure.ts";
import type { ByteSource } from "./byteSource.ts";
import { type GgmlType, ggmlType } from "./ggmlTypes.ts";
import { GgufCursor, GgufProblem } from "./ggufCursor.ts";

export type GgufScalar = string | number | bigint | boolean;

/** An array's elements are kept only when there are few of them: a vocabulary is walked, not stored. */
export interface GgufArray {
  readonly elementType: number;
  readonly length: number;
  readonly values: readonly GgufScalar[] | undefined;
}

export interface GgufTensor {
  readonly name: string;
  readonly dimensions: readonly number[];
  readonly type: GgmlType;
  readonly elements: number;
  readonly bytes: number;
  /** From the start of the tensor data. */
  readonly offset: number;
}

export interface GgufHeader {
  readonly version: number;
  readonly metadata: ReadonlyMap<string, GgufScalar | GgufArray>;
  readonly tensors: readonly GgufTensor[];
  readonly dataStart: number;
}

/** Generous for what exists (vocabularies of 260,000; a few thousand tensors), small for what only attacks. */
const limits = {
  metadataEntries: 65_536,
  tensors: 131_072,
  keyBytes: 65_535,
  textBytes: 16 * 1024 * 1024,
  arrayLength: 4_194_304,
  keptArray: 64,
  keptTextBytes: 1024 * 1024,
  tensorNameBytes: 1024,
};

const arrayType = 9;
const stringType = 8;

/** Reads and checks a GGUF header (versions 2 and 3). Never throws: what is wrong is a "modelInvalid" with a sentence. */
export async function readGgufHeader(source: ByteSource): Promise<Result<GgufHeader, Failure>> {
  try {
    return ok(await parse(new GgufCursor(source), source.size));
  } catch (error) {
    if (error instanceof GgufProblem)
      return fail(failureOf("modelInvalid", `This is no model that can be loaded. ${error.message}`));
    throw error;
  }
}

async function parse(cursor: GgufCursor, size: number): Promise<GgufHeader> {
  const magic = await cursor.uint32();
  if (magic !== 0x46554747)
    throw new GgufProblem("It does not begin with GGUF, so it is another kind of file.");
  const version = await cursor.uint32();
  if (version !== 2 && version !== 3)
    throw new GgufProblem(`Its GGUF version is ${version}; versions 2 and 3 can be read.`);
  const tensorCount = await cursor.count(limits.tensors, "The number of tensors");
  const entryCount = await cursor.count(limits.metadataEntries, "The number of metadata entries");
  const metadata = await readMetadata(cursor, entryCount);
  const tensors = await readTensors(cursor, tensorCount);
  const alignment = alignmentOf(metadata);
  const dataStart = Math.ceil(cursor.offset / alignment) * alignment;
  checkLayout(tensors, alignment, dataStart, size);
  return { version, metadata, tensors, dataStart };
}

async function readMetadata(
  cursor: GgufCursor,
  count: number,
): Promise<ReadonlyMap<string, GgufScalar | GgufArray>> {
  const metadata = new Map<string, GgufScalar | GgufArray>();
  for (let index = 0; index < count; index++) {
    const key = await readText(cursor, limits.keyBytes, "A metadata key's length");
    if (key === "") throw new GgufProblem("A metadata key is empty.");
    if (metadata.has(key)) throw new GgufProblem(`The metadata key ${quoted(key)} stands there twice.`);
    const type = await cursor.uint32();
    metadata.set(
      key,
      type === arrayType ? await readArray(cursor, key) : await readScalar(cursor, type, key),
    );
  }
  return metadata;
}

async function readScalar(cursor: GgufCursor, type: number, key: string): Promise<GgufScalar> {
  switch (type) {
    case 0:
      return await cursor.uint8();
    case 1:
      return await cursor.int8();
    case 2:
      return await cursor.uint16();
    case 3:
      return await cursor.int16();
    case 4:
      return await cursor.uint32();
    case 5:
      return await cursor.int32();
    case 6:
      return await cursor.float32();
    case 7:
      return await readBoolean(cursor, key);
    case stringType:
      return await readText(cursor, limits.textBytes, `The length of ${quoted(key)}`);
    case 10:
      return await cursor.uint64();
    case 11:
      return await cursor.int64();
    case 12:
      return await cursor.float64();
    default:
      throw new GgufProblem(`The value of ${quoted(key)} has the type ${type}, which GGUF does not know.`);
  }
}

async function readBoolean(cursor: GgufCursor, key: string): Promise<boolean> {
  const value = await cursor.uint8();
  if (value > 1) throw new GgufProblem(`${quoted(key)} is a truth value of ${value}.`);
  return value === 1;
}

const fixedBytes: ReadonlyMap<number, number> = new Map([
  [0, 1],
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 4],
  [5, 4],
  [6, 4],
  [7, 1],
  [10, 8],
  [11, 8],
  [12, 8],
]);

async function readArray(cursor: GgufCursor, key: string): Promise<GgufArray> {
  const elementType = await cursor.uint32();
  if (elementType === arrayType) throw new GgufProblem(`${quoted(key)} nests arrays, which no model does.`);
  const bytes = elementType === stringType ? 8 : fixedBytes.get(elementType);
  if (bytes === undefined)
    throw new GgufProblem(
      `The elements of ${quoted(key)} have the type ${elementType}, which GGUF does not know.`,
    );
  const most = Math.min(limits.arrayLength, Math.floor(cursor.remaining / bytes));
  const length = await cursor.count(most, `The length of the array ${quoted(key)}`);
  if (length <= limits.keptArray) {
    const values: GgufScalar[] = [];
    for (let index = 0; index < length; index++) values.push(await readScalar(cursor, elementType, key));
    return { elementType, length, values };
  }
  if (elementType !== stringType) cursor.skip(length * bytes);
  else
    for (let index = 0; index < length; index++)
      cursor.skip(
        await cursor.count(Math.min(limits.textBytes, cursor.remaining), `A text in ${quoted(key)}`),
      );
  return { elementType, length, values: undefined };
}

async function readText(cursor: GgufCursor, most: number, what: string): Promise<string> {
  const length = await cursor.count(most, what);
  // Longer texts than anyone shows (a chat template is a few thousand characters) keep their beginning only.
  const kept = Math.min(length, limits.keptTextBytes);
  const bytes = await cursor.bytes(kept);
  cursor.skip(length - kept);
  return new TextDecoder().decode(bytes);
}

async function readTensors(cursor: GgufCursor, count: number): Promise<readonly GgufTensor[]> {
  const tensors: GgufTensor[] = [];
  const names = new Set<string>();
  for (let index = 0; index < count; index++) {
    const name = await readText(cursor, limits.tensorNameBytes, "A tensor name's length");
    if (names.has(name)) throw new GgufProblem(`The tensor ${quoted(name)} stands there twice.`);
    names.add(name);
    tensors.push(await readTensor(cursor, name));
  }
  return tensors;
}

async function readTensor(cursor: GgufCursor, name: string): Promise<GgufTensor> {
  const rank = await cursor.uint32();
  if (rank < 1 || rank > 4)
    throw new GgufProblem(`The tensor ${quoted(name)} has ${rank} dimensions; 1 to 4 can be.`);
  const dimensions: number[] = [];
  let elements = 1;
  for (let axis = 0; axis < rank; axis++) {
    const extent = await cursor.count(2 ** 40, `An extent of the tensor ${quoted(name)}`);
    elements *= extent;
    dimensions.push(extent);
  }
  if (elements === 0 || elements > Number.MAX_SAFE_INTEGER)
    throw new GgufProblem(
      `The tensor ${quoted(name)} would hold ${elements === 0 ? "no" : "too many"} numbers.`,
    );
  const typeId = await cursor.uint32();
  const type = ggmlType(typeId);
  if (type === undefined) throw new GgufProblem(`The tensor ${quoted(name)} has the unknown type ${typeId}.`);
  if ((dimensions[0] ?? 0) % type.block !== 0)
    throw new GgufProblem(`The rows of ${quoted(name)} do not fill whole blocks of ${type.name}.`);
  const offset = await cursor.count(Number.MAX_SAFE_INTEGER, `The offset of the tensor ${quoted(name)}`);
  return { name, dimensions, type, elements, bytes: (elements / type.block) * type.bytes, offset };
}

function alignmentOf(metadata: ReadonlyMap<string, GgufScalar | GgufArray>): number {
  const alignment = metadata.get("general.alignment") ?? 32;
  if (
    typeof alignment !== "number" ||
    alignment < 8 ||
    alignment > 65_536 ||
    !Number.isInteger(Math.log2(alignment))
  )
    throw new GgufProblem("Its alignment is no power of two between 8 and 65,536.");
  return alignment;
}

function checkLayout(
  tensors: readonly GgufTensor[],
  alignment: number,
  dataStart: number,
  size: number,
): void {
  let end = 0;
  let before = "";
  for (const tensor of [...tensors].sort((a, b) => a.offset - b.offset)) {
    if (tensor.offset % alignment !== 0)
      throw new GgufProblem(`The tensor ${quoted(tensor.name)} is not aligned to ${alignment} bytes.`);
    if (tensor.offset < end)
      throw new GgufProblem(`The tensors ${quoted(before)} and ${quoted(tensor.name)} overlap.`);
    end = tensor.offset + tensor.bytes;
    before = tensor.name;
    if (dataStart + end > size)
      throw new GgufProblem(
        `The tensor ${quoted(tensor.name)} reaches past the file's end: ${dataStart + end} of ${size} bytes. The file may have been cut off.`,
      );
  }
}

function quoted(name: string): string {
  return JSON.stringify(name.slice(0, 80));
}
