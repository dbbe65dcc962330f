import { isBuiltin } from "node:module";
import { basename, dirname, join, sep } from "node:path";
import ts from "typescript";
import { kindOfCode, type TypescriptComplaint } from "../../../core/gate/hallucination/typescriptFindings.ts";
import { diagnosticsIn } from "./typescriptDiagnostics.ts";
import { originOfDeclarations, originOfModuleName, typeBehind } from "./typescriptOrigin.ts";
import type { ToTypescript } from "./typescriptProtocol.ts";

interface Project {
  readonly service: ts.LanguageService;
  readonly overlay: Overlay;
}

/** The one file of a project that is not as the disk has it. */
interface Overlay {
  file: string;
  text: string;
  version: number;
}

const mostProjects = 4;
const libraryFolder = dirname(ts.getDefaultLibFilePath({}));

/**
 * One warm language service for each tsconfig.json or jsconfig.json, with the judged text laid over the disk. Only the
 * judged file, what it imports and global declarations are read. No plugin of a configuration is loaded.
 */
export class TypescriptProjects {
  readonly #root: string;
  readonly #projects = new Map<string, Project>();
  readonly #registry = ts.createDocumentRegistry();

  /** @param root the opened folder, absolute and free of links */
  constructor(root: string) {
    this.#root = root;
  }

  complaints({ file, text, start, end }: Omit<ToTypescript, "id">): TypescriptComplaint[] {
    const { service, overlay } = this.#projectFor(file);
    Object.assign(overlay, { file, text, version: overlay.version + 1 });
    const program = service.getProgram();
    const source = program?.getSourceFile(file);
    if (program === undefined || source === undefined) throw new Error("TypeScript could not read the text.");
    const checker = program.getTypeChecker();
    return diagnosticsIn(service, file, start, end).flatMap((read) => {
      const node = nodeAt(source, read.start, read.end);
      return weigh(read, node, checker, file, this.#root).map((more) => ({ ...read, ...more }));
    });
  }

  #projectFor(file: string): Project {
    const configuration = this.#configurationFor(file);
    const stamp =
      configuration === undefined ? "" : String(ts.sys.getModifiedTime?.(configuration)?.getTime());
    const key = `${configuration ?? dirname(file)} ${stamp}`;
    const known = this.#projects.get(key);
    if (known !== undefined) {
      this.#projects.delete(key);
      this.#projects.set(key, known);
      return known;
    }
    const made = this.#make(configuration, file);
    this.#projects.set(key, made);
    const [oldest] = this.#projects.keys();
    if (this.#projects.size > mostProjects && oldest !== undefined) {
      this.#projects.get(oldest)?.service.dispose();
      this.#projects.delete(oldest);
    }
    return made;
  }

  /** The nearest one at or below the workspace's folder. */
  #configurationFor(file: string): string | undefined {
    for (
      let folder = dirname(file);
      folder === this.#root || folder.startsWith(this.#root + sep);
      folder = dirname(folder)
    )
      for (const name of ["tsconfig.json", "jsconfig.json"])
        if (ts.sys.fileExists(join(folder, name))) return join(folder, name);
    return undefined;
  }

  #make(configuration: string | undefined, file: string): Project {
    const { options, declarations } = readConfiguration(configuration);
    const overlay: Overlay = { file, text: "", version: 0 };
    const host: ts.LanguageServiceHost = {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [overlay.file, ...declarations],
      getScriptVersion: (name) =>
        name === overlay.file
          ? `proposal ${overlay.version}`
          : name.startsWith(libraryFolder)
            ? "1"
            : String(ts.sys.getModifiedTime?.(name)?.getTime() ?? 0),
      getScriptSnapshot: (name) => {
        const text = name === overlay.file ? overlay.text : ts.sys.readFile(name);
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
      },
      getCurrentDirectory: () => (configuration === undefined ? this.#root : dirname(configuration)),
      getDefaultLibFileName: (settings) => join(libraryFolder, ts.getDefaultLibFileName(settings)),
      fileExists: (name) => name === overlay.file || ts.sys.fileExists(name),
      readFile: (name) => (name === overlay.file ? overlay.text : ts.sys.readFile(name)),
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
      ...(ts.sys.realpath === undefined ? {} : { realpath: ts.sys.realpath }),
    };
    return { service: ts.createLanguageService(host, this.#registry), overlay };
  }
}

const always: ts.CompilerOptions = {
  noEmit: true,
  skipLibCheck: true,
  allowJs: true,
  checkJs: true,
  composite: false,
  incremental: false,
  // By each of these a configuration could silence the checker.
  noCheck: false,
  noResolve: false,
  noLib: false,
  // A module without types is not an invented one.
  noImplicitAny: false,
};

function readConfiguration(file: string | undefined): {
  readonly options: ts.CompilerOptions;
  readonly declarations: readonly string[];
} {
  const plain = {
    target: ts.ScriptTarget.ESNext,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    jsx: ts.JsxEmit.Preserve,
    esModuleInterop: true,
    lib: ["lib.esnext.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
  };
  if (file === undefined) return { options: { ...plain, ...always }, declarations: [] };
  const read = ts.readConfigFile(file, ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(
    read.config ?? {},
    ts.sys,
    dirname(file),
    undefined,
    file,
  );
  const { plugins: _, ...harmless } = options;
  return {
    options: {
      ...(harmless.module === undefined && harmless.moduleResolution === undefined
        ? { module: plain.module, moduleResolution: plain.moduleResolution }
        : {}),
      jsx: plain.jsx,
      ...harmless,
      ...always,
    },
    declarations: fileNames.filter((name) => name.endsWith(".d.ts")),
  };
}

function nodeAt(source: ts.SourceFile, start: number, end: number): ts.Node {
  let found: ts.Node = source;
  const visit = (node: ts.Node): void => {
    if (node.getStart(source) > start || node.end < end) return;
    found = node;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found;
}

type Weighed = Pick<TypescriptComplaint, "origin" | "isVague"> & { readonly from?: string };

function weigh(
  { code }: { readonly code: number },
  node: ts.Node,
  checker: ts.TypeChecker,
  file: string,
  root: string,
): Weighed[] {
  switch (kindOfCode(code)) {
    case "module": {
      const name = ts.isStringLiteralLike(node) ? node.text : "";
      // Without declarations of Node its modules cannot be found, and a style or a picture never is.
      if (isBuiltin(name) || /[?:!]/.test(name)) return [];
      if (/^\.{0,2}\//.test(name) && ts.sys.fileExists(join(dirname(file), name))) return [];
      return [{ ...originOfModuleName(name, file), isVague: false }];
    }
    case "exported": {
      const statement = ts.findAncestor(
        node,
        (one) => ts.isImportDeclaration(one) || ts.isExportDeclaration(one),
      );
      const specifier = statement?.moduleSpecifier;
      const name = specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : "";
      return [{ ...originOfModuleName(name, file), isVague: false }];
    }
    case "property": {
      const holder = ts.isPropertyAccessExpression(node.parent)
        ? node.parent.expression
        : ts.isQualifiedName(node.parent)
          ? node.parent.left
          : undefined;
      if (holder === undefined) return [{ origin: "unknown", isVague: true }];
      const type = checker.getTypeAtLocation(holder);
      const { isVague, declarations } = typeBehind(type, node.getText(), checker);
      return [{ ...originOfDeclarations(declarations, root), isVague }];
    }
    case "arity": {
      const call = ts.findAncestor(node, (one) => ts.isCallExpression(one) || ts.isNewExpression(one));
      const signature =
        call !== undefined && (ts.isCallExpression(call) || ts.isNewExpression(call))
          ? checker.getResolvedSignature(call)?.declaration
          : undefined;
      return [{ ...originOfDeclarations(signature === undefined ? [] : [signature], root), isVague: false }];
    }
    case "option": {
      const literal = ts.findAncestor(node, ts.isObjectLiteralExpression);
      const type = literal === undefined ? undefined : checker.getContextualType(literal);
      const declarations = type === undefined ? [] : typeBehind(type, "", checker).declarations;
      return [{ ...originOfDeclarations(declarations, root), isVague: false }];
    }
    default:
      return [{ origin: "unknown", isVague: basename(file) === "" }];
  }
}
