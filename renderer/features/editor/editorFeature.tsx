import { lazy } from "react";
import { DisposableStore, toDisposable } from "../../../core/base/disposable.ts";
import { copyText } from "../../state/copyText.ts";
import type { Feature, Services } from "../../state/services.ts";
import { AutoSave } from "./autoSave.ts";
import { editorCommands } from "./editorCommands.ts";
import { openResources } from "./groups.ts";
import type { Monaco } from "./monaco/monacoLoader.ts";
import { baseName, fileResource, movedPath, parseResource, pathOf } from "./resource.ts";

const CompareView = lazy(async () => ({ default: (await import("./CompareView.tsx")).CompareView }));

export const editorFeature: Feature = {
  name: "editor",
  activate(services) {
    const store = new DisposableStore();
    store.add(
      services.views.editor({
        id: "compare",
        icon: "diff",
        title: (resource) =>
          `${baseName(parseResource(resource) ? (pathOf(resource) ?? resource) : resource)} (compare)`,
        render: (resource) => <CompareView resource={resource} />,
      }),
    );
    store.add(services.commands.register(...editorCommands(services)));
    store.add(new AutoSave(services));
    store.add(followDisk(services));
    store.add(services.monaco.whenLoaded((monaco) => openAcrossFiles(services, monaco)));
    store.add(services.monaco.whenLoaded((monaco) => copyWebAddresses(services, monaco)));
    return store;
  },
};

/** A link in a hover or a file may be anyone's: its address is copied by a click, and nothing is opened. */
function copyWebAddresses({ notifications }: Services, monaco: Monaco): void {
  monaco.editor.registerLinkOpener({
    async open(link) {
      if (link.scheme !== "http" && link.scheme !== "https" && link.scheme !== "mailto") return false;
      const address = link.toString(true);
      if (await copyText(address)) notifications.info("Address copied. Airlock opens nothing by itself.");
      else notifications.info(`Airlock opens nothing by itself. The address: ${address}`);
      return true;
    },
  });
}

/** What happens to files outside is shown in the tabs: clean ones follow, dirty ones ask, deleted ones are struck. */
function followDisk({ host, documents, editors }: Services) {
  const open = (): readonly string[] => [...openResources(editors.store.getState())];
  const changes = host.on("files.didChange", ({ changes: list }) => {
    for (const change of list)
      for (const resource of open()) {
        const path = pathOf(resource);
        if (path === undefined || movedPath(path, change.path, change.path) === undefined) continue;
        if (change.kind !== "deleted") {
          if (path === change.path) void documents.diskChanged(resource);
        } else documents.diskDeleted(resource);
      }
  });
  // While the connection was gone anything may have happened.
  const again = host.onDidReconnect(() => {
    for (const resource of open()) void documents.diskChanged(resource);
  });
  return toDisposable(() => {
    changes.dispose();
    again.dispose();
  });
}

/** "Go to definition" into another file opens it in our tabs, not in Monaco's peek alone. */
function openAcrossFiles(
  { documents, editors }: Services,
  monaco: NonNullable<Services["monaco"]["current"]>,
): void {
  monaco.editor.registerEditorOpener({
    openCodeEditor: (_source, uri, place) => {
      const path = documents.pathOfUri(uri.toString());
      if (path === undefined) return false;
      const start =
        place === undefined
          ? undefined
          : "startLineNumber" in place
            ? { line: place.startLineNumber - 1, column: place.startColumn - 1 }
            : { line: place.lineNumber - 1, column: place.column - 1 };
      editors.openResource(fileResource(path), start === undefined ? {} : { position: start });
      return true;
    },
  });
}
