const testName =
  /(?:^|\/)(?:test_(?<python>[^/]+)|(?<late>[^/]+)_test|(?<script>[^/]+)\.(?:test|spec))\.(?:py|[cm]?[jt]sx?)$/;
const testFolder = /(?:^|\/)__tests__\/(?<folder>[^/]+)\.[cm]?[jt]sx?$/;

/** By the names that pytest, unittest, vitest, jest and node:test look for. */
export function isTestFile(path: string): boolean {
  return stemUnderTest(path) !== undefined;
}

/**
 * The test files of the same language, likeliest first: named after the file, then near it. A test file is its own.
 * @param files workspace paths, in any order
 */
export function testFilesFor(path: string, files: Iterable<string>): string[] {
  const isPython = path.endsWith(".py");
  const stem = stemOf(path);
  const folders = path.split("/").slice(0, -1);
  return [...files]
    .filter((file) => isTestFile(file) && file.endsWith(".py") === isPython)
    .map((file) => ({
      file,
      isItself: file === path,
      isNamesake: stemUnderTest(file) === stem,
      shared: sharedFolders(folders, file),
    }))
    .sort(
      (one, other) =>
        Number(other.isItself) - Number(one.isItself) ||
        Number(other.isNamesake) - Number(one.isNamesake) ||
        other.shared - one.shared ||
        one.file.localeCompare(other.file),
    )
    .map(({ file }) => file);
}

/** The test file and the files that it is named after: what changes there, its run says something of. */
export function filesOfRun(testFile: string, files: Iterable<string>): string[] {
  const stem = stemUnderTest(testFile);
  const isPython = testFile.endsWith(".py");
  return [
    testFile,
    ...[...files].filter(
      (file) =>
        !isTestFile(file) &&
        file.endsWith(".py") === isPython &&
        /\.(?:py|[cm]?[jt]sx?)$/.test(file) &&
        stemOf(file) === stem,
    ),
  ];
}

function stemUnderTest(path: string): string | undefined {
  const groups = (testName.exec(path) ?? testFolder.exec(path))?.groups;
  return groups && (groups.python ?? groups.late ?? groups.script ?? groups.folder);
}

function stemOf(path: string): string {
  return (path.split("/").at(-1) ?? path).replace(/\.[^.]+$/, "");
}

function sharedFolders(folders: readonly string[], file: string): number {
  const own = file.split("/");
  const end = folders.findIndex((folder, index) => own[index] !== folder);
  return end === -1 ? folders.length : end;
}
