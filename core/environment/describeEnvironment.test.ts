import { expect, test } from "vitest";
import type { ProjectEnvironment } from "../contract/environment.ts";
import { describeEnvironment, shortVersion } from "./describeEnvironment.ts";
import { readEnvironment } from "./projectEnvironment.ts";

const environment: ProjectEnvironment = readEnvironment(
  new Map([
    [
      "requirements.txt",
      "httpx==0.27.2\nscikit-learn==1.5.1\nPillow>=10\npytest>=8\ngoogle-cloud-storage==2.18.0\nopencv_python_headless==4.10.0.84\ntypes-requests\n",
    ],
    [
      "package.json",
      '{"dependencies": {"lodash": "4.17.21", "@tanstack/react-query": "^5.62.0"}, "devDependencies": {"@types/node": "^24", "typescript": "5.9.3", "vitest": "3.2.4"}}',
    ],
  ]),
  { pythonVersion: "3.11.4", nodeVersion: "22.14.0" },
);

const described = (language: string, imports: readonly string[] = [], most = 9): string =>
  describeEnvironment(environment, { language, imports, most });

test("Python: what the code imports first, under the name that is installed", () => {
  expect(described("python")).toBe(
    "Python 3.11, pytest 8, httpx 0.27, scikit-learn 1.5, Pillow 10, google-cloud-storage 2.18, opencv_python_headless 4.10",
  );
  expect(described("python", ["os", "PIL.Image", "sklearn.svm", "google.cloud.storage", "cv2"], 5)).toBe(
    "Python 3.11, Pillow 10, scikit-learn 1.5, google-cloud-storage 2.18, opencv_python_headless 4.10, pytest 8",
  );
  expect(described("python", [], 0)).toBe("Python 3.11");
});

test("TypeScript and JavaScript have their own packages and no others", () => {
  expect(described("typescript", ["lodash/fp", "./own", "node:fs"])).toBe(
    "Node.js 22.14, TypeScript 5.9, lodash 4.17, vitest 3.2, @tanstack/react-query 5.62",
  );
  expect(described("javascript", ["@tanstack/react-query"], 1)).toBe(
    "Node.js 22.14, @tanstack/react-query 5.62",
  );
  expect(described("rust")).toBe("");
});

test("what is merely installed is named where the code imports it", () => {
  const scratch = readEnvironment(new Map(), {
    pythonVersion: "3.12",
    installed: {
      pypi: new Map([
        ["pandas", "2.2.3"],
        ["attrs", "24.1.0"],
      ]),
    },
  });
  expect(describeEnvironment(scratch, { language: "python", imports: ["pandas"], most: 5 })).toBe(
    "Python 3.12, pandas 2.2",
  );
});

test("a range is told by its lower end", () => {
  const ranges = [
    "3.11.4",
    "8",
    ">=2.2,<3",
    "^18.2.0",
    "~=3.9",
    "<4",
    "!=1.5,>=1.2",
    "^17 || ^18",
    "==2.2.*",
    undefined,
  ];
  expect(ranges.map(shortVersion)).toEqual([
    "3.11",
    "8",
    "2.2",
    "18.2",
    "3.9",
    undefined,
    "1.2",
    "17",
    "2.2",
    undefined,
  ]);
});
