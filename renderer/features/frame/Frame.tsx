import { Suspense, useMemo } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import { DialogHost } from "../../ui/Dialog.tsx";
import { MenuHost } from "../../ui/Menu.tsx";
import { EditorArea } from "../editor/EditorArea.tsx";
import { NotificationCentre } from "../notifications/NotificationCentre.tsx";
import { Toasts } from "../notifications/Toasts.tsx";
import { QuickPickHost } from "../quickOpen/QuickPickBox.tsx";
import { ActivityBar } from "./ActivityBar.tsx";
import { BottomPanel } from "./BottomPanel.tsx";
import { ConnectionBanner } from "./ConnectionBanner.tsx";
import { LiveRegion } from "./LiveRegion.tsx";
import { RightPanel } from "./RightPanel.tsx";
import { SideBar } from "./SideBar.tsx";
import { StatusBar } from "./StatusBar.tsx";
import "./frame.css";

/** The window: activity bar, side bar, editors above the panel, right-hand region, status bar. */
export function Frame() {
  const { layout, views, dialogs, info } = useServices();
  const zen = useStore(layout.store, (state) => state.zen);
  const sideBarVisible = useStore(layout.store, (state) => state.sideBarVisible);
  const panelVisible = useStore(layout.store, (state) => state.panelVisible);
  const rightVisible = useStore(layout.store, (state) => state.rightVisible);
  const { panel, right } = useStore(views.store);
  const showsPanel = panelVisible && panel.length > 0 && !zen;
  const showsRight = rightVisible && right.length > 0 && !zen;
  // Read when a region opens, not followed: a default size that changes under a drag ends it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what opens and closes regions is when to read
  const sizes = useMemo(
    () => layout.store.getState().sizes,
    [layout, sideBarVisible, showsPanel, showsRight, zen],
  );
  return (
    <div className="frame" data-zen={zen}>
      <h1 className="visually-hidden">{info.workspace.name}</h1>
      <ConnectionBanner />
      <div className="frame-body">
        {!zen && <ActivityBar />}
        <Group orientation="horizontal" className="frame-columns">
          {sideBarVisible && !zen && (
            <>
              <Panel
                id="side-bar"
                defaultSize={sizes.sideBar}
                minSize={140}
                maxSize="60%"
                groupResizeBehavior="preserve-pixel-size"
                onResize={(size) => layout.resized("sideBar", size.inPixels)}
              >
                <SideBar />
              </Panel>
              <Separator className="seam" aria-label="Resize the side bar" />
            </>
          )}
          <Panel id="main" minSize={200}>
            <Group orientation="vertical">
              <Panel id="editors" minSize={80}>
                <main className="frame-editors" aria-label="Editors" data-region="editors">
                  <Suspense fallback={null}>
                    <EditorArea />
                  </Suspense>
                </main>
              </Panel>
              {showsPanel && (
                <>
                  <Separator className="seam" aria-label="Resize the panel" />
                  <Panel
                    id="panel"
                    defaultSize={sizes.panel}
                    minSize={80}
                    groupResizeBehavior="preserve-pixel-size"
                    onResize={(size) => layout.resized("panel", size.inPixels)}
                  >
                    <BottomPanel />
                  </Panel>
                </>
              )}
            </Group>
          </Panel>
          {showsRight && (
            <>
              <Separator className="seam" aria-label="Resize the right panel" />
              <Panel
                id="right"
                defaultSize={sizes.right}
                minSize={180}
                groupResizeBehavior="preserve-pixel-size"
                onResize={(size) => layout.resized("right", size.inPixels)}
              >
                <RightPanel />
              </Panel>
            </>
          )}
        </Group>
      </div>
      {!zen && <StatusBar />}
      <Toasts />
      <NotificationCentre />
      <LiveRegion />
      <QuickPickHost />
      <MenuHost />
      <DialogHost dialogs={dialogs} />
    </div>
  );
}
