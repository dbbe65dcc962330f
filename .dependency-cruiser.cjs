/** The rooms of the house, as rules. All at error level; there is no ignore list. See docs/architecture.md. */
const room = (name, from, to, comment) => ({ name, severity: "error", comment, from, to });
const npm = "node_modules";

module.exports = {
  forbidden: [
    room(
      "no-cycles",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
      "A cycle hides which module is the lower one.",
    ),
    room(
      "core-is-pure",
      { path: "^core/", pathNot: "\\.test\\.ts$" },
      { dependencyTypes: ["core"] },
      "core has no Node, no DOM, no I/O.",
    ),
    room(
      "core-imports-core",
      { path: "^core/" },
      { path: "^(native|electron|renderer|models|e2e|bench|scripts)/" },
      "core knows nobody.",
    ),
    room(
      "core-small-libraries",
      { path: "^core/", pathNot: "\\.test\\.ts$" },
      {
        path: npm,
        pathNot: `${npm}/(zod|vscode-jsonrpc|@noble/hashes|yaml|smol-toml|jsonc-parser|mustache|diff|@types)/`,
      },
      "core may use zod and small pure libraries.",
    ),
    room(
      "contract-stands-alone",
      { path: "^core/contract/" },
      { path: "^core/(?!contract/|base/)" },
      "The contract is the lowest floor.",
    ),
    room(
      "host-knows-no-face",
      { path: "^native/" },
      { path: "^(renderer|electron|e2e|bench)/" },
      "The host serves any face.",
    ),
    room(
      "services-through-ports",
      { path: "^native/services/", pathNot: "\\.test\\.ts$" },
      { path: "^native/(adapters|server|cli|compose)", dependencyTypesNot: ["type-only"] },
      "Services reach libraries through ports; compose wires them.",
    ),
    room(
      "services-no-libraries",
      { path: "^native/services/", pathNot: "\\.test\\.ts$" },
      { path: npm, pathNot: `${npm}/(zod|ignore|jsonc-parser|yaml|iconv-lite|@types|typescript)/` },
      "A library is wrapped by one adapter.",
    ),
    room(
      "adapters-apart",
      { path: "^native/adapters/([^/]+)/", pathNot: "\\.test\\.ts$" },
      { path: "^native/adapters/([^/]+)/", pathNot: "^native/adapters/$1/" },
      "Adapters never import each other.",
    ),
    room(
      "adapters-below-services",
      { path: "^native/adapters/", pathNot: "\\.test\\.ts$" },
      { path: "^native/(services|server|cli|rpc|compose)", dependencyTypesNot: ["type-only"] },
      "Adapters are the lowest native floor.",
    ),
    room(
      "transport-knows-no-service",
      { path: "^native/(rpc|server)/", pathNot: "\\.test\\.ts$" },
      { path: "^native/(services|adapters|cli|compose)" },
      "Transport knows nothing of services.",
    ),
    room(
      "wiring-in-one-place",
      { path: "^native/", pathNot: "(^native/(compose|cli/|fixtures/)|\\.test\\.ts$)" },
      { path: "^native/compose" },
      "Only the shells compose.",
    ),
    room(
      "sockets-in-two-rooms",
      {
        path: "^(native|core|renderer|electron)/",
        pathNot:
          "(^native/(adapters/cloud|server|fixtures)/|^native/adapters/kernel/standardKernel\\.ts$|\\.test\\.ts$)",
      },
      { path: "^(net|tls|dgram|dns|dns/promises|http|https|http2|inspector)$" },
      "Sockets are opened in native/adapters/cloud and native/server alone: that is what makes offline checkable. (standardKernel speaks to a kernel through a socket that is a file.)",
    ),
    room(
      "children-start-sealed",
      {
        path: "^(native|core|renderer|electron)/",
        pathNot:
          "(^native/(base/(childSeal|sealedChild)|adapters/sandbox/bubblewrapSandbox|cli/commands/serve)\\.ts$|^native/(adapters/airGap/|composeAirGap|cli/airGapSession)|^native/fixtures/|\\.test\\.ts$)",
      },
      { path: "^child_process$", dependencyTypesNot: ["type-only"] },
      "Children start without a network, through native/base/sealedChild.ts; the sandbox has a wall of its own, the air-gap test makes an empty network of its own, and a browser is opened at a person's word.",
    ),
    room(
      "face-knows-no-host",
      { path: "^renderer/" },
      { path: "^(native|electron|e2e|bench)/" },
      "The face meets the host through the contract.",
    ),
    room(
      "face-no-node",
      { path: "^renderer/", pathNot: "\\.test\\.tsx?$" },
      { dependencyTypes: ["core"] },
      "The page runs without Node.",
    ),
    room(
      "shell-is-thin",
      { path: "^electron/", pathNot: "\\.test\\.ts$" },
      { path: "^(renderer|e2e|bench|native/(?!compose))" },
      "The shell knows compose and the contract.",
    ),
    room(
      "e2e-drives-from-outside",
      { path: "^e2e/" },
      { path: "^(native/(?!fixtures/wireServer)|renderer|electron|core/(?!contract/))" },
      "Browser tests use the program, not its insides; the stand-in of a provider stands outside of it.",
    ),
    room(
      "nothing-unresolved",
      { pathNot: "\\.test\\.tsx?$" },
      { couldNotResolve: true },
      "An import that resolves to nothing is a bug.",
    ),
    room(
      "nothing-undeclared",
      {},
      { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
      "What is imported stands in package.json.",
    ),
  ],
  options: {
    doNotFollow: { path: npm },
    exclude: { path: "(^dist/|^bench/gateCases/|\\?worker|\\?url)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "browser", "default", "types"],
    },
  },
};
