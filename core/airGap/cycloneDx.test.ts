import { expect, test } from "vitest";
import { z } from "zod";
import type { ModelInfo } from "../contract/model.ts";
import { modelBom, programBom } from "./cycloneDx.ts";
import { shippedPackages } from "./shippedPackages.ts";

/** What CycloneDX 1.6 asks of what we write: bom-1.6.schema.json, required fields, enumerations and patterns. */
const hashLengths = { "SHA-256": 64, "SHA-384": 96, "SHA-512": 128 } as const;
const component = z.strictObject({
  type: z.enum(["application", "library", "platform", "machine-learning-model"]),
  "bom-ref": z.string().min(1),
  group: z.string().optional(),
  name: z.string().min(1),
  version: z.string().min(1).optional(),
  description: z.string().optional(),
  hashes: z
    .array(
      z
        .strictObject({ alg: z.enum(["SHA-256", "SHA-384", "SHA-512"]), content: z.string() })
        .refine(({ alg, content }) => new RegExp(`^[a-f0-9]{${hashLengths[alg]}}$`).test(content)),
    )
    .optional(),
  // Either one expression, or licences by name; never both.
  licenses: z
    .union([
      z.tuple([z.strictObject({ expression: z.string() })]),
      z.array(z.strictObject({ license: z.strictObject({ name: z.string() }) })),
    ])
    .optional(),
  purl: z
    .string()
    .regex(/^pkg:(?:npm|generic)\/[^@\s]+@[^@\s]+$/)
    .optional(),
  modelCard: z
    .strictObject({
      modelParameters: z.strictObject({
        task: z.string(),
        architectureFamily: z.string(),
        modelArchitecture: z.string(),
      }),
    })
    .optional(),
  properties: z.array(z.strictObject({ name: z.string(), value: z.string() })).optional(),
});
const bom = z
  .strictObject({
    bomFormat: z.literal("CycloneDX"),
    specVersion: z.literal("1.6"),
    serialNumber: z.string().regex(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
    version: z.literal(1),
    metadata: z.strictObject({
      timestamp: z.iso.datetime(),
      tools: z.strictObject({ components: z.array(component) }),
      component,
    }),
    components: z.array(component),
    dependencies: z
      .array(z.strictObject({ ref: z.string(), dependsOn: z.array(z.string()).optional() }))
      .optional(),
  })
  .refine(({ metadata, components, dependencies = [] }) => {
    const refs = [metadata.component, ...components].map((one) => one["bom-ref"]);
    const named = dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]);
    return new Set(refs).size === refs.length && named.every((ref) => refs.includes(ref));
  }, "bom-refs are unique, and dependencies name only what is listed");

const occasion = {
  version: "0.1.0",
  treeSha256: "a".repeat(64),
  made: "2026-11-24T17:00:00.000Z",
  uuid: "b6fd3315-c02c-4c0c-9c91-56466a54723a",
};
const node = { version: "24.21.0", sha256: "b".repeat(64) };

/** sha512 of nothing. */
const integrity =
  "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==";
const sha512 =
  "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e";
const lock = {
  packages: {
    "": { name: "airlock", version: "0.1.0", dependencies: { zod: "^4" } },
    "node_modules/zod": { version: "4.1.0", license: "MIT", integrity, dependencies: { small: "^1" } },
    "node_modules/zod/node_modules/small": { version: "1.0.0", license: "MIT OR Apache-2.0" },
    "node_modules/small": { version: "2.0.0", license: "SEE LICENSE IN licence.txt" },
    "node_modules/@scope/odd": { version: "1.0.0+build", dependencies: { small: "*", absent: "*" } },
    "node_modules/react": { version: "19.0.0", license: "MIT", dev: true, dependencies: { scheduler: "*" } },
    "node_modules/scheduler": { version: "0.27.0", license: "MIT", dev: true },
    "node_modules/vitest": { version: "5.0.0", license: "MIT", dev: true },
    "node_modules/linked": { link: true },
  },
};

test("shipped is what production needs, and what is in the page; build tools are not", () => {
  const packages = shippedPackages(lock);
  expect(packages.ok ? packages.value.map((one) => [`${one.name}@${one.version}`, one.inPage]) : []).toEqual([
    ["@scope/odd@1.0.0+build", false],
    ["react@19.0.0", true],
    ["scheduler@0.27.0", true],
    ["small@1.0.0", false],
    ["small@2.0.0", false],
    ["zod@4.1.0", false],
  ]);
});

test("each package has the hash of its archive, and needs the version that Node would find for it", () => {
  const packages = shippedPackages(lock);
  const found = packages.ok ? packages.value : [];
  expect(found.find(({ name }) => name === "zod")).toEqual({
    name: "zod",
    version: "4.1.0",
    licence: "MIT",
    hashes: [{ algorithm: "SHA-512", hex: sha512 }],
    inPage: false,
    needs: ["small@1.0.0"],
  });
  expect(found.find(({ name }) => name === "@scope/odd")?.needs).toEqual(["small@2.0.0"]);
});

test("no lock file is a sentence", () => {
  for (const nothing of [undefined, {}, { packages: 1 }, { packages: { a: { version: 1 } } }])
    expect(shippedPackages(nothing)).toEqual({
      ok: false,
      error: "The lock file of the dependencies cannot be read. Install Airlock again.",
    });
});

test("the program's bill of materials is CycloneDX 1.6", () => {
  const packages = shippedPackages(lock);
  const written: unknown = JSON.parse(
    JSON.stringify(programBom(occasion, node, packages.ok ? packages.value : [])),
  );
  const parsed = bom.parse(written);
  expect(parsed.components.map((one) => [one.purl, one.licenses])).toEqual([
    ["pkg:generic/node@24.21.0", [{ expression: "MIT" }]],
    ["pkg:npm/%40scope/odd@1.0.0%2Bbuild", undefined],
    ["pkg:npm/react@19.0.0", [{ expression: "MIT" }]],
    ["pkg:npm/scheduler@0.27.0", [{ expression: "MIT" }]],
    ["pkg:npm/small@1.0.0", [{ expression: "MIT OR Apache-2.0" }]],
    ["pkg:npm/small@2.0.0", [{ license: { name: "SEE LICENSE IN licence.txt" } }]],
    ["pkg:npm/zod@4.1.0", [{ expression: "MIT" }]],
  ]);
});

test("the models' bill of materials is CycloneDX 1.6, with the hash and licence of each", () => {
  const model: ModelInfo = {
    id: "fim",
    name: "Airlock FIM",
    file: "/home/somebody/models/fim.gguf",
    sha256: "c".repeat(64),
    bytes: 1234,
    architecture: "llama",
    quantization: "Q8_0",
    licence: "unknown",
    origin: "Trained here.",
    capabilities: { infill: true, chat: false, embedding: false, contextLength: 2048, languages: [] },
    memoryEstimate: 1,
    bundled: true,
  };
  const embedding = { ...model, id: "minilm", capabilities: { ...model.capabilities, embedding: true } };
  const written = JSON.stringify(modelBom(occasion, [model, embedding]));
  const { components } = bom.parse(JSON.parse(written));
  expect(components[0]).toMatchObject({
    type: "machine-learning-model",
    hashes: [{ alg: "SHA-256", content: "c".repeat(64) }],
    licenses: [{ license: { name: "unknown" } }],
    modelCard: { modelParameters: { task: "text-generation", modelArchitecture: "llama" } },
  });
  expect(components[1]?.modelCard?.modelParameters.task).toBe("feature-extraction");
  expect(written).not.toContain("/home/somebody");
});
