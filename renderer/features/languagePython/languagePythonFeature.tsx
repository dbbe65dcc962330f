import { DisposableStore } from "../../../core/base/disposable.ts";
import type { Feature } from "../../state/services.ts";
import { PythonItem } from "./PythonItem.tsx";
import { registerPythonProviders } from "./pythonProviders.ts";
import { PythonServer } from "./pythonServer.ts";

export const languagePythonFeature: Feature = {
  name: "languagePython",
  activate(services) {
    const own = new DisposableStore();
    own.add(
      services.monaco.whenLoaded((monaco) => {
        const server = own.add(new PythonServer(services, monaco));
        const restart = (): Promise<void> => server.restart();
        own.add(registerPythonProviders(services, monaco, () => server.connection()));
        own.add(
          services.views.status({
            id: "language.python",
            side: "right",
            priority: 800,
            render: () => <PythonItem store={server.store} restart={() => void restart()} />,
          }),
        );
        own.add(
          services.commands.register({
            id: "python.analysis.restartLanguageServer",
            title: "Restart Language Server",
            category: "Python",
            when: () => server.store.getState().state.kind !== "off",
            run: restart,
          }),
        );
      }),
    );
    return own;
  },
};
