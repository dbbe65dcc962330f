import { Fragment } from "react";
import { useServices } from "../../state/services.ts";
import { Icon } from "../../ui/Icon.tsx";

/** Where the file lies; a folder's name shows it in the explorer. */
export function Breadcrumbs({ path }: { readonly path: string }) {
  const { commands, info } = useServices();
  const parts = path.split("/");
  return (
    <nav className="breadcrumbs" aria-label={`Path of ${path}`} title={`${info.workspace.root}/${path}`}>
      {parts.map((part, index) => {
        const target = parts.slice(0, index + 1).join("/");
        return (
          <Fragment key={target}>
            {index > 0 && <Icon name="chevron-right" />}
            <button type="button" onClick={() => commands.run("explorer.reveal", target)}>
              {part}
            </button>
          </Fragment>
        );
      })}
    </nav>
  );
}
