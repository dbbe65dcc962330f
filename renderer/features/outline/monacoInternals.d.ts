/** Monaco has no public way to ask for a text's symbols; these two modules are what its own "go to symbol" asks. */
declare module "monaco-editor/editor/standalone/browser/standaloneServices" {
  export const StandaloneServices: { get(id: unknown): unknown };
}
declare module "monaco-editor/editor/common/services/languageFeatures" {
  export const ILanguageFeaturesService: unknown;
}
