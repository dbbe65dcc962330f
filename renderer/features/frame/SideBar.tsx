import { Fragment, Suspense, useMemo } from "react";
import { Group, Panel, Separator } from "react-resizable-panels";
import { useStore } from "zustand";
import { useServices } from "../../state/services.ts";
import type { SideBarSection } from "../../state/views.ts";
import { Icon } from "../../ui/Icon.tsx";

const headingHeight = 28;

export function SideBar() {
  const { views, layout } = useServices();
  const sideBar = useStore(views.store, (state) => state.sideBar);
  const allSections = useStore(views.store, (state) => state.section);
  const wanted = useStore(layout.store, (state) => state.sideBarView);
  const foldedIds = useStore(layout.store, (state) => state.foldedSections);
  const view = sideBar.find((other) => other.id === wanted) ?? sideBar[0];
  // Read when a section opens, not followed: a default size that changes under a drag ends it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another view or another section open is when to read
  const sizes = useMemo(() => layout.store.getState().sectionSizes, [layout, view, foldedIds]);
  if (!view) return null;
  const sections = allSections.filter((section) => section.parent === view.id);
  const isOpen = (section: SideBarSection): boolean => foldedIds?.includes(section.id) !== true;
  const open = sections.filter(isOpen);
  const folded = sections.filter((section) => !isOpen(section));
  return (
    <aside className="side-bar" aria-label={view.title} data-region="sideBar">
      <header className="region-heading">
        <h2>{view.title}</h2>
        {view.renderActions?.()}
      </header>
      <Group key={`${view.id} ${open.length}`} orientation="vertical" className="side-bar-parts">
        <Panel id="view" minSize={72} className="region-content">
          <Suspense key={view.id} fallback={null}>
            {view.render()}
          </Suspense>
        </Panel>
        {open.map((section) => (
          <Fragment key={section.id}>
            <Separator className="seam" aria-label={`Resize ${section.title}`} />
            <Panel
              id={section.id}
              defaultSize={sizes?.[section.id] ?? "40%"}
              minSize={headingHeight * 3}
              onResize={(size) => layout.resizedSection(section.id, size.inPixels)}
            >
              <Section section={section} open />
            </Panel>
          </Fragment>
        ))}
      </Group>
      {folded.map((section) => (
        <Section key={section.id} section={section} open={false} />
      ))}
    </aside>
  );
}

function Section({ section, open }: { readonly section: SideBarSection; readonly open: boolean }) {
  const { layout } = useServices();
  return (
    <section className="side-bar-section" aria-label={section.title} data-section={section.id}>
      <h3>
        <button
          type="button"
          className="section-heading"
          aria-expanded={open}
          onClick={() => layout.foldSection(section.id, open)}
        >
          <Icon name={open ? "chevron-down" : "chevron-right"} />
          {section.title}
        </button>
      </h3>
      {open && (
        <div className="region-content">
          <Suspense fallback={null}>{section.render()}</Suspense>
        </div>
      )}
    </section>
  );
}
