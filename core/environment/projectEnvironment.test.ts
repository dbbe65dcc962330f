import { expect, test } from "vitest";
import { type ProjectEnvironment, projectEnvironment } from "../contract/environment.ts";
import { declaredNames, type EnvironmentFacts, readEnvironment } from "./projectEnvironment.ts";

const read = (
  files: Readonly<Record<string, string>>,
  facts: EnvironmentFacts = {},
  forPath?: string,
): ProjectEnvironment => {
  const environment = readEnvironment(new Map(Object.entries(files)), facts, forPath);
  expect(projectEnvironment.parse(environment)).toEqual(environment);
  return environment;
};
/** "pandas 2.2.3 (uv.lock)", with "~" where the version is not exact. */
const packages = (environment: ProjectEnvironment): readonly string[] =>
  environment.packages.map(
    ({ name, version, exact, from }) =>
      `${name}${version === undefined ? "" : ` ${exact ? "" : "~"}${version}`} (${from})`,
  );

test("a Python project: languages, packages, test framework and style as one value", () => {
  const environment = read({
    "pyproject.toml": `
[project]
name = "orders"
requires-python = ">=3.11"
dependencies = ["pandas[excel]>=2.2", "httpx", "orders[dev]"]
[project.optional-dependencies]
plot = ["matplotlib ~= 3.9"]
[dependency-groups]
dev = ["pytest>=8", { include-group = "lint" }]
lint = ["ruff==0.9.1"]
[tool.ruff]
line-length = 100
[tool.ruff.format]
quote-style = "single"
[tool.mypy]
strict = true
`,
    "uv.lock": `version = 1
requires-python = ">=3.11"

[[package]]
name = "pandas"
version = "2.2.3"
source = { registry = "https://pypi.org/simple" }
dependencies = [
    { name = "numpy" },
]

[[package]]
name = "numpy"
version = "2.1.0"

[[package]]
name = "pytest"
version = "8.3.4"
`,
    ".editorconfig": "root = true\n[*]\nindent_style = space\nindent_size = 2\n[*.py]\nindent_size = 4\n",
  });
  expect(environment).toEqual({
    languages: [{ name: "Python", version: ">=3.11", from: "pyproject.toml" }],
    packages: [
      { ecosystem: "pypi", name: "pandas", version: "2.2.3", exact: true, declared: true, from: "uv.lock" },
      { ecosystem: "pypi", name: "httpx", exact: false, declared: true, from: "pyproject.toml" },
      {
        ecosystem: "pypi",
        name: "matplotlib",
        version: "~=3.9",
        exact: false,
        declared: true,
        from: "pyproject.toml",
      },
      { ecosystem: "pypi", name: "pytest", version: "8.3.4", exact: true, declared: true, from: "uv.lock" },
      {
        ecosystem: "pypi",
        name: "ruff",
        version: "0.9.1",
        exact: true,
        declared: true,
        from: "pyproject.toml",
      },
    ],
    testFramework: { ecosystem: "pypi", name: "pytest", version: "8.3.4", from: "uv.lock" },
    style: {
      indent: "4 spaces",
      lineLength: 100,
      quotes: "single",
      formatter: "ruff",
      linter: "ruff",
      typeChecking: "mypy strict",
      from: ["pyproject.toml"],
    },
    problems: [],
  });
});

test("a TypeScript project: package-lock.json gives versions, prettier, eslint and tsconfig the style", () => {
  const environment = read({
    "package.json": JSON.stringify({
      name: "web",
      engines: { node: ">=22" },
      scripts: { test: "vitest run" },
      dependencies: { react: "^19.0.0", "left-pad": "git+https://user:secret@host/left-pad.git" },
      devDependencies: { typescript: "~5.9.0", vitest: "^3.0.0", jest: "29.7.0" },
      peerDependencies: { "@scope/peer": ">=1 <3 || 4.x" },
    }),
    "package-lock.json": JSON.stringify({
      lockfileVersion: 3,
      packages: {
        "": { name: "web" },
        "node_modules/react": { version: "19.1.2" },
        "node_modules/typescript": { version: "5.9.3" },
        "node_modules/vitest": { version: "3.2.4" },
      },
    }),
    "tsconfig.json": '{ "extends": "./tsconfig.base.json", // the rest\n "compilerOptions": {}, }',
    "tsconfig.base.json": '{ "compilerOptions": { "strict": true } }',
    ".prettierrc": "singleQuote: true\nsemi: false\nprintWidth: 100\n",
    "eslint.config.js": "export default [];",
    ".nvmrc": "v22.14\n",
  });
  expect(packages(environment)).toEqual([
    "react 19.1.2 (package-lock.json)",
    "left-pad (package.json)",
    "typescript 5.9.3 (package-lock.json)",
    "vitest 3.2.4 (package-lock.json)",
    "jest 29.7.0 (package.json)",
    "@scope/peer ~>=1 <3 || 4.x (package.json)",
  ]);
  expect({ ...environment, packages: [] }).toEqual({
    languages: [
      { name: "Node.js", version: "22.14", from: ".nvmrc" },
      { name: "TypeScript", version: "5.9.3", from: "package-lock.json" },
    ],
    packages: [],
    testFramework: { ecosystem: "npm", name: "vitest", version: "3.2.4", from: "package-lock.json" },
    style: {
      indent: "2 spaces",
      lineLength: 100,
      quotes: "single",
      semicolons: false,
      formatter: "prettier",
      linter: "eslint",
      typeChecking: "TypeScript strict",
      from: [".prettierrc", "eslint.config.js", "tsconfig.base.json"],
    },
    problems: [],
  });
});

test("installed counts more than locked, locked more than asked for", () => {
  const files = {
    "requirements.txt": "Typing_Extensions>=4\nrequests>=2\nclick\n",
    "poetry.lock":
      '[[package]]\nname = "requests"\nversion = "2.32.0"\n\n[[package]]\nname = "click"\nversion = "8.1.7"\n',
    "package.json": '{"dependencies": {"click": "^1.0.0"}}',
  };
  const environment = read(files, {
    pythonVersion: "3.12",
    nodeVersion: "24.1.0",
    installed: {
      pypi: new Map([
        ["typing-extensions", "4.12.2"],
        ["click", "8.1.8"],
      ]),
      npm: new Map([["click", "1.2.0"]]),
    },
  });
  expect(packages(environment)).toEqual([
    "Typing_Extensions 4.12.2 (site-packages)",
    "requests 2.32.0 (poetry.lock)",
    "click 8.1.8 (site-packages)",
    "click 1.2.0 (node_modules)",
  ]);
  expect(environment.languages).toEqual([
    { name: "Python", version: "3.12", from: "interpreter" },
    { name: "Node.js", version: "24.1.0", from: "node" },
  ]);
  expect(declaredNames(new Map(Object.entries(files)))).toEqual({
    pypi: ["Typing_Extensions", "requests", "click"],
    npm: ["click"],
  });
});

test("without any manifest, what is installed is listed as not declared", () => {
  const installed = {
    pypi: new Map([
      ["pandas", "2.2.3"],
      ["pip", "25.0"],
    ]),
  };
  expect(read({}, { pythonVersion: "3.11", installed })).toEqual({
    languages: [{ name: "Python", version: "3.11", from: "interpreter" }],
    packages: [
      {
        ecosystem: "pypi",
        name: "pandas",
        version: "2.2.3",
        exact: true,
        declared: false,
        from: "site-packages",
      },
    ],
    style: { from: [] },
    problems: [],
  });
  expect(read({}, { installed }, "notebook.ipynb").packages.length).toBe(1);
  expect(read({}, { installed }, "page.ts").packages).toEqual([]);
});

test("in a repository of several programs the nearest manifest counts", () => {
  const files = {
    "package.json": '{"devDependencies": {"typescript": "5.9.2", "vitest": "2.0.0"}}',
    "pnpm-lock.yaml": `lockfileVersion: '9.0'

importers:

  .:
    devDependencies:
      typescript:
        specifier: 5.9.2
        version: 5.9.2

  'apps/web':
    dependencies:
      '@tanstack/react-query':
        specifier: ^5
        version: 5.62.0(react@19.0.0)
      vitest:
        specifier: ^3
        version: 3.2.4
      shared:
        specifier: workspace:*
        version: link:../shared

packages:

  react@19.0.0: {}
`,
    "apps/web/package.json":
      '{"dependencies": {"@tanstack/react-query": "^5", "vitest": "^3", "shared": "workspace:*"}}',
    "services/api/pyproject.toml": '[project]\nname = "api"\ndependencies = ["flask>=3"]\n',
    "services/other/requirements.txt": "django==5.0\n",
  };
  expect(packages(read(files, {}, "apps/web/src/page.tsx"))).toEqual([
    "@tanstack/react-query 5.62.0 (pnpm-lock.yaml)",
    "vitest 3.2.4 (pnpm-lock.yaml)",
    "shared (apps/web/package.json)",
    "typescript 5.9.2 (pnpm-lock.yaml)",
  ]);
  const api = read(files, {}, "services/api/app/main.py");
  expect(packages(api)).toEqual([
    "flask ~>=3 (services/api/pyproject.toml)",
    "typescript 5.9.2 (pnpm-lock.yaml)",
    "vitest 2.0.0 (package.json)",
  ]);
  expect(api.languages.map(({ name }) => name)).toEqual(["Python", "Node.js", "TypeScript"]);
  expect(api.testFramework).toBe(undefined);
  // Without a path: the root, and the highest folders of what the root does not have.
  expect(packages(read(files))).toEqual([
    "flask ~>=3 (services/api/pyproject.toml)",
    "django 5.0 (services/other/requirements.txt)",
    "typescript 5.9.2 (pnpm-lock.yaml)",
    "vitest 2.0.0 (package.json)",
  ]);
});

test("a test framework that no manifest lists shows in its settings, or in what npm test starts", () => {
  const frameworkOf = (files: Readonly<Record<string, string>>) => read(files).testFramework;
  const pytest = { ecosystem: "pypi", name: "pytest" };
  expect(frameworkOf({ "pyproject.toml": "[tool.pytest.ini_options]\n" })).toEqual({
    ...pytest,
    from: "pyproject.toml",
  });
  expect(frameworkOf({ "pytest.ini": "", "pyproject.toml": "" })).toEqual({ ...pytest, from: "pytest.ini" });
  expect(frameworkOf({ "setup.cfg": "[metadata]\n" })).toBe(undefined);
  expect(frameworkOf({ "package.json": '{"scripts": {"test": "node --test src/"}}' })).toEqual({
    ecosystem: "npm",
    name: "node:test",
    from: "package.json",
  });
  const both = '{"scripts": {"test": "jest --ci"}, "devDependencies": {"vitest": "3.0.0", "jest": "29.7.0"}}';
  expect(frameworkOf({ "package.json": both })).toEqual({
    ecosystem: "npm",
    name: "jest",
    version: "29.7.0",
    from: "package.json",
  });
});
