/** Monaco has no public way to ask for a text's symbols; these two modules are what its own "go to symbol" asks. */
declare module "monaco-editor/editor/common/services/languageFeatures" {
  interface ServiceIdentifier<T> {
    readonly type?: T;
  }
  interface LanguageFeatures {
    readonly documentSymbolProvider: {
      ordered(
        model: import("monaco-editor/editor").editor.ITextModel,
      ): readonly import("monaco-editor/editor").languages.DocumentSymbolProvider[];
    };
  }
  export const ILanguageFeaturesService: ServiceIdentifier<LanguageFeatures>;
}
declare module "monaco-editor/editor/standalone/browser/standaloneServices" {
  export const StandaloneServices: {
    get<T>(id: { readonly type?: T }): T;
  };
}
