import { expect, test } from "vitest";
import { includedFiles, isEnvironmentFile } from "./environmentFiles.ts";
import { readEnvironment } from "./projectEnvironment.ts";

const packages = (files: Readonly<Record<string, string>>, python?: string): readonly string[] =>
  readEnvironment(new Map(Object.entries(files)), { pythonVersion: python }).packages.map(
    ({ name, version, exact, from }) =>
      `${name}${version === undefined ? "" : ` ${exact ? "" : "~"}${version}`} (${from})`,
  );

test("requirements: includes, constraints, hashes, markers, extras, places and comments", () => {
  const files = {
    "requirements.txt": `# what we need
-r deps/base.list
--requirement=requirements/dev.txt
-c constraints.txt
--index-url https://user:secret@host/simple
pandas[excel, plot] >= 2.2 , < 3 ; python_version >= "3.9"  # frames
numpy==1.26.4 ; python_version < "3.10"
numpy==2.1.0 ; python_version >= "3.10" and sys_platform != "win32"
requests==2.32.3 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
-e git+https://host/repo.git@main#egg=tool-kit
-e ./local
./wheels/torch-2.4.1-cp311-cp311-linux_x86_64.whl
flask @ https://user:secret@host/flask-3.0.3-py3-none-any.whl
https://host/archive.zip
this is no requirement
uvicorn
`,
    "deps/base.list": "sqlalchemy>=2\n-r ../requirements.txt\n",
    "requirements/dev.txt": "pytest>=8\n",
    "constraints.txt": "uvicorn==0.30.1\nanyio==4.0\nsqlalchemy==2.0.36\n",
  };
  expect(packages(files, "3.11")).toEqual([
    "pandas ~>=2.2,<3 (requirements.txt)",
    "numpy 2.1.0 (requirements.txt)",
    "requests 2.32.3 (requirements.txt)",
    "tool-kit (requirements.txt)",
    "torch 2.4.1 (requirements.txt)",
    "flask 3.0.3 (requirements.txt)",
    "uvicorn 0.30.1 (requirements.txt)",
    "sqlalchemy 2.0.36 (deps/base.list)",
    "pytest ~>=8 (requirements/dev.txt)",
  ]);
  expect(includedFiles("requirements.txt", files["requirements.txt"])).toEqual([
    "deps/base.list",
    "requirements/dev.txt",
    "constraints.txt",
  ]);
  expect(
    includedFiles("a/requirements.txt", "-r ../../etc.txt\n-r /etc/passwd\n-r https://host/x.txt"),
  ).toEqual([]);
});

test("what pip-compile wrote is a lock of its .in file, or lists what was asked for by a manifest", () => {
  expect(
    packages({
      "requirements.in": "flask\n",
      "requirements.txt": "flask==3.0.3\n    # via -r requirements.in\nwerkzeug==3.0.4\n    # via flask\n",
    }),
  ).toEqual(["flask 3.0.3 (requirements.txt)"]);
  expect(
    packages({
      "requirements.txt":
        "flask==3.0.3\n    # via\n    #   orders (pyproject.toml)\n    #   other\nwerkzeug==3.0.4  # via flask\n",
    }),
  ).toEqual(["flask 3.0.3 (requirements.txt)"]);
});

test("Poetry, Pipenv, setup.cfg, conda, PDM, uv and hatch", () => {
  expect(
    packages({
      "pyproject.toml": `
[tool.poetry]
name = "orders"
[tool.poetry.dependencies]
python = "^3.11"
pandas = "^2.2"
numpy = "2.1.0"
local = { path = "../local" }
torch = [{ version = "2.3", platform = "darwin" }, { version = "^2.4", platform = "linux" }]
[tool.poetry.group.dev.dependencies]
pytest = { version = "~8.1", extras = ["all"] }
[tool.poetry.dev-dependencies]
black = "*"
[tool.uv]
dev-dependencies = ["mypy>=1.11"]
[tool.pdm.dev-dependencies]
doc = ["sphinx", "-e file:///x#egg=y"]
[tool.hatch.envs.default]
dependencies = ["coverage"]
`,
      "poetry.lock": `[[package]]
category = "main"
description = "name = \\"x\\""
name = "pandas"
optional = false
version = "2.2.2"

[package.dependencies]
name = "nothing"

[[package]]
name = "torch"
version = "2.3.0"
[[package]]
name = "torch"
version = "2.10.0"
`,
    }),
  ).toEqual([
    "mypy ~>=1.11 (pyproject.toml)",
    "sphinx (pyproject.toml)",
    "coverage (pyproject.toml)",
    "pandas 2.2.2 (poetry.lock)",
    "numpy 2.1.0 (pyproject.toml)",
    "local (pyproject.toml)",
    "torch ~2.10.0 (poetry.lock)",
    "black (pyproject.toml)",
    "pytest ~~8.1 (pyproject.toml)",
  ]);
  expect(
    packages({
      Pipfile:
        '[packages]\nrequests = "*"\n"zope.interface" = {version = ">=6"}\n[dev-packages]\npytest = "==8.2"\n[requires]\npython_version = "3.11"\n',
      "Pipfile.lock":
        '{"default": {"requests": {"version": "==2.31.0"}}, "develop": {"pytest": {"version": "==8.2.2"}}}',
    }),
  ).toEqual([
    "requests 2.31.0 (Pipfile.lock)",
    "zope.interface ~>=6 (Pipfile)",
    "pytest 8.2.2 (Pipfile.lock)",
  ]);
  expect(
    packages({
      "setup.cfg":
        "[metadata]\nname = x\n[options]\npython_requires = >=3.8\ninstall_requires =\n    attrs>=23  # data\n    click\n[options.extras_require]\ntest =\n    pytest\n",
      "environment.yml":
        "dependencies:\n  - python=3.10\n  - conda-forge::pandas=2.2\n  - numpy=1.26.4=py310_0\n  - scipy>=1.11\n  - pip\n  - pip:\n      - httpx==0.27.0\n",
    }),
  ).toEqual([
    "attrs ~>=23 (setup.cfg)",
    "click (setup.cfg)",
    "pytest (setup.cfg)",
    "pandas ~==2.2.* (environment.yml)",
    "numpy 1.26.4 (environment.yml)",
    "scipy ~>=1.11 (environment.yml)",
    "httpx 0.27.0 (environment.yml)",
  ]);
});

test("every kind of npm lock gives the version that the range was resolved to", () => {
  const manifest = JSON.stringify({
    dependencies: {
      react: "^18.2.0",
      "@scope/tool": "^1.0.0",
      renamed: "npm:typescript@^5.0.0",
      sibling: "workspace:*",
    },
  });
  const locks: Readonly<Record<string, string>> = {
    "package-lock.json": JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        react: { version: "18.3.1", dependencies: { react: { version: "17.0.0" } } },
        "@scope/tool": { version: "1.4.0" },
        renamed: { version: "npm:typescript@5.9.3" },
      },
    }),
    "yarn.lock": `# yarn lockfile v1


"@scope/tool@^1.0.0":
  version "1.4.0"

react@^17.0.0:
  version "17.0.2"

react@^18.0.0, react@^18.2.0:
  version "18.3.1"
  dependencies:
    version "^1"
`,
    "pnpm-lock.yaml": `lockfileVersion: 5.4
specifiers:
  react: ^18.2.0
dependencies:
  react: 18.3.1
  '@scope/tool': 1.4.0_react@18.3.1
  sibling: link:../sibling
`,
  };
  for (const [name, text] of Object.entries(locks))
    expect(packages({ "package.json": manifest, [name]: text })).toEqual([
      `react 18.3.1 (${name})`,
      `@scope/tool 1.4.0 (${name})`,
      "renamed ~^5.0.0 (package.json)",
      "sibling (package.json)",
    ]);
  expect(
    packages({
      "package.json": manifest,
      "yarn.lock": `__metadata:
  version: 8

"react@npm:^18.0.0, react@npm:^18.2.0":
  version: 18.3.1
  resolution: "react@npm:18.3.1"

"renamed@npm:typescript@^5.0.0":
  version: 5.9.3

"sibling@workspace:*, sibling@workspace:packages/sibling":
  version: 0.0.0-use.local
`,
    }),
  ).toEqual([
    "react 18.3.1 (yarn.lock)",
    "@scope/tool ~^1.0.0 (package.json)",
    "renamed 5.9.3 (yarn.lock)",
    "sibling (package.json)",
  ]);
});

test("the files that count, by their names", () => {
  const counted = [
    "pyproject.toml",
    "a/b/requirements-dev.txt",
    "requirements/base.in",
    "dev-requirements.txt",
  ];
  const more = [
    "web/tsconfig.app.json",
    ".eslintrc.cjs",
    "prettier.config.mjs",
    "biome.jsonc",
    "a/.editorconfig",
  ];
  const others = [
    "readme.txt",
    "notes/requirements.md",
    "node_modules/x/package.json",
    "a/.venv/lib/setup.cfg",
  ];
  expect([...counted, ...more].filter((path) => !isEnvironmentFile(path))).toEqual([]);
  expect(others.filter(isEnvironmentFile)).toEqual([]);
});
