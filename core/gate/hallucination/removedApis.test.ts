import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { maskText } from "./maskText.ts";
import { compareVersions, RemovedApis, removedApiFile } from "./removedApis.ts";

const file = removedApiFile.parse(
  parse(readFileSync(join(import.meta.dirname, "../../../resources/packages/removedApis.yml"), "utf8")),
);
const python = new RemovedApis(file, "python");
const javascript = new RemovedApis(file, "javascript");

function found(table: RemovedApis, source: string, versions: Record<string, string>): string[] {
  return table
    .find(source, 0, source.length, (name) => versions[name])
    .map((one) => `${one.ruleId} ${source.slice(one.start, one.end)}`);
}
const now = {
  pandas: "2.2.3",
  numpy: "2.1.0",
  python: "3.12",
  flask: "3.0.0",
  "scikit-learn": "1.5.0",
  sqlalchemy: "2.0.36",
  openai: "1.50.0",
  pydantic: "2.9.0",
  pillow: "11.0.0",
};

test.each([
  ["import pandas as pd\ndf = pd.DataFrame()\ndf = df.append({'a': 1})\n", ["removed-api append"]],
  [
    "import pandas as pd\ndf = pd.read_csv('a')\nfor k, v in df.iteritems(): pass\n",
    ["removed-api iteritems"],
  ],
  [
    "from pandas import DataFrame\ndef f(table: DataFrame):\n    return table.append(1)\n",
    ["removed-api append"],
  ],
  ["import pandas as pd\npd.read_csv('a', error_bad_lines=False)\n", ["removed-api error_bad_lines"]],
  ["import numpy as np\nx = np.float(1)\ny: np.int = 2\n", ["removed-api np.float", "removed-api np.int"]],
  ["from numpy import float_\n", ["removed-api float_"]],
  ["import numpy\nnumpy.Inf + numpy.float_(1)\n", ["removed-api numpy.Inf", "removed-api numpy.float_"]],
  ["from sklearn.externals import joblib\n", ["removed-api joblib"]],
  ["from sklearn.cross_validation import train_test_split\n", ["removed-api train_test_split"]],
  [
    "from sklearn.preprocessing import OneHotEncoder\ne = OneHotEncoder(sparse=False)\n",
    ["removed-api sparse"],
  ],
  [
    "from flask import Flask\napp = Flask(__name__)\n@app.before_first_request\ndef f(): ...\n",
    ["removed-api before_first_request"],
  ],
  ["from collections import Mapping, OrderedDict\n", ["removed-api Mapping"]],
  ["import collections\nisinstance(x, collections.Iterable)\n", ["removed-api collections.Iterable"]],
  ["import sqlalchemy as sa\nengine = sa.create_engine('x')\nengine.execute('y')\n", ["removed-api execute"]],
  ["import openai\nopenai.ChatCompletion.create(model='x')\n", ["removed-api openai.ChatCompletion"]],
  ["from pydantic import BaseSettings\n", ["removed-api BaseSettings"]],
  [
    "from PIL import Image\nImage.open('a').resize((1, 2), Image.ANTIALIAS)\n",
    ["removed-api Image.ANTIALIAS"],
  ],
])("Python, gone: %s", (source, expected) => {
  expect(found(python, source, now)).toEqual(expected);
});

test.each([
  "import pandas as pd\nrows = []\nrows.append(1)\ndf = pd.concat([pd.DataFrame(rows)])\n",
  "import pandas as pd\ndf = pd.DataFrame()\ndf = []\ndf.append(1)\n",
  "import pandas as pd\nout = pd.DataFrame().to_dict()\nout.append(1)\n",
  "import pandas as pd\npd.read_csv('a', on_bad_lines='skip')\n",
  "import numpy as np\nnp.float64(1); np.bool_(1); np.inf; float(1); np.int32; np.bool\n",
  'import numpy as np\n# np.float(1)\nx = \'np.float\'\n"""np.Inf"""\n',
  "from collections.abc import Mapping\nfrom collections import OrderedDict\n",
  "import mypandas as pd\npd.Panel()\n",
  "class np: ...\nnp.float\n",
  "from sklearn.preprocessing import OneHotEncoder\nOneHotEncoder(sparse_output=False)\nother(sparse=1)\n",
])("Python, quiet: %s", (source) => {
  expect(found(python, source, now)).toEqual([]);
});

test("an older version still has it, and what is not installed is not judged", () => {
  const source = "import pandas as pd\ndf = pd.DataFrame()\ndf.append(1)\n";
  expect(found(python, source, { pandas: "1.5.3" })).toEqual([]);
  expect(found(python, source, {})).toEqual([]);
  expect(found(python, source, { pandas: "2.0.0rc1" })).toEqual(["removed-api append"]);
  const bool = "import numpy as np\nnp.bool\n";
  expect(["1.23.0", "1.26.4", "2.1.0"].map((numpy) => found(python, bool, { numpy }).length)).toEqual([
    0, 1, 0,
  ]);
});

test("the message names what is installed and what to use", () => {
  const source = "import pandas as pd\ndf = pd.DataFrame()\ndf.append(1)\n";
  expect(python.find(source, 0, source.length, () => "2.2.3")[0]?.message).toBe(
    "pandas.DataFrame.append is not in pandas 2.2.3, which is installed here (gone since 2.0.0; use pd.concat).",
  );
});

test.each([
  ['import ReactDOM from "react-dom";\nReactDOM.render(a, b);\n', ["removed-api ReactDOM.render"]],
  ['import { render } from "react-dom";\n', ["removed-api render"]],
  ['import { Switch, Route } from "react-router-dom";\n', ["removed-api Switch"]],
  ['const express = require("express");\nconst app = express();\napp.del("/a", f);\n', ["removed-api del"]],
  ['const fs = require("fs");\nfs.exists("a", f);\n', ["deprecated-api fs.exists"]],
  ['import { parse as p } from "node:url";\n', ["deprecated-api parse"]],
  [
    'import { Configuration, OpenAIApi } from "openai";\n',
    ["removed-api Configuration", "removed-api OpenAIApi"],
  ],
  [
    'import { createRoot } from "react-dom/client";\nimport fs from "fs";\nfs.existsSync("a"); const render = 1;\n// fs.exists\n',
    [],
  ],
  ['const express = require("express");\nconst app = express();\napp.delete("/a", f); other.del(1);\n', []],
])("JavaScript: %s", (source, expected) => {
  const versions = {
    react: "19.1.0",
    "react-dom": "19.1.0",
    "react-router-dom": "6.1.0",
    express: "5.0.1",
    node: "24",
    openai: "4.1.0",
  };
  expect(found(javascript, source, versions)).toEqual(expected);
});

test("every entry names its package's module, and none stands twice", () => {
  const all = [...file.python, ...file.npm].flatMap(({ package: name, since, apis }) =>
    apis.map((api) => `${name} ${api} ${since.replace(/.*/, "")}`),
  );
  expect(new Set(all).size).toBe(all.length);
  expect(all.filter((one) => !/^\S+ [\w@/-]+(?:\.[\w-]+)*(?:#\w+|\(\w+\))? $/.test(one))).toEqual([]);
});

test("masking keeps the length and the lines", () => {
  const source = 'a = \'x\\\'y\' # c\n"""d\ne"""\nf("g")';
  const masked = maskText(source, "python");
  expect([masked.length, masked.split("\n").length]).toEqual([source.length, source.split("\n").length]);
  expect(masked.replace(/\s+/g, " ")).toBe('a = \' \' " " f(" ")');
});

test("versions are compared by their numbers", () => {
  expect(["1.10", "1.9.9", "2", "2.0.0", "v2.0.1-rc1"].map((one) => compareVersions(one, "2.0"))).toEqual([
    -1, -1, 0, 0, 1,
  ]);
  expect(compareVersions("3.9", "3.10")).toBe(-1);
});
