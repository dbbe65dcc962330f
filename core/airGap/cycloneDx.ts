import type { ModelInfo } from "../contract/model.ts";
import type { ShippedPackage } from "./shippedPackages.ts";

/** The part of CycloneDX 1.6 (ECMA-424) that we write: https://cyclonedx.org/docs/1.6/json/ */
export interface BillOfMaterials {
  readonly bomFormat: "CycloneDX";
  readonly specVersion: "1.6";
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: {
    readonly timestamp: string;
    readonly tools: { readonly components: readonly Component[] };
    readonly component: Component;
  };
  readonly components: readonly Component[];
  readonly dependencies?: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

interface Component {
  readonly type: "application" | "library" | "platform" | "machine-learning-model";
  readonly "bom-ref": string;
  readonly group?: string;
  readonly name: string;
  readonly version?: string;
  readonly description?: string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: readonly (
    | { readonly expression: string }
    | { readonly license: { readonly name: string } }
  )[];
  readonly purl?: string;
  readonly modelCard?: {
    readonly modelParameters: {
      readonly task: string;
      readonly architectureFamily: string;
      readonly modelArchitecture: string;
    };
  };
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

export interface BomOccasion {
  readonly version: string;
  /** SHA-256 of the list of our own files. */
  readonly treeSha256: string;
  /** ISO 8601. */
  readonly made: string;
  readonly uuid: string;
}

/** Software: our own program, the Node that runs it, and every package that is shipped with it. */
export function programBom(
  occasion: BomOccasion,
  node: { readonly version: string; readonly sha256: string },
  packages: readonly ShippedPackage[],
): BillOfMaterials {
  const nodeComponent: Component = {
    type: "platform",
    "bom-ref": `node@${node.version}`,
    name: "node",
    version: node.version,
    description: "The Node.js that runs the host; the hash is that of its program file.",
    hashes: [{ alg: "SHA-256", content: node.sha256 }],
    licenses: [{ expression: "MIT" }],
    purl: `pkg:generic/node@${node.version}`,
  };
  const libraries = packages.map(libraryComponent);
  const refs = [nodeComponent, ...libraries].map((component) => component["bom-ref"]);
  return {
    ...frame(occasion),
    components: [nodeComponent, ...libraries],
    dependencies: [
      { ref: ourselves(occasion)["bom-ref"], dependsOn: refs },
      { ref: nodeComponent["bom-ref"] },
      ...packages.map((one) => ({
        ref: packageUrl(one.name, one.version),
        ...(one.needs.length === 0 ? {} : { dependsOn: one.needs.map(urlOfKey) }),
      })),
    ],
  };
}

/** Models, each as it was approved. */
export function modelBom(occasion: BomOccasion, models: readonly ModelInfo[]): BillOfMaterials {
  return { ...frame(occasion), components: models.map(modelComponent) };
}

function frame(occasion: BomOccasion): Omit<BillOfMaterials, "components" | "dependencies"> {
  const self = ourselves(occasion);
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${occasion.uuid}`,
    version: 1,
    metadata: {
      timestamp: occasion.made,
      tools: {
        components: [
          {
            type: "application",
            "bom-ref": "airlock-doctor",
            name: "airlock doctor --air-gap",
            version: occasion.version,
          },
        ],
      },
      component: self,
    },
  };
}

function ourselves({ version, treeSha256 }: BomOccasion): Component {
  return {
    type: "application",
    "bom-ref": `airlock@${version}`,
    name: "airlock",
    version,
    description: "The hash is that of program.sha256, which lists the SHA-256 of each installed file.",
    hashes: [{ alg: "SHA-256", content: treeSha256 }],
    licenses: [{ expression: "Apache-2.0" }],
    purl: `pkg:generic/airlock@${version}`,
  };
}

function libraryComponent({ name, version, licence, hashes, inPage }: ShippedPackage): Component {
  const [group, bare] = name.startsWith("@") ? name.split("/") : [undefined, name];
  const purl = packageUrl(name, version);
  return {
    type: "library",
    "bom-ref": purl,
    ...(group === undefined ? {} : { group }),
    name: bare ?? name,
    version,
    ...(hashes.length === 0
      ? {}
      : { hashes: hashes.map(({ algorithm, hex }) => ({ alg: algorithm, content: hex })) }),
    ...licencesOf(licence),
    purl,
    properties: [{ name: "airlock:usedBy", value: inPage ? "page" : "host" }],
  };
}

function modelComponent(model: ModelInfo): Component {
  const { capabilities, architecture } = model;
  return {
    type: "machine-learning-model",
    "bom-ref": `model:${model.id}`,
    name: model.name,
    version: model.sha256.slice(0, 12),
    description: model.origin,
    hashes: [{ alg: "SHA-256", content: model.sha256 }],
    ...licencesOf(model.licence),
    modelCard: {
      modelParameters: {
        task: capabilities.embedding ? "feature-extraction" : "text-generation",
        architectureFamily: "transformer",
        modelArchitecture: architecture,
      },
    },
    properties: [
      { name: "airlock:id", value: model.id },
      { name: "airlock:file", value: model.file.split(/[\\/]/).at(-1) ?? "" },
      { name: "airlock:bytes", value: String(model.bytes) },
      { name: "airlock:quantization", value: model.quantization },
      { name: "airlock:origin", value: model.origin },
      { name: "airlock:source", value: model.bundled ? "bundled" : "added" },
    ],
  };
}

/** An SPDX expression where it reads as one; else the words that were given, as a name. */
function licencesOf(licence: string | undefined): Pick<Component, "licenses"> {
  if (licence === undefined || licence.trim() === "") return {};
  const isExpression =
    /^[\w.+()-]+(?: (?:AND|OR|WITH) [\w.+()-]+)*$/.test(licence) &&
    !/^(?:unknown|unlicensed|other)$/i.test(licence);
  return { licenses: [isExpression ? { expression: licence } : { license: { name: licence } }] };
}

/** https://github.com/package-url/purl-spec: the scope's @ is written as %40. */
function packageUrl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${encodeURIComponent(version)}`;
}

function urlOfKey(key: string): string {
  const at = key.lastIndexOf("@");
  return packageUrl(key.slice(0, at), key.slice(at + 1));
}
